"""A kit: up to 128 pads, each with the samples of its velocity layers and round robins.

Samples are wavs in the kit's folder, known by file name. Velocities are those of MIDI, 1 to 127. Samples of a pad with
equal velocities are a round robin: the pad plays one after the other. All samples play at their own pitch.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from latentpad.regular_files import is_regular, read_regular
from latentpad.samples.drop_file import MAX_BYTES

FULL = (1, 127)
"""All velocities."""


@dataclass(frozen=True)
class KitSample:
    """A wav of a pad."""

    file: str
    """Name of the wav in the kit's folder."""

    n_samples: int
    """Length of each channel."""

    sample_rate: int
    """In hertz."""

    velocity: tuple[int, int] = FULL
    """Lowest and highest velocity that plays it."""

    round_robin: int = 0
    """Place among the samples with the same velocities, from 0."""

    level_db: float = 0.0
    """Gain in decibels."""


@dataclass(frozen=True)
class Pad:
    """A pad, that is, a MIDI note."""

    name: str
    note: int
    """MIDI note, 0 to 127; no two pads of a kit have the same."""

    samples: tuple[KitSample, ...]

    kind: str = ""
    """Kind of the sound, a label of the map."""

    choke: int = 0
    """Pads with the same choke group cut each other off; 0 = no group."""

    level_db: float = 0.0
    """Gain in decibels, of all samples."""

    @property
    def layers(self) -> tuple[tuple[KitSample, ...], ...]:
        """The velocity layers from soft to loud, each with its round robin in order."""
        ranges = sorted({sample.velocity for sample in self.samples})
        return tuple(
            tuple(sorted((one for one in self.samples if one.velocity == found), key=lambda one: one.round_robin))
            for found in ranges
        )

    def gain_db(self, sample: KitSample) -> float:
        """Return the gain of one of the samples with that of the pad, in decibels."""
        return self.level_db + sample.level_db


@dataclass(frozen=True)
class Kit:
    """Pads that belong together."""

    name: str
    pads: tuple[Pad, ...]

    creator: str = "latentpad"
    licence: str = ""
    """Licence of the sounds, empty if it is not known."""

    def samples(self) -> Iterator[KitSample]:
        """Yield the samples of all pads."""
        for pad in self.pads:
            yield from pad.samples

    def present(self, folder: Path) -> "Kit":
        """Return the kit with those samples only whose wavs are in the folder.

        Layers next to a missing one take its velocities; pads without samples are left out.
        """
        pads = (
            replace(pad, samples=_spread(one for one in pad.samples if is_regular(folder / one.file)))
            for pad in self.pads
        )
        return replace(self, pads=tuple(pad for pad in pads if pad.samples))


def read_wav(folder: Path, file: str) -> bytes:
    """Return the content of a wav of a kit (raises OSError, also if it is a link)."""
    return read_regular(folder / file, MAX_BYTES)


def _spread(samples: Iterable[KitSample]) -> tuple[KitSample, ...]:
    """Return samples whose velocities have no gaps: the lowest of a layer follows the highest of the one below."""
    kept = tuple(samples)
    if not kept:
        return ()
    ranges = sorted({one.velocity for one in kept})
    lows = [FULL[0], *(low for low, _ in ranges[1:])]
    highs = [*(low - 1 for low in lows[1:]), FULL[1]]
    spread = dict(zip(ranges, zip(lows, highs, strict=True), strict=True))
    return tuple(replace(one, velocity=spread[one.velocity]) for one in kept)
