"""The multi-sample format of Bitwig and PreSonus (github.com/bitwig/multisample): a zip of wavs and their mapping.

The wavs are copied into it, uncompressed, as the specification asks, so that they can be streamed. It has neither choke
groups nor one-shots: those are settings of the sampler that loads it.
"""

import io
import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from latentpad.kits.formats.document import add_texts, encode_document
from latentpad.kits.kit import Kit, KitSample, Pad, read_wav


def encode(kit: Kit, folder: Path) -> bytes:
    """Return a ``.multisample`` with the wavs of the folder; equal kits give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(_entry("multisample.xml"), mapping(kit))
        for name in sorted({sample.file for sample in kit.samples()}):
            archive.writestr(_entry(name), read_wav(folder, name))
    return buffer.getvalue()


def mapping(kit: Kit) -> bytes:
    """Return the content of ``multisample.xml``."""
    root = Element("multisample", name=kit.name)
    add_texts(root, generator="latentpad", category="Drums", creator=kit.creator, description=kit.licence)
    add_texts(SubElement(root, "keywords"), keyword="drums")
    for pad in kit.pads:
        SubElement(root, "group", name=pad.name)
    for index, pad in enumerate(kit.pads):
        for layer in pad.layers:
            for sample in layer:
                _add_sample(root, pad, sample, index, "round-robin" if len(layer) > 1 else "always-play")
    return encode_document(root)


def _add_sample(root: Element, pad: Pad, sample: KitSample, group: int, zone_logic: str) -> None:
    """Append a sample, which the schema gives four children in this order, the last of them optional."""
    attributes = {
        "file": sample.file,
        "gain": f"{pad.gain_db(sample):.3f}",
        "group": str(group),
        "sample-start": "0.000",
        "sample-stop": f"{sample.n_samples:.3f}",
        "zone-logic": zone_logic,
    }
    element, note = SubElement(root, "sample", attributes), str(pad.note)
    SubElement(element, "key", root=note, low=note, high=note, track="1")
    SubElement(element, "velocity", low=str(sample.velocity[0]), high=str(sample.velocity[1]))
    SubElement(element, "select")


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an entry without the time of writing."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    return entry
