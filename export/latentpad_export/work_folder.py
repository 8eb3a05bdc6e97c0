"""The work folder of a run, beside the bundle it makes, from which an interrupted run goes on."""

import json
import shutil
from pathlib import Path
from typing import Any

from latentpad.files import replace_file
from latentpad_export.errors import TrainingError

SETTINGS = "settings.json"


def open_work_folder(output: Path, settings: dict[str, Any]) -> Path:
    """Make the folder, or take the one that an interrupted run with the same settings left.

    Raises
    ------
    TrainingError
        The folder belongs to a run with other settings, or cannot be made.
    """
    work = output.with_name(output.name + ".work")
    text = json.dumps(settings, indent=1, sort_keys=True)
    try:
        work.mkdir(parents=True, exist_ok=True)
        path = work / SETTINGS
        if not path.exists():
            replace_file(path, text.encode())
        found = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        why = error.strerror or error
        raise TrainingError(f"{work}: cannot be made or read ({why}); choose another place with -o") from None
    if found != text:
        difference = _difference(found, json.loads(text))
        raise TrainingError(f"{work} belongs to a run with other settings ({difference}); {WAY_OUT}")
    return work


WAY_OUT = "repeat its settings, remove the folder, or choose another name with -o"


def _difference(found: str, settings: dict[str, Any]) -> str:
    """Name the first setting that differs."""
    try:
        before = json.loads(found)
    except json.JSONDecodeError:
        return "its settings are damaged"
    if not isinstance(before, dict):
        return "its settings are damaged"
    old, new = _flat(before), _flat(settings)
    for name in (*new, *old):
        if old.get(name) != new.get(name):
            return f"{name}: {_short(old.get(name))}, now {_short(new.get(name))}"
    return "they are written otherwise"


def _flat(settings: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Name nested settings by their path, with dots."""
    flat: dict[str, Any] = {}
    for name, value in settings.items():
        flat |= _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return flat


def _short(value: object) -> str:
    """Show a setting in a few words."""
    text = "none" if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def remove_work_folder(work: Path) -> None:
    """Remove what only served the run; it holds nothing of the user's."""
    shutil.rmtree(work, ignore_errors=True)
