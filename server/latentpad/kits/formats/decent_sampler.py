"""DecentSampler presets: XML, as its developer's guide describes it (decentsampler-developers-guide.readthedocs.io).

A sample without an amplitude envelope plays to its end, whenever the key is released.
"""

from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from latentpad.kits.formats.document import encode_document
from latentpad.kits.kit import Kit, KitSample, Pad


def encode(kit: Kit, folder: Path) -> bytes:
    """Return a ``.dspreset`` that plays the wavs beside it."""
    root = Element("DecentSampler", minVersion="1.0.0")
    groups = SubElement(root, "groups")
    for pad in kit.pads:
        group = SubElement(groups, "group", name=pad.name, volume=f"{pad.level_db:.2f}dB")
        if pad.choke:
            group.attrib |= {
                "tags": f"choke{pad.choke}",
                "silencedByTags": f"choke{pad.choke}",
                "silencingMode": "fast",
            }
        for layer in pad.layers:
            for position, sample in enumerate(layer, start=1):
                SubElement(group, "sample", _attributes(pad, sample, position, len(layer)))
    return encode_document(root)


def _attributes(pad: Pad, sample: KitSample, position: int, length: int) -> dict[str, str]:
    """Return the attributes of a sample."""
    note = str(pad.note)
    turn = {"seqMode": "round_robin", "seqLength": str(length), "seqPosition": str(position)}
    return {
        "path": sample.file,
        **{"rootNote": note, "loNote": note, "hiNote": note},
        **{"loVel": str(sample.velocity[0]), "hiVel": str(sample.velocity[1])},
        "volume": f"{sample.level_db:.2f}dB",
        "ampEnvEnabled": "false",
        **(turn if length > 1 else {}),
    }
