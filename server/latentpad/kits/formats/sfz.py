"""SFZ (sfzformat.com): plain text, read by sfizz, sforzando, Sitala's and TX16Wx's importers, LinuxSampler and others.

Only opcodes of SFZ 1, with ``seq_length`` and ``seq_position`` for round robins. A pad's kind is a comment. A sample's
name ends at the end of its line, or at a word followed by ``=``; ``$`` begins a macro.
"""

from pathlib import Path

from latentpad.kits.kit import Kit, KitSample, Pad

LOUDEST, SOFTEST = 6.0, -144.0
"""Range of ``volume`` in SFZ 1, in decibels."""


def encode(kit: Kit, folder: Path) -> bytes:
    """Return an SFZ file that plays the wavs beside it."""
    lines = [f"// {kit.name}", "", "<global>", "loop_mode=one_shot"]
    for pad in kit.pads:
        lines += ["", f"// {pad.name}", "<group>", f"key={pad.note}"]
        lines += [f"// kind: {pad.kind}"] if pad.kind else []
        lines += [f"group={pad.choke}", f"off_by={pad.choke}"] if pad.choke else []
        for layer in pad.layers:
            for position, sample in enumerate(layer, start=1):
                lines += _region(pad, sample, position, len(layer))
    return ("\n".join(lines) + "\n").encode()


def _region(pad: Pad, sample: KitSample, position: int, length: int) -> list[str]:
    """Return the lines of a sample, whose name comes last on a line of its own."""
    gain = min(LOUDEST, max(SOFTEST, pad.gain_db(sample)))
    return [
        "<region>",
        f"lovel={sample.velocity[0]} hivel={sample.velocity[1]} volume={gain:.2f}",
        *([f"seq_length={length} seq_position={position}"] if length > 1 else []),
        f"sample={sample.file}",
    ]
