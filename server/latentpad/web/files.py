"""What the page can fetch. Every path is looked up in a table: none of them is ever made a path of a file.

=====================  ==================================================================
``/``                  the page, and beside it its scripts and styles
``/map.json``          points, labels, colours
``/sounds.json``       names, lengths
``/settings.json``     what a sound can be made with
``/samples/NAME``      a sample, by the name under which the history knows it
=====================  ==================================================================
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import unquote, urlsplit

from latentpad.osc.settings import SOUND_SETTINGS
from latentpad.samples.history import History
from latentpad.web.previews import PreviewSource

KINDS = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
JSON, WAV = "application/json", "audio/wav"


@dataclass(frozen=True)
class Found:
    """Something that the page can have."""

    kind: str
    body: bytes


class Files:
    """Looks up what a page fetches; slow the first time, and for samples."""

    def __init__(self, hears: PreviewSource, history: History) -> None:
        self._hears = hears
        self._history = history
        self._made: dict[str, bytes] = {}
        self._static = {
            f"/{file.name}": Found(KINDS[file.name.rpartition(".")[2]], file.read_bytes())
            for file in (files("latentpad.web") / "static").iterdir()
            if file.name.rpartition(".")[2] in KINDS
        }

    def find(self, target: str) -> Found | None:
        """Give what there is at the target of a request, None if there is nothing."""
        path = unquote(urlsplit(target).path)
        if path in self._static or path == "/":
            return self._static["/index.html" if path == "/" else path]
        if path == "/map.json":
            return Found(JSON, self._once(path, self._hears.map_json))
        if path == "/sounds.json":
            return Found(JSON, self._once(path, self._hears.sounds_json))
        if path == "/settings.json":
            return Found(JSON, settings())
        return self._sample(path)

    def is_quick(self, target: str) -> bool:
        """Tell whether something is at hand, without reading or making anything."""
        return urlsplit(target).path in ("/", *self._static)

    def _once(self, path: str, make: Callable[[], bytes]) -> bytes:
        if path not in self._made:
            self._made[path] = make()
        return self._made[path]

    def _sample(self, path: str) -> Found | None:
        made = self._history.find(path.removeprefix("/samples/")) if path.startswith("/samples/") else None
        if made is None:
            return None
        try:
            return Found(WAV, made.rendered.path.read_bytes())
        except OSError:
            return None


def settings() -> bytes:
    """Give the settings of a sound as JSON."""
    rows = [
        {
            **{"key": row.key, "default": row.default, "low": row.low, "high": row.high, "meaning": row.meaning},
            "whole": row.is_integer,
        }
        for row in SOUND_SETTINGS
    ]
    return json.dumps(rows).encode()
