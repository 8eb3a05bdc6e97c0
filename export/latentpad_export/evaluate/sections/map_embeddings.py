"""The maps of the same sounds: embeddings that are fitted and measured one by one, beside the rest of an evaluation."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from latentpad.bundle.bundle import Bundle
from latentpad.errors import install_advice
from latentpad.synth.decoder import Decoder
from latentpad_export.evaluate.background import Background
from latentpad_export.evaluate.cache import Arrays, Cache
from latentpad_export.evaluate.metrics.bootstrap import mean
from latentpad_export.evaluate.metrics.estimate import intervals_of, with_intervals
from latentpad_export.evaluate.sections.map_measures import (
    N_INVERTED,
    Effort,
    Sounds,
    decoded_distances,
    draw_some,
    measure_errors,
    measure_played,
    measure_points,
    sounds_of,
)
from latentpad_export.evaluate.subjects.decoded_map import DecodedMap, as_map
from latentpad_export.evaluate.subjects.embedding_settings import PACMAP, SETTINGS, UMAP, Setting
from latentpad_export.evaluate.subjects.embeddings import Embedding, fit, has_pacmap
from latentpad_export.evaluate.worker_process import Job, Work
from latentpad_export.layout.embedding import decode
from latentpad_export.layout.excerpts import Decoded, Excerpts, excerpt_frames

MOSTLY_UNSEEN = 0.5
"""Share of unseen sounds above which a map is of another library than the model's, and all its sounds are laid out."""

N_SOUNDS = 1_000
"""Sounds that all embeddings are fitted to: with 1,500, the nine t-SNE settings alone take three minutes of CPU."""


@dataclass(frozen=True)
class Compared:
    """Some sounds of a bundle's map, all of which every embedding lays out."""

    bundle: Bundle
    chosen: NDArray[np.int64]
    """[n] which of its sounds."""

    sounds: Sounds
    effort: Effort
    seed: int

    @cached_property
    def decoder(self) -> Decoder:
        """The decoder of the bundle; not pickled."""
        return Decoder(self.bundle)

    @cached_property
    def decoded(self) -> dict[int, NDArray[np.float32]]:
        """Decoded spectrograms of some of the sounds; not pickled."""
        return {}

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what each process has for itself."""
        return {name: value for name, value in vars(self).items() if name not in ("decoder", "decoded")}

    @property
    def n_different(self) -> int:
        """Number of different latents."""
        return len(np.unique(self.sounds.latents, axis=0))

    def played(self, points: NDArray[np.floating]) -> DecodedMap:
        """Return a map of the sounds at other points [n, 2], as the pad plays it."""
        layout = as_map(points, self.sounds.latents)
        return DecodedMap(layout, self.decoder, self.bundle.representation, self.decoded)

    def decode(self, latents: NDArray[np.floating]) -> Decoded:
        """Return what latents sound like, as a layout compares it."""
        representation = self.bundle.representation
        found = decode(self.decoder.session, latents.astype(np.float32), representation.top_db)
        return Decoded(found["heard"], Excerpts(found["excerpts"], excerpt_frames(representation.n_frames)[1]))


class Laid(NamedTuple):
    """An embedding as it was measured."""

    setting: Setting
    points: NDArray[np.float64]
    """[n, 2] in [0, 1]²."""

    figures: dict[str, Any]


def choose_sounds(bundle: Bundle, kits: Mapping[str, str], seed: int, n_sounds: int, effort: Effort) -> Compared:
    """Choose sounds that the bundle was trained on, or any if it is not known which or most are not, as in `map`."""
    unseen = bundle.map.unseen
    whole = unseen is None or np.mean(unseen) > MOSTLY_UNSEEN
    learnt = np.arange(len(bundle.map.points)) if unseen is None or whole else np.flatnonzero(~unseen)
    chosen = learnt[draw_some(len(learnt), n_sounds, seed)]
    small = as_map(bundle.map.points[chosen], bundle.map.latents[chosen])
    # Without the encoder and the recordings, which processes would be sent in vain.
    bare = replace(bundle, map=small, encoder=b"", vocoder=None, palette=None)
    return Compared(bare, chosen, sounds_of(bundle, kits).take(chosen), effort, seed)


def measure_setting(compared: Compared, setting: Setting) -> Arrays:
    """Fit an embedding and measure it; the points, and the figures as JSON."""
    embedding = fit(setting, compared.sounds.latents, compared.seed, compared.decode)
    played = compared.played(embedding.points)
    figures = {
        "setting": setting.title,
        "method": setting.method,
        "settings": setting.settings,
        **measure_points(embedding.points, compared.sounds),
        "inverse": _measure_own(embedding, played, compared),
        **measure_played(
            played, np.arange(len(embedding.points)), compared.sounds.units, compared.effort, compared.seed
        )[0],
    }
    found = json.dumps({"figures": figures, "intervals": intervals_of(figures)})
    return {"points": embedding.points, "figures": np.array(found)}


def _measure_own(embedding: Embedding, played: DecodedMap, compared: Compared) -> dict[str, Any] | None:
    """Measure the method's own inverse, and the pad's at the same points: a few of them if it is umap-learn's."""
    if embedding.inverse is None:
        return None
    n = N_INVERTED if embedding.setting.method == UMAP else compared.effort.n_decoded
    rows, latents = draw_some(len(embedding.points), n, compared.seed), compared.sounds.latents
    units, found = compared.sounds.units[rows], {}
    for name, back in (("own", embedding.inverse(embedding.points[rows])), ("pad", played.latents_left_out(rows))):
        errors = measure_errors(latents[rows], back, latents, units)
        heard = decoded_distances(played, rows, back) if np.isfinite(back).all() else None
        found[name] = {**errors, "decoded_db": None if heard is None else mean(heard, units)}
    return {**found["own"], "pad_left_out": found["pad"]}


def possible(settings: Iterable[Setting], n_different: int) -> tuple[tuple[Setting, ...], tuple[str, ...]]:
    """Return the settings that can be fitted, and sentences on the others."""
    settings, sentences = tuple(settings), []
    if not has_pacmap() and any(setting.method == PACMAP for setting in settings):
        settings = tuple(setting for setting in settings if setting.method != PACMAP)
        sentences.append(f"PaCMAP: needs the package pacmap; {install_advice('maps')}.")
    few = [setting for setting in settings if setting.n_needed > n_different]
    if few:
        needs = ", ".join(f"{what}: {n}" for what, n in sorted({setting.need for setting in few}))
        what = f"Embeddings, {len(few)} of {len(settings)}"
        sentences.append(f"{what}: they need more different sounds than the map has, {n_different} ({needs}).")
    return tuple(setting for setting in settings if setting not in few), tuple(sentences)


class Embeddings:
    """The embeddings of the first bundle's sounds; in its block, processes work on them.

    Parameters
    ----------
    compared : Compared
    cache : Cache
    settings : tuple of Setting
    n_processes : int, optional
        As in `latentpad_export.evaluate.background.Background`.
    """

    def __init__(
        self,
        compared: Compared,
        cache: Cache,
        settings: tuple[Setting, ...] = SETTINGS,
        n_processes: int | None = None,
    ) -> None:
        self.compared = compared
        self.settings, self.missing = possible(settings, compared.n_different)
        longest_first = sorted(self.settings, key=lambda setting: -float(setting.options.get("max_iter", 0)))
        jobs = [Job(setting.key, setting.title, setting) for setting in longest_first]
        self.background = Background("embeddings", Work(cache, measure_setting, compared), jobs, n_processes)

    def collect(self) -> tuple[tuple[Laid, ...], tuple[str, ...]]:
        """Return the embeddings, and sentences on those that are missing."""
        found, laid, lost = self.background.collect(), [], []
        for setting in self.settings:
            arrays = found[setting.key]
            if arrays is None:
                lost.append(
                    f"{setting.title}: its process ended by itself; close other programs, which may free memory."
                )
            else:
                measured = json.loads(str(arrays["figures"]))
                figures = with_intervals(measured["figures"], measured["intervals"])
                laid.append(Laid(setting, arrays["points"], figures))
        return tuple(laid), (*self.missing, *lost)
