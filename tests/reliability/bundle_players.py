"""What latentpad does with a bundle: list it, describe it, load it, and play it."""

import shutil
from io import BytesIO
from pathlib import Path

import numpy as np
import soundfile

from latentpad.bundle.bundle import load_bundle
from latentpad.bundle.summary import read_summary
from latentpad.cli.bundle_info import describe_bundle
from latentpad.daemon.memory import release_memory
from latentpad.errors import LatentpadError
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.map_files import map_document
from latentpad.player.player import Player
from latentpad.player.preview import Preview
from latentpad.player.sound_source import SoundSource
from latentpad.request import Controls, Request
from latentpad.samples.folder import Folder

MAX_LINE = 600
"""Characters of a message, beside the path of the bundle."""


def play(path: Path, work: Path) -> str:
    """Do with a bundle what latentpad does; return the lines that users see, one for each thing that was refused.

    Raises
    ------
    AssertionError
        A message is not one moderate line, or would be acted on by a terminal.
    Exception
        Whatever is not a LatentpadError.
    """
    complaints = [_complaint(path, lambda: read_summary(path)), _complaint(path, lambda: _describe(path))]
    complaints.append(_complaint(path, lambda: _play(path, work)))
    release_memory()  # as after a switch
    return "\n".join(filter(None, complaints))


def _complaint(path: Path, act: object) -> str:
    """Return the message of an act that is refused."""
    try:
        act()
    except LatentpadError as error:
        text = str(error).replace(str(path), "BUNDLE")
        assert text.isprintable(), repr(text)
        assert len(text) < MAX_LINE, text
        text.encode()
        return text
    return ""


def _describe(path: Path) -> None:
    for line in describe_bundle(path).split("\n"):
        assert line.isprintable(), repr(line)
        line.encode()


def _play(path: Path, work: Path) -> None:
    """Load a bundle and play it at several places, with all that a player offers."""
    drop = work / "drop"
    shutil.rmtree(work, ignore_errors=True)
    drop.mkdir(parents=True)
    bundle = load_bundle(path)
    player = Player(bundle, Folder(drop), work / "cache", LibraryAudio((), bundle.map.names), work / "inbox")
    player.warm_up()
    preview, refused = Preview(player.renderer, player.drop), []
    acts = [
        *(lambda x=x, y=y, controls=controls: player.play(Request(x, y, 1, controls)) for x, y, controls in PLACES),
        lambda: player.random(),
        lambda: player.kind(bundle.labels[0]),
        lambda: map_document(bundle),
        lambda: player.locate_bytes(SOUND, "tone.wav"),
        lambda: [neighbour.name for neighbour in player.nearest(0.5, 0.5, 8)],
        lambda: list(player.vary(Request(0.4, 0.4), 2)),
        lambda: [preview.map_json(), preview.map_arrays(), preview.names(0), preview.sounds_json(), preview.sound(0)],
        lambda: [
            SoundSource(bundle, player.renderer.library).read(index) for index in (0, 8, len(bundle.map.points) - 1)
        ],
    ]
    for act in acts:
        refused.append(_complaint(path, act))
    for file in drop.iterdir():
        signal, _ = soundfile.read(file, dtype="float32")
        assert len(signal)
        assert np.isfinite(signal).all()
    if any(refused):
        raise LatentpadError(" / ".join(dict.fromkeys(filter(None, refused)))[: MAX_LINE - 1])


PLACES = [
    *((x, y, Controls()) for x, y in ((0.125, 0.125), (0.5, 0.5), (0.0, 1.0))),
    (0.3, 0.2, Controls(detail=0.0)),
    (0.6, 0.7, Controls(detail=0.5, pitch=3.0, length=0.5, stereo=0.5)),
]


def _tone() -> bytes:
    buffer = BytesIO()
    time = np.arange(4000) / 8000
    soundfile.write(buffer, np.sin(2 * np.pi * 500 * time) * np.exp(-9 * time), 8000, format="WAV")
    return buffer.getvalue()


SOUND = _tone()
"""A sound of a user's own."""
