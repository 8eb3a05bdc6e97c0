"""libsndfile, made ready by one thread.

cffi, up to 2.1 at least, ends the process now and then if two threads are the first to use a function or a type.
"""

import io
from contextlib import suppress
from functools import cache
from threading import Lock

import soundfile

_lock = Lock()


def prepare_libsndfile() -> None:
    """Use what several threads may use at once: files in memory, those that are damaged, and their errors."""
    with _lock:
        _prepare()


@cache
def _prepare() -> None:
    buffer = io.BytesIO()
    soundfile.write(buffer, [0.0], 8_000, format="WAV")
    buffer.seek(0)
    soundfile.read(buffer, dtype="float32")
    with suppress(soundfile.LibsndfileError):
        soundfile.SoundFile(io.BytesIO(b"RIFF"))
    str(soundfile.LibsndfileError(1))
