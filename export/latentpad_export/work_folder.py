"""The work folder of a run, next to its output, from which an interrupted run resumes."""

import json
import shutil
from pathlib import Path
from typing import Any

from latentpad.files import replace_file
from latentpad_export.errors import TrainingError

SETTINGS = "settings.json"


def open_work_folder(output: Path, settings: dict[str, Any]) -> Path:
    """Create the folder, or open the one that an interrupted run with the same settings left.

    Raises
    ------
    TrainingError
        The folder belongs to a run with other settings, or cannot be created.
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
        raise TrainingError(f"{work}: cannot be created or read ({why}); choose another place with -o") from None
    if found != text:
        difference = _difference(found, json.loads(text))
        raise TrainingError(f"{work} belongs to a run with other settings ({difference}); {ADVICE}")
    return work


ADVICE = "use the same settings, remove the folder, or choose another name with -o"


def _difference(found: str, settings: dict[str, Any]) -> str:
    """Describe the first setting that differs."""
    try:
        before = json.loads(found)
    except json.JSONDecodeError:
        return "its settings are damaged"
    if not isinstance(before, dict):
        return "its settings are damaged"
    old, new = _flatten(before), _flatten(settings)
    for name in (*new, *old):
        if old.get(name) != new.get(name):
            return f"{name}: {_short(old.get(name))}, now {_short(new.get(name))}"
    return "they are written differently"


def _flatten(settings: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """Key nested settings by their path, with dots."""
    flat: dict[str, Any] = {}
    for name, value in settings.items():
        flat |= _flatten(value, f"{prefix}{name}.") if isinstance(value, dict) else {prefix + name: value}
    return flat


def _short(value: object) -> str:
    """Shorten a setting for a message."""
    text = "none" if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def remove_work_folder(work: Path) -> None:
    """Remove the folder of a finished run; it contains nothing of the user's."""
    shutil.rmtree(work, ignore_errors=True)
