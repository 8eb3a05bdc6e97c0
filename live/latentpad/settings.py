"""Settings of the control surface: ``settings.json`` beside this file, for you to edit."""

from __future__ import annotations

import json
import os
from typing import Any, NamedTuple

from .controls import ACTIONS, Control, read_control

REPLACE = ("latentpad", "everything")

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "settings.json")


class Settings(NamedTuple):
    """Settings of the control surface."""

    port: int = 9310
    """UDP port of latentpad."""
    follow: bool = True
    """Whether every new sample is placed; otherwise, only *place* places."""
    replace: str = "latentpad"
    """What new samples may replace: ``latentpad``, samples of latentpad's alone, or ``everything``."""
    controls: tuple[Control, ...] = ()
    """Knobs and buttons."""


def read_settings(path: str = FILE) -> tuple[Settings, list[str]]:
    """Return the settings, and a line for each that cannot be used and has its default instead."""
    try:
        with open(path, encoding="utf-8-sig") as file:  # editors on Windows begin files with a mark
            found = json.load(file)
        if not isinstance(found, dict):
            raise ValueError("not an object")
    except (OSError, ValueError, RecursionError) as error:
        return Settings(), [f"settings.json cannot be read: {error}"]
    wrong: list[str] = []
    settings = Settings(
        port=_checked(found, "port", lambda value: type(value) is int and 0 < value < 65536, wrong),
        follow=_checked(found, "follow", lambda value: type(value) is bool, wrong),
        replace=_checked(found, "replace", lambda value: value in REPLACE, wrong),
        controls=_controls(found.get("controls", {}), wrong),
    )
    return settings, wrong


def _checked(found: dict[str, Any], name: str, is_right: Any, wrong: list[str]) -> Any:
    default = getattr(Settings(), name)
    value = found.get(name, default)
    if is_right(value):
        return value
    wrong.append(f"settings.json: {name}={value!r} is not a value for it; using {default!r}")
    return default


def _controls(found: Any, wrong: list[str]) -> tuple[Control, ...]:
    controls = []
    for action, values in found.items() if isinstance(found, dict) else ():
        control = read_control(action, values) if action in ACTIONS else None
        if control:
            controls.append(control)
        else:
            wrong.append(f"settings.json: the control {action} is not one: {values!r}")
    if not isinstance(found, dict):
        wrong.append(f"settings.json: controls={found!r} is not an object")
    return tuple(controls)
