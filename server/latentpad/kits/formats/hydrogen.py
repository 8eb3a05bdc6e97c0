"""Drum kits of Hydrogen 1.2 (hydrogen-music.org): a tar of wavs and ``drumkit.xml``, valid by the schema it comes with.

Its layers have velocities from 0 to 1. Layers with equal velocities take turns.
"""

import io
import tarfile
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from latentpad.kits.formats.document import add_texts, encode_document
from latentpad.kits.kit import FULL, Kit, Pad, read_wav
from latentpad.samples.file_names import file_stem

NAMESPACE = "http://www.hydrogen-music.org/drumkit"
UNKNOWN_LICENCE = "undefined license"
"""Hydrogen's own words."""

MAX_LAYERS = 16
"""Samples per instrument."""


def encode(kit: Kit, folder: Path) -> bytes:
    """Return an ``.h2drumkit`` with the wavs of the folder; equal kits give equal bytes."""
    buffer, stem = io.BytesIO(), file_stem(kit.name)
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT, encoding="utf-8") as archive:
        _add(archive, f"{stem}/drumkit.xml", drumkit(kit))
        for name in sorted({sample.file for sample in kit.samples()}):
            _add(archive, f"{stem}/{name}", read_wav(folder, name))
    return buffer.getvalue()


def drumkit(kit: Kit) -> bytes:
    """Return the content of ``drumkit.xml``."""
    root = Element("drumkit_info", xmlns=NAMESPACE)
    add_texts(root, name=kit.name, author=kit.creator, info="", license=kit.licence or UNKNOWN_LICENCE)
    add_texts(root, image="", imageLicense=UNKNOWN_LICENCE)
    component = SubElement(SubElement(root, "componentList"), "drumkitComponent")
    add_texts(component, id=0, name="Main", volume="1.0")
    instruments = SubElement(root, "instrumentList")
    for number, pad in enumerate(kit.pads):
        _add_instrument(instruments, number, pad)
    return encode_document(root)


def _add_instrument(instruments: Element, number: int, pad: Pad) -> None:
    """Append a pad, its elements in the order of the schema."""
    element = SubElement(instruments, "instrument")
    turns = any(len(layer) > 1 for layer in pad.layers)
    add_texts(element, id=number, name=pad.name, volume=_linear(pad.level_db), isMuted="false", isSoloed="false")
    add_texts(element, pan="0.0", pitchOffset="0.0", randomPitchFactor="0.0", gain="1.0", applyVelocity="true")
    add_texts(element, filterActive="false", filterCutoff="1.0", filterResonance="0.0")
    add_texts(element, Attack=0, Decay=0, Sustain="1.0", Release=1000, muteGroup=pad.choke - 1)
    add_texts(element, midiOutChannel=-1, midiOutNote=pad.note, isStopNote="false")
    add_texts(
        element, sampleSelectionAlgo="ROUND_ROBIN" if turns else "VELOCITY", isHihat=-1, lower_cc=0, higher_cc=127
    )
    component = SubElement(element, "instrumentComponent")
    add_texts(component, component_id=0, gain="1.0")
    for sample in [sample for layer in pad.layers for sample in layer][:MAX_LAYERS]:
        low, high = sample.velocity
        layer = SubElement(component, "layer")
        add_texts(layer, filename=sample.file)
        add_texts(layer, min="0.0" if low <= FULL[0] else f"{(low - 0.5) / FULL[1]:.6f}")
        add_texts(layer, max="1.0" if high >= FULL[1] else f"{(high + 0.5) / FULL[1]:.6f}")
        add_texts(layer, gain=_linear(sample.level_db), pitch="0.0")


def _linear(gain_db: float) -> str:
    return f"{10 ** (gain_db / 20):.6f}"


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    """Add a file without owner and time of writing."""
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
