"""The section on the map (section 7.2.2 of the thesis): the thesis's embeddings, and the bundles' own maps."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from tqdm import tqdm

from latentpad.bundle.bundle import Bundle
from latentpad_export.evaluate.metrics.neighbourhoods import MIN_SOUNDS
from latentpad_export.evaluate.metrics.smoothness import Smoothness
from latentpad_export.evaluate.report.section import Picture, Section
from latentpad_export.evaluate.sections.map_measures import (
    draw_some,
    measure_embedding,
    measure_latents,
    measure_shipped,
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
from latentpad_export.evaluate.sections.map_tables import embeddings_table, shipped_table
from latentpad_export.evaluate.subjects.embeddings import SETTINGS, Embedding, Setting, fit

NAME, TITLE = "map", "The map"

N_SOUNDS = 1_000
"""Sounds that all embeddings are fitted to: with 1,500, the nine t-SNE settings alone take three minutes of CPU."""


def measure_map(
    bundles: tuple[Bundle, ...],
    kits: dict[str, str],
    seed: int,
    n_sounds: int = N_SOUNDS,
    settings: tuple[Setting, ...] = SETTINGS,
    walks: Mapping[str, Smoothness] = MappingProxyType({}),
) -> Section:
    """Measure a bundle's map against the thesis's embeddings and against other bundles' maps.

    Parameters
    ----------
    bundles : tuple of Bundle
        The evaluated bundle, then the baselines.
    kits : dict
        From the name of a sound, as on a map, to its kit; missing names have no kit.
    seed : int
        Of the choice of sounds, the embeddings and the strokes.
    n_sounds : int
        Most sounds of the first map that are embedded.
    settings : tuple of Setting
    walks : mapping, optional
        From the name of a bundle to the steps of the sounds that are played along the strokes with detail.
    """
    if len(bundles[0].map.points) < MIN_SOUNDS:
        n = len(bundles[0].map.points)
        sentence = f"Map: it has {n} sounds, at least {MIN_SOUNDS} are needed; train on a larger library."
        return Section(NAME, TITLE, figures={}, missing=(sentence,))
    maps = {title: bundle for title, bundle in _titled(bundles).items() if len(bundle.map.points) >= MIN_SOUNDS}
    palette = palette_of(tuple(maps.values()))
    compared, picture, too_few = _compare(bundles[0], kits, palette, seed, n_sounds, settings)
    shipped = {
        title: measure_shipped(bundle, sounds_of(bundle, kits), seed)
        for title, bundle in tqdm(maps.items(), desc="maps", unit="map", disable=None)
    }
    for title, bundle in maps.items():
        heard = walks.get(bundle.name)
        shipped[title][0]["travel_with_detail"] = None if heard is None else heard.figures()
    figures = {"seed": seed, **compared, "shipped": {title: found for title, (found, _) in shipped.items()}}
    return Section(
        NAME,
        TITLE,
        figures=figures,
        tables=(embeddings_table(figures), shipped_table(figures)),
        pictures=(
            *picture,
            *_pictures(maps, {title: smoothness for title, (_, smoothness) in shipped.items()}, palette),
        ),
        missing=(*too_few, *_missing(bundles, kits)),
    )


def _titled(bundles: tuple[Bundle, ...]) -> dict[str, Bundle]:
    """Return bundles by unique titles: repeated names get a number."""
    names: Counter[str] = Counter()
    titled = {}
    for bundle in bundles:
        names[bundle.name] += 1
        n = names[bundle.name]
        titled[bundle.name if n == 1 else f"{bundle.name} ({n})"] = bundle
    return titled


def _compare(
    bundle: Bundle, kits: dict[str, str], palette: Palette, seed: int, n_sounds: int, settings: tuple[Setting, ...]
) -> tuple[dict[str, Any], tuple[Picture, ...], tuple[str, ...]]:
    """Fit and measure the embeddings; return figures, a plot, and a sentence for each that needs more sounds."""
    unseen = bundle.map.unseen
    learnt = np.arange(len(bundle.map.points)) if unseen is None or unseen.all() else np.flatnonzero(~unseen)
    chosen = learnt[draw_some(len(learnt), n_sounds, seed)]
    sounds = sounds_of(bundle, kits).take(chosen)
    n_different = len(np.unique(sounds.latents, axis=0))
    fitting = [setting for setting in settings if setting.n_needed <= n_different]
    embeddings: list[Embedding] = []
    rows = []
    for setting in tqdm(fitting, desc="embeddings", unit="map", disable=None):
        embeddings.append(fit(setting, sounds.latents, seed))
        rows.append(measure_embedding(embeddings[-1], sounds, seed))
    figures = {"n_compared": len(chosen), "latents": measure_latents(sounds), "embeddings": rows}
    missing = tuple(
        f"{setting.title}: needs {setting.n_needed} different sounds, there are {n_different}."
        for setting in settings
        if setting not in fitting
    )
    if not embeddings:
        return figures, (), missing
    names = label_names(bundle)
    png = draw_embeddings(embeddings, tuple(names[i] for i in chosen), palette)
    note = f"The same {len(chosen):,} sounds of {bundle.name} in each embedding; a point is a sound."
    return figures, (Picture("The thesis's embeddings", png, note),), missing


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


def _missing(bundles: tuple[Bundle, ...], kits: dict[str, str]) -> list[str]:
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
