"""The resources that a page can fetch. Paths are looked up in tables; none is ever used as the path of a file.

=====================  =======================================================================
``/``                  the page; its scripts and styles are beside it
``/map.json``          labels, colours, and what the next two are
``/map.bin``           points, labels and lengths of the library's sounds
``/names/NUMBER``      a block of their names
``/sounds.json``       where their audio is
``/settings.json``     the settings of a sound
``/known.bin``         the confidence over the map, computed by `latentpad.web.http_handler`
``/samples/NAME``      a sample, by its name in the history
=====================  =======================================================================
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import unquote

from latentpad.checks import MODES
from latentpad.osc.settings import SOUND_SETTINGS
from latentpad.request import Control, ScaleControl
from latentpad.samples.drop_file import read_in_drop
from latentpad.samples.history import History
from latentpad.web.bundle_view import BundleView

CONTENT_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
JSON, TEXT, BYTES, WAV = "application/json", "text/plain; charset=utf-8", "application/octet-stream", "audio/wav"

NAMES, MAX_DIGITS = "/names/", 9
SAMPLES = "/samples/"


@dataclass(frozen=True)
class Resource:
    """A response's body and what it is."""

    content_type: str
    body: bytes


class PageFiles:
    """The table of resources; the first access to one, and each access to a sample, can be slow."""

    def __init__(self, view: Callable[[], BundleView], history: History) -> None:
        self._view = view
        self._history = history
        self._static = {
            f"/{file.name}": Resource(CONTENT_TYPES[file.name.rpartition(".")[2]], file.read_bytes())
            for file in (files("latentpad.web") / "static").iterdir()
            if file.name.rpartition(".")[2] in CONTENT_TYPES
        }

    def find(self, target: str) -> Resource | None:
        """Return the resource at the target of a request; None if there is none."""
        path = unquote(path_of(target), errors="surrogateescape")  # names of files that are not UTF-8
        if path in self._static or path == "/":
            return self._static["/index.html" if path == "/" else path]
        if path == "/map.json":
            return Resource(JSON, self._view().map_json())
        if path == "/map.bin":
            return Resource(BYTES, self._view().previews.map_arrays())
        if path.startswith(NAMES):
            return self._names(path.removeprefix(NAMES))
        if path == "/sounds.json":
            return Resource(JSON, self._view().sounds_json())
        if path == "/settings.json":
            return Resource(JSON, settings_json())
        return self._sample(path)

    def is_static(self, target: str) -> bool:
        """Whether a resource is in memory: finding it takes no reading and no computing."""
        return path_of(target) in ("/", *self._static)

    def is_sample(self, target: str) -> bool:
        """Whether a resource is in the drop folder."""
        return path_of(target).startswith(SAMPLES)

    def _names(self, number: str) -> Resource | None:
        """Return a block of names; None if there is none of this number."""
        if not (number.isascii() and number.isdigit() and len(number) < MAX_DIGITS):
            return None
        try:
            return Resource(TEXT, self._view().previews.names(int(number)))
        except IndexError:
            return None

    def _sample(self, path: str) -> Resource | None:
        sample = self._history.find(path.removeprefix(SAMPLES)) if path.startswith(SAMPLES) else None
        if sample is None:
            return None
        try:
            return Resource(WAV, read_in_drop(sample.drop, sample.rendered.path))
        except OSError:
            return None


def path_of(target: str) -> str:
    """Return the path of a request's target: whatever it is, looking it up is all that is done with it."""
    return target.partition("#")[0].partition("?")[0]


def settings_json() -> bytes:
    """Return the settings of a sound as JSON."""
    return json.dumps([_setting(row) for row in SOUND_SETTINGS]).encode()


def _setting(row: Control | ScaleControl) -> dict[str, object]:
    """Return a row of ``settings.json``."""
    common = {"key": row.key, "default": row.default, "meaning": row.meaning}
    if isinstance(row, ScaleControl):
        return {**common, "modes": list(MODES)}
    return {**common, "low": row.low, "high": row.high, "whole": row.is_integer}
