"""Work folders, from which interrupted runs resume: beside the output of an evaluation; in the cache, of a training."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from latentpad.files import replace_file
from latentpad.temporaries import is_temporary
from latentpad.work_cache import WorkCache
from latentpad_export.errors import TrainingError

SETTINGS = "settings.json"


def open_work_folder(output: Path, settings: dict[str, Any]) -> Path:
    """Create the folder, or open the one that an interrupted run with the same settings left.

    Raises
    ------
    TrainingError
        The folder belongs to a run with other settings, or cannot be created.
    """
    return open_folder(output.with_name(output.name + ".work"), settings)


def open_folder(work: Path, settings: dict[str, Any]) -> Path:
    """Create a folder, or open the one that an earlier run with the same settings left.

    Raises
    ------
    TrainingError
        The folder belongs to a run with other settings, contains files of others, or cannot be created.
    """
    text = json.dumps(settings, indent=1, sort_keys=True)
    try:
        work.mkdir(parents=True, exist_ok=True)
        path = work / SETTINGS
        if not path.exists():
            _refuse_others(work)
            replace_file(path, text.encode())
        found = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        why = error.strerror or error
        raise TrainingError(f"{work}: cannot be created or read ({why}); choose another place with -o") from None
    if found != text:
        difference = _difference(found, json.loads(text))
        raise TrainingError(f"{work} belongs to a run with other settings ({difference}); {ADVICE}")
    return work


def _refuse_others(work: Path) -> None:
    """Refuse a folder with files that no run has written: it would be removed with them (raises TrainingError)."""
    for found in work.iterdir():
        if not is_temporary(found.name):
            raise TrainingError(f"{work} contains other files, such as {found.name}; choose another name with -o")


def open_run(cache: WorkCache, settings: dict[str, Any], machine: int = 0) -> Path:
    """Create the folder of a training, or open that of an earlier one with the same settings.

    Parameters
    ----------
    cache : WorkCache
    settings : dict
        All but the length of the training, so that a run can be prolonged.
    machine : int
        Number of this machine; several may share a cache.

    Raises
    ------
    TrainingError
        The folder cannot be created.
    """
    text = json.dumps(settings, indent=1, sort_keys=True)
    name = f"runs-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    try:
        work = cache.open(f"{name}-machine-{machine + 1}" if machine else name)
        replace_file(work / SETTINGS, text.encode())
    except OSError as error:
        why = error.strerror or error
        raise TrainingError(f"{cache.root}: cannot be written to ({why}); choose another place with --cache") from None
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
