"""Messages between a page and the daemon: JSON arrays that begin with an address, and sounds as bytes.

Addresses that begin with ``/latentpad/`` are those of the OSC protocol. The page's own are

========================================  =======================================================
page to daemon
``/page/hear id "place" x y``             play a point with the current settings
``/page/hear id "blend" x y weight ...``  play the blend of points with the current settings
``/page/hear id "morph" path x y amount`` play the way from a sound of the inbox to a point
``/page/hear id "sound" index``           play a sound of the library
``/page/hear id "sample" name``           play a sample; the newest of these requests wins, and the newest of all others
``/page/place id x y``                    ask what the sound of a point would be made of
``/page/samples``                         ask for the samples
``/page/show name``                       show a sample in the system's file manager
``/page/show/folder``                     open the folder for new samples there
``/page/shelf``                           it is a shelf: a small window to drag samples from
``/page/quit``                            have latentpad end, if it can
``/page/shelf/open``                      open a shelf, or bring the one that is open to the front
``/page/listens rank idle midi``          whether it can play what others make (`latentpad.web.loudspeaker`),
                                          seconds since it was used, and whether it takes MIDI
``/page/monitor on``                      1 to receive the OSC monitor's messages, 0 to stop
daemon to page
``/page/ports port reply_port``           where OSC comes in, and the default port for replies
``/page/plays others notes``              1 if this page plays the samples that others make, the notes of MIDI
``/page/ready``                           sounds can be rendered
``/page/shelf``                           a shelf can be opened
``/page/quits``                           pages can have latentpad end: it runs without a terminal
``/page/kits [sample ...]``               to a shelf: the samples of this session's kits, oldest first
``/page/raise``                           to a shelf: come to the front
``/page/place id [name ...] pitch sure``  the names of its parents, its pitch in Hz (0 = none), how sure its sound is
``/page/samples [sample ...]``            all samples, oldest first
``/page/monitor [entry ...]``             number, whether it came in, the other side, address, arguments
``/page/silent id text``                  why nothing plays
``/page/wrong text``                      any other error
========================================  =======================================================

Each ``/latentpad/done`` also carries the sample, as in ``/page/samples``: `to_json`. A sound: id, sample rate in Hz and
number of channels (uint32 each), then the samples of each channel (float32), all little-endian. A page sends files of
the user's own as bytes, too: `latentpad.web.uploads`. They are answered with ``/latentpad/located``. Messages
about imports are listed in `latentpad.web.imports.page`.
"""

import json
import math
import os
import struct
from pathlib import Path
from typing import Any

import numpy as np

from latentpad.daemon.monitor import Entry
from latentpad.errors import OscError
from latentpad.kits.pads import PLACES
from latentpad.osc.wire import Argument, Message
from latentpad.samples.history import Sample
from latentpad.samples.recipe_source import source_to_dict

HEADER = struct.Struct("<III")


def decode(text: str, max_text: int = 65536) -> Message:
    """Decode a message of a page of at most so many characters (raises OscError)."""
    try:
        content = json.loads(text) if len(text) <= max_text else None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, list) or not content or not isinstance(content[0], str):
        raise OscError("wire", "a page's message must be a JSON array that begins with an address")
    address, *args = content
    if not all(isinstance(value, int | float | str) for value in args):
        raise OscError("wire", f"{address[:64]}: arguments must be numbers or strings")
    if any(isinstance(value, int) and abs(value) >= 2**63 for value in args):
        raise OscError("number", f"{address[:64]}: an integer must fit in 64 bits")
    if not all(_is_whole(value) for value in content if isinstance(value, str)):
        raise OscError("wire", f"{address[:64]!a}: a text has half a character (a surrogate), which no file name has")
    return Message(address, tuple(_single(value) for value in args))


def encode(address: str, *values: Any) -> str:
    """Encode a message for a page."""
    return json.dumps([address, *values], allow_nan=False)


def encode_sound(id: int, signal: Any, sample_rate: int) -> bytes:
    """Encode a sound [n_samples] or [n_samples, n_channels] for a page."""
    channels = np.atleast_2d(np.asarray(signal, dtype="<f4").T)
    return HEADER.pack(id, sample_rate, len(channels)) + channels.tobytes()


def to_json(sample: Sample) -> dict[str, Any]:
    """Return a sample as a JSON object."""
    rendered = sample.rendered
    request = rendered.request
    return {
        "name": sample.name,
        "path": str(rendered.path),
        "kept": str(sample.kept) if sample.kept else None,
        "keptName": sample.kept.stem if sample.kept else None,
        "undone": sample.undone,
        "bundle": sample.bundle,
        "batch": sample.batch,
        "kit": sample.kit,
        "note": _note(rendered.path) if sample.kit else 0,
        "x": request.x,
        "y": request.y,
        **request.settings,
        "sampleRate": rendered.sample_rate,
        "nSamples": rendered.n_samples,
        "confidence": float(rendered.confidence),
        "pitchHz": float(rendered.pitch_hz),
        "parents": list(rendered.parents),
        "source": source_to_dict(request.source) if request.source else None,
    }


def _note(path: Path) -> int:
    """Return the note of a kit's sample, which its name tells, such as ``01 Kick.wav``; 0 if it is not a drum's."""
    name = path.stem.partition(" ")[2]
    return next((place.note for places in PLACES.values() for place in places if place.name == name), 0)


def monitor_row(entry: Entry) -> list[Any]:
    """Return an entry of the OSC monitor as a JSON array."""
    return [entry.number, entry.incoming, entry.peer, entry.address, [_json_value(value) for value in entry.args]]


def _json_value(value: Argument) -> int | float | str | None:
    if isinstance(value, bytes):
        return f"{len(value)} raw bytes"
    if isinstance(value, str):
        return value[:200]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _is_whole(text: str) -> bool:
    """Whether a text could name a file; those of names that are not UTF-8 have surrogates for single bytes."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return True


def _single(value: Argument) -> Argument:
    """Round a number to single precision, as OSC does, so that page and OSC give the same bytes."""
    if not isinstance(value, float):
        return value
    try:
        (single,) = struct.unpack("f", struct.pack("f", value))
    except OverflowError:
        return math.inf
    return float(single)
