"""Texture and time: whether played sounds are as rough, as sudden and as long as the real ones at the same points."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from latentpad_export.evaluate.report.section import Cell, Picture, Section, Table
from latentpad_export.evaluate.sections.pitch import measure_tones
from latentpad_export.evaluate.sections.time_plots import draw_descriptors
from latentpad_export.evaluate.subjects.reference_sounds import ReferenceSounds
from latentpad_export.evaluate.subjects.subject import Pairs, Subject

ALL = "(all)"
RATIOS = ("texture", "attack", "decay", "duration", "centroid")
"""Descriptors that are given as a ratio of the real ones."""

NOTE = (
    "Sounds of the map at their own points, over the same real sounds: 1 is as the real ones. Texture: how far an "
    "audible band is from the middle of its neighbours in time, median; blur is below 1. The others: median of the "
    "ratio sound by sound. Attacks below 5 ms all count as about 5 ms."
)
BLUR_NOTE = (
    "Over the texture of the real sounds. The mean alone, with phases that add nothing, is the blur of the model; "
    "Griffin-Lim from random phases roughens it, in a way that has nothing to do with the sound."
)
PRE_ECHO_NOTE = (
    "Energy of the 10 ms before the attack in dB of the 10 ms after; -60 is silence. Nine of ten lie below. Real "
    "sounds are cut 1.5 ms before they begin."
)


def measure_times(contenders: tuple[Subject, ...], reality: ReferenceSounds, seed: int) -> Section:
    """Compare played sounds with the real ones."""
    missing = []
    if not len(contenders[0].on.indices):
        missing.append(
            f"Texture and time: no sound of {reality.name} is on the map of {contenders[0].name}; "
            "lay the library out with latentpad map."
        )
    labels = np.array([*reality.labels, ""])
    bundles: dict[str, Any] = {}
    for c in contenders:
        own = labels[c.on.indices]
        names = [ALL, *sorted({label for label in own if label})]
        bundles[c.name] = {
            name: ratios(c.on, np.ones(len(own), dtype=bool) if name == ALL else own == name) for name in names
        }
    tones, table = measure_tones(contenders, seed)
    for c in contenders:
        bundles[c.name][ALL] |= {"texture_of_mean": texture_of_mean(c.on)}
    tables = (
        []
        if missing
        else [_table(contenders, bundles), _texture_table(contenders, bundles), _pre_echo_table(contenders)]
    )
    figures = {"bundles": bundles, "tones": tones}
    pictures = () if missing else (Picture("Over time", draw_descriptors(contenders)),)
    return Section("time", "Texture and time", figures, (*tables, table), pictures, missing=tuple(missing))


def ratios(pairs: Pairs, members: NDArray[np.bool_]) -> dict[str, Cell]:
    """Give each descriptor of the played sounds over that of the real ones; levels as they are.

    The ratio of texture is one of medians: a single sound has too few frames. The others are medians of ratios.
    """
    chosen = members & pairs.played.sounding & pairs.real.sounding
    found: dict[str, Cell] = {"sounds": int(members.sum()), "silent": int((members & ~pairs.played.sounding).sum())}
    if not chosen.any():
        return found
    for name in RATIOS:
        made, real = pairs.played.column(name)[chosen], pairs.real.column(name)[chosen]
        if name == "texture":
            found[name] = _over(float(np.nanmedian(made)), float(np.nanmedian(real)))
        else:
            found[name] = float(np.median((made + TINY) / (real + TINY)))
    attacks = [heard.column("attack")[chosen] + TINY for heard in (pairs.played, pairs.real)]
    within = np.abs(np.log(attacks[0] / attacks[1]))
    found["attack_within_20_percent"] = float((within <= np.log(1.2)).mean())
    return found


TINY = 2e-4
"""Seconds (or hertz) added to both sides, so that clicks do not divide by zero."""


def _over(made: float, real: float) -> float | None:
    """Divide where there is something."""
    return made / real if np.isfinite(made) and np.isfinite(real) and real > 0 else None


def _table(contenders: tuple[Subject, ...], figures: dict[str, Any]) -> Table:
    """Set the descriptors of all bundles side by side, by label."""
    columns = ["label", "sounds", *(f"{what}: {c.name}" for what in RATIOS for c in contenders)]
    rows = []
    for label, first in figures[contenders[0].name].items():
        found = [figures[c.name].get(label, {}).get(what) for what in RATIOS for c in contenders]
        rows.append((label, first["sounds"], *found))
    return Table("Over the real sounds", tuple(columns), tuple(rows), NOTE)


def texture_of_mean(pairs: Pairs) -> float | None:
    """Give the texture of the decoder's mean over that of the real sounds."""
    both = pairs.smooth.sounding & pairs.real.sounding
    if not both.any():
        return None
    made, real = (heard.column("texture")[both] for heard in (pairs.smooth, pairs.real))
    return _over(float(np.nanmedian(made)), float(np.nanmedian(real)))


def _texture_table(contenders: tuple[Subject, ...], figures: dict[str, Any]) -> Table:
    """Tell the texture of the model from that of the way to a sound."""
    rows = [(c.name, figures[c.name][ALL].get("texture"), figures[c.name][ALL]["texture_of_mean"]) for c in contenders]
    return Table("Texture and blur", ("", "as it is played", "its decoder's mean alone"), tuple(rows), BLUR_NOTE)


def _pre_echo_table(contenders: tuple[Subject, ...]) -> Table:
    """Give what precedes attacks."""
    rows: list[tuple[Cell, ...]] = []
    for c in contenders:
        for name, heard in ((c.name, c.on.played), *([("real", c.on.real)] if c is contenders[0] else [])):
            values = heard.column("pre_echo")[heard.sounding]
            if len(values):
                rows.append((name, float(np.median(values)), float(np.percentile(values, 90))))
    return Table("Before the attack", ("sounds", "median dB", "nine of ten dB"), tuple(rows), PRE_ECHO_NOTE)
