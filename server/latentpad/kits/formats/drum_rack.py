"""Drum Racks of Ableton Live 12.1 and later: gzipped XML, in which each pad is a Simpler.

The format is not documented, and elements that Live does not expect make it refuse a file. The templates are therefore
from files that Live saved, with other values: ``rack.xml`` and ``pad.xml`` from a Drum Rack of Live 12.1.5, the Simpler
of a pad and its samples (``zone.xml``) from a preset. Both come with the package ableton-device-creator 3.0.0
(Copyright (c) 2025-2026 Ben Juodvalkis, MIT licence: ``templates/LICENSE.txt``). The rack's version stands in the file:
the Simpler, of a beta of 12.2, has the elements of a Sampler of 12.1.5.

* Notes count down: ``ReceivingNote`` is 128 - note. ``SendingNote`` 60 is the root of all samples.
* Paths are relative to the rack (``RelativePathType`` 1), with forward slashes; ``OriginalCrc`` 0 is computed by Live.
* A pad with one sample is in one-shot mode. One with more is a multi-sample, which Simpler plays in classic mode; its
  release is as long as it can be, so that a released pad sounds to its end.
"""

import functools
import gzip
from pathlib import Path
from xml.sax.saxutils import escape

from latentpad.kits.kit import Kit, KitSample, Pad

TEMPLATES = Path(__file__).parent / "templates"

ONE_SHOT, CLASSIC = 1, 0
"""Values of ``PlaybackMode``."""

LEVEL = 6
"""Of the compression; 9 takes six times as long and saves 5 %."""

LOUDEST, SOFTEST = 1.99526238, 0.0003162277571
"""Range of a volume: 6 and -70 dB."""


def encode(kit: Kit, folder: Path) -> bytes:
    """Return an ``.adg`` that plays the wavs beside it; equal kits give equal bytes."""
    pads = "".join(_pad(index, pad, folder) for index, pad in enumerate(kit.pads))
    return gzip.compress(_template("rack").format(pads=pads).encode(), LEVEL, mtime=0)


def _pad(index: int, pad: Pad, folder: Path) -> str:
    """Return a pad with its samples."""
    samples = [sample for layer in pad.layers for sample in layer]
    return _template("pad").format(
        id=index,
        name=_quoted(pad.name),
        zones="".join(_zone(number, sample, folder) for number, sample in enumerate(samples)),
        round_robin=str(len(samples) > len(pad.layers)).lower(),
        playback_mode=ONE_SHOT if len(samples) == 1 else CLASSIC,
        volume=_linear(pad.level_db),
        receiving_note=128 - pad.note,
        choke=pad.choke,
    )


def _zone(number: int, sample: KitSample, folder: Path) -> str:
    """Return a sample of a pad."""
    return _template("zone").format(
        id=number,
        name=_quoted(Path(sample.file).stem),
        selected=str(number == 0).lower(),
        low=sample.velocity[0],
        high=sample.velocity[1],
        volume=_linear(sample.level_db),
        file=_quoted(sample.file),
        n_bytes=(folder / sample.file).stat().st_size,
        n_samples=sample.n_samples,
        last=max(0, sample.n_samples - 1),
        sample_rate=sample.sample_rate,
    )


@functools.cache
def _template(name: str) -> str:
    return (TEMPLATES / f"{name}.xml").read_text(encoding="utf-8")


def _linear(gain_db: float) -> str:
    return f"{min(LOUDEST, max(SOFTEST, 10 ** (gain_db / 20))):.9f}"


def _quoted(text: str) -> str:
    """Return a text as the value of an attribute in double quotes."""
    return escape(text, {'"': "&quot;"})
