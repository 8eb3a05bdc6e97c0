"""JSON of strangers, without what other readers would understand differently, or what could not be written again."""

import json
import re
from typing import Any

SURROGATES = re.compile("[\ud800-\udfff]")
"""Halves of characters, which can be written in JSON one by one."""

MAX_DEPTH = 16
MAX_DIGITS = 20


def read_json(text: bytes) -> Any:
    """Read a JSON text.

    Raises
    ------
    ValueError
        It is not JSON, or it has a name twice, a number that is not finite or has more than `MAX_DIGITS` digits, a
        character that is not Unicode, or objects within each other deeper than `MAX_DEPTH`.
    """
    try:
        found = json.loads(
            text.decode("utf-8-sig"),
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_float,
        )
    except RecursionError:
        raise ValueError("it is too deep") from None
    _check(found)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is there twice")
    return found


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise ValueError("an integer is too long")
    return int(text)


def _float(text: str) -> float:
    value = float(text)
    if not abs(value) < float("inf"):
        raise ValueError("a number is not finite")
    return value


def _check(found: Any) -> None:
    """Check the depth, and that all text can be written."""
    level = [found]
    for _ in range(MAX_DEPTH):
        for value in level:
            if isinstance(value, str) and SURROGATES.search(value):
                raise ValueError("a text is not Unicode")
        inner = [value for value in level if isinstance(value, dict | list)]
        keys = [key for value in inner if isinstance(value, dict) for key in value]
        level = [*keys, *(item for value in inner for item in (value.values() if isinstance(value, dict) else value))]
        if not level:
            return
    raise ValueError("it is too deep")
