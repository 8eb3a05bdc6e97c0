"""What the shelf remembers between runs: where its window was, and how it looked; ``shelf.json`` in the data folder."""

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

from latentpad.checks import is_integer
from latentpad.files import replace_file
from latentpad.paths import user_data_folder

logger = logging.getLogger(__name__)

NAME = "shelf.json"
THEMES = ("system", "dark", "light")
MIN_WIDTH, MIN_HEIGHT = 180, 140
WIDTH, HEIGHT = 320, 520
"""Pixels at scale 1."""

MIN_ZOOM, MAX_ZOOM = 50, 300

FARTHEST = 100_000
"""Pixels from the origin: farther places are damage."""

TITLE_BAR = 40
"""Pixels of a window that have to be on a screen: it is dragged by these."""


@dataclass(frozen=True)
class Place:
    """A window's place and size in pixels; left of or above the first screen, x and y are negative."""

    x: int
    y: int
    width: int
    height: int

    def geometry(self) -> str:
        """Return the place as Tk reads it."""
        return f"{self.width}x{self.height}+{self.x}+{self.y}"

    def is_visible(self, screen: "Place") -> bool:
        """Whether the title bar can be reached on the screens, which together fill `screen`."""
        middle = self.x + self.width // 2
        across = screen.x <= middle <= screen.x + screen.width
        return across and screen.y <= self.y <= screen.y + screen.height - TITLE_BAR


@dataclass(frozen=True)
class ShelfSettings:
    """How the window was left."""

    place: Place | None = None
    """None where the system chooses."""

    theme: str = "system"
    """One of THEMES."""

    zoom: int = 100
    """Percent of the size that the system asks for."""

    is_on_top: bool = True


def settings_file() -> Path:
    """Return where the settings are."""
    return user_data_folder() / NAME


def load_settings(path: Path) -> ShelfSettings:
    """Return what was saved; what is damaged has its default."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return ShelfSettings()
    found = found if isinstance(found, dict) else {}
    theme, zoom, is_on_top = (found.get(key) for key in ("theme", "zoom", "is_on_top"))
    return ShelfSettings(
        _read_place(found.get("place")),
        theme if theme in THEMES else "system",
        zoom if is_integer(zoom, MIN_ZOOM, MAX_ZOOM) else 100,
        is_on_top is not False,
    )


def save_settings(path: Path, settings: ShelfSettings) -> None:
    """Save the settings; where that is not possible, log a warning."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, json.dumps(asdict(settings), indent=1).encode())
    except OSError as error:
        logger.warning("%s cannot be written (%s); the shelf's place is not remembered", path, error.strerror)


def _read_place(found: object) -> Place | None:
    match found:
        case {"x": x, "y": y, "width": width, "height": height} if (
            is_integer(x, -FARTHEST, FARTHEST)
            and is_integer(y, -FARTHEST, FARTHEST)
            and is_integer(width, MIN_WIDTH, FARTHEST)
            and is_integer(height, MIN_HEIGHT, FARTHEST)
        ):
            return Place(x, y, width, height)
    return None
