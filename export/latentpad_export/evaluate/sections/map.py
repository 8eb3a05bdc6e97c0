"""The section on the map (section 7.2.2 of the thesis): embeddings of the same sounds, and the bundles' own maps."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from latentpad.bundle.bundle import Bundle
from latentpad.synth.decoder import Decoder
from latentpad_export.evaluate.bars import bar
from latentpad_export.evaluate.metrics.neighbourhoods import MIN_SOUNDS
from latentpad_export.evaluate.metrics.smoothness import Smoothness
from latentpad_export.evaluate.report.section import Picture, Section
from latentpad_export.evaluate.sections.map_embeddings import Compared, Embeddings
from latentpad_export.evaluate.sections.map_measures import (
    measure_latents,
    measure_played,
    measure_points,
    measure_shipped,
    measure_sound_twins,
    sounds_of,
)
from latentpad_export.evaluate.sections.map_plots import (
    Palette,
    draw_embeddings,
    draw_shipped,
    draw_smoothness,
    label_names,
    palette_of,
)
from latentpad_export.evaluate.sections.map_tables import compared_tables, shipped_table
from latentpad_export.evaluate.subjects.decoded_map import DecodedMap

NAME, TITLE = "map", "The map"


def measure_map(
    bundles: tuple[Bundle, ...],
    kits: Mapping[str, str],
    embeddings: Embeddings,
    walks: Mapping[str, Smoothness] = MappingProxyType({}),
) -> Section:
    """Measure a bundle's map against embeddings of the same sounds and against other bundles' maps.

    Parameters
    ----------
    bundles : tuple of Bundle
        The evaluated bundle, then the baselines.
    kits : mapping
        From the name of a sound, as on a map, to its kit; missing names have no kit.
    embeddings : Embeddings
        Of the evaluated bundle.
    walks : mapping, optional
        From the name of a bundle to the steps of the sounds that are played along the strokes with detail.
    """
    if len(bundles[0].map.points) < MIN_SOUNDS:
        n = len(bundles[0].map.points)
        sentence = f"Map: it has {n} sounds, at least {MIN_SOUNDS} are needed; train on a larger library."
        return Section(NAME, TITLE, figures={}, missing=(sentence,))
    compared, names = embeddings.compared, label_names(bundles[0])
    effort, seed = compared.effort, compared.seed
    maps = {title: bundle for title, bundle in _titled(bundles).items() if len(bundle.map.points) >= MIN_SOUNDS}
    palette = palette_of(tuple(maps.values()))
    figures: dict[str, Any] = {"seed": seed, **_measure_compared(compared)}
    shipped = {}
    for title, bundle in bar(maps.items(), "maps", unit="map"):
        played = DecodedMap(bundle.map, Decoder(bundle), bundle.representation)
        shipped[title] = measure_shipped(bundle, played, sounds_of(bundle, kits), effort, seed)
        heard = walks.get(bundle.name)
        shipped[title][0]["travel_with_detail"] = None if heard is None else heard.figures()
    laid, missing = embeddings.collect()
    figures["embeddings"] = [embedding.figures for embedding in laid]
    figures["shipped"] = {title: found for title, (found, _) in shipped.items()}
    pictures = _pictures(maps, {title: smoothness for title, (_, smoothness) in shipped.items()}, palette)
    if laid:
        png = draw_embeddings(laid, tuple(names[i] for i in compared.chosen), palette)
        note = f"The same {len(compared.chosen):,} sounds of {bundles[0].name} in each embedding; a point is a sound."
        pictures.insert(0, Picture("Embeddings", png, note))
    return Section(
        NAME,
        TITLE,
        figures=figures,
        tables=tuple(
            table for table in (*compared_tables(figures, bundles[0].name), shipped_table(figures)) if table.rows
        ),
        pictures=tuple(pictures),
        missing=(*missing, *_missing(bundles, kits)),
    )


def _measure_compared(compared: Compared) -> dict[str, Any]:
    """Measure the sounds that are embedded: their latents, and where the bundle's own map has them."""
    played = compared.played(compared.bundle.map.points)
    rows = np.arange(len(compared.chosen))
    own, _ = measure_played(played, rows, compared.sounds.units, compared.effort, compared.seed)
    return {
        "n_compared": len(rows),
        "latents": {
            **measure_latents(compared.sounds),
            "twins": measure_sound_twins(played, compared.effort.n_points, compared.seed),
        },
        "own_map": {**measure_points(compared.bundle.map.points, compared.sounds), **own},
    }


def _titled(bundles: tuple[Bundle, ...]) -> dict[str, Bundle]:
    """Return bundles by unique titles: repeated names get a number."""
    names: Counter[str] = Counter()
    titled = {}
    for bundle in bundles:
        names[bundle.name] += 1
        n = names[bundle.name]
        titled[bundle.name if n == 1 else f"{bundle.name} ({n})"] = bundle
    return titled


def _pictures(maps: dict[str, Bundle], smoothness: dict[str, Smoothness], palette: Palette) -> list[Picture]:
    """Plot each bundle's map, and the strokes across all of them."""
    pictures = [
        Picture(
            f"Map of {title}",
            draw_shipped(bundle.map.points, label_names(bundle), palette),
            f"All {len(bundle.map.points):,} sounds at their positions on the pad.",
        )
        for title, bundle in maps.items()
    ]
    strokes = draw_smoothness({title: (found, maps[title].map.points) for title, found in smoothness.items()})
    note = (
        "Straight strokes across the map: the darker, the more the sound changes there. Next to each map, the size of "
        "each step; a peak is a place where the sound jumps."
    )
    return [*pictures, Picture("Smoothness along strokes", strokes, note)]


def _missing(bundles: tuple[Bundle, ...], kits: Mapping[str, str]) -> list[str]:
    """Return a sentence for each figure that the maps do not provide."""
    sentences = []
    for title, bundle in _titled(bundles).items():
        n = len(bundle.map.points)
        if n < MIN_SOUNDS:
            sentences.append(f"Map of {title}: it has {n} sounds, at least {MIN_SOUNDS} are needed.")
        elif (bundle.map.labels < 0).all():
            sentences.append(f"Label accuracy of {title}: its sounds have no labels.")
        elif not any(kits.get(str(name)) for name in bundle.map.names):
            sentences.append(
                f"Kits of {title}: unknown, so hits of the same drum count as neighbours, which inflates the label "
                "accuracy; add a column kit to samples.csv."
            )
    return sentences
