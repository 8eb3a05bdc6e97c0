"""Samples played on the computer's own output, through PortAudio.

The shelf plays by itself instead of asking a page: no page need be open, and browsers stay silent until they have been
clicked. PortAudio is in sounddevice's wheels for macOS and Windows; on Linux it is a package of the system.
"""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from types import ModuleType
from typing import Any

import soundfile

from latentpad.errors import one_line
from latentpad.samples.drop_file import open_wav_in_drop
from latentpad.shelf.dragging import missing_text
from latentpad.shelf.overview import MAX_SECONDS

NO_PORTAUDIO = "To hear samples, install PortAudio (Debian, Ubuntu: sudo apt install libportaudio2; Fedora: portaudio)"
NO_OUTPUT = "There is no audio output."
NO_SOUNDDEVICE = 'To hear samples: pip install sounddevice, or latentpad with the extra "shelf"'


def load_sounddevice() -> ModuleType:
    """Import sounddevice (raises ImportError; OSError without PortAudio)."""
    import sounddevice  # in the extra "shelf"; it opens PortAudio, which takes a moment

    module: ModuleType = sounddevice
    return module


class Speaker:
    """Plays one file at a time, in a thread of its own: a new one ends the one before.

    Parameters
    ----------
    tell : callable
        Takes a line of text if something cannot be played, in the thread.
    load : callable, optional
        Imports sounddevice.
    """

    def __init__(self, tell: Callable[[str], None], load: Callable[[], Any] = load_sounddevice) -> None:
        self._tell, self._load = tell, load
        self._wanted: SimpleQueue[Path | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="latentpad-shelf-play", daemon=True)
        self._thread.start()

    def play(self, path: Path) -> None:
        """Play a file."""
        self._wanted.put(path)

    def stop(self) -> None:
        """Be silent."""
        self._wanted.put(None)

    def _run(self) -> None:
        device = None
        while True:
            path = self._wanted.get()
            while not self._wanted.empty():
                path = self._wanted.get()
            try:
                device = device or self._load()
                device.stop()
                if path is not None:
                    device.play(*_read(path))
            except Exception as error:  # noqa: BLE001 - whatever the audio system has, the window goes on
                self._tell(_told(error, path))


def _read(path: Path) -> tuple[Any, int]:
    """Return signal [n_samples, n_channels] and sampling rate of a wav."""
    with open_wav_in_drop(path.parent, path) as file, soundfile.SoundFile(file) as sound:
        return sound.read(int(MAX_SECONDS * sound.samplerate), dtype="float32", always_2d=True), sound.samplerate


def _told(error: Exception, path: Path | None) -> str:
    """Return what to say where a file cannot be played."""
    match error:
        case ImportError():
            return NO_SOUNDDEVICE
        case FileNotFoundError() if path is not None:
            return missing_text([path])
        case OSError() if "PortAudio" in str(error) and sys.platform not in ("darwin", "win32"):
            return NO_PORTAUDIO
    if "querying device -1" in str(error):  # PortAudio's words for no default device
        return NO_OUTPUT
    return f"This cannot be played: {one_line(error)}"
