"""An evaluation read from its ``evaluation.json``, checked against the schema."""

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from latentpad_export.errors import EvaluationError
from latentpad_export.evaluate.report.schema import FORMAT, JSON_NAME, SCHEMA_NAME

REPEAT = "repeat latentpad evaluate"

MAX_DIGITS = 300
"""Of whole numbers that are read exactly; a float holds those of 308."""


@dataclass(frozen=True)
class Evaluation:
    """The content of an ``evaluation.json``."""

    path: Path
    document: dict[str, Any]

    @property
    def bundles(self) -> tuple[str, ...]:
        """Names of the bundles, the evaluated one first."""
        return tuple(bundle["name"] for bundle in self.document["bundles"])

    @property
    def has_intervals(self) -> bool:
        """Whether it is not from before there were intervals."""
        return "format" in self.document

    def bundle(self, name: str | None) -> dict[str, Any]:
        """Return what is known of a bundle, by default the evaluated one.

        Raises
        ------
        EvaluationError
            It is not in this evaluation.
        """
        for bundle in self.document["bundles"]:
            if name in (None, bundle["name"]):
                found: dict[str, Any] = bundle
                return found
        names = ", ".join(map(repr, self.bundles))
        raise EvaluationError(f"{self.path} has no bundle named {name!r}; choose one of its own with --bundle: {names}")


def load_evaluation(path: Path) -> Evaluation:
    """Read an evaluation, given its file or the folder of its report.

    Raises
    ------
    EvaluationError
        It cannot be read, is incomplete, or is not an evaluation that this latentpad knows.
    """
    document = _parse(path / JSON_NAME if path.is_dir() else path)
    file = path / JSON_NAME if path.is_dir() else path
    if not isinstance(document, dict) or not {"latentpad", "bundles", "figures"} <= document.keys():
        raise EvaluationError(f"{file} is not an evaluation; name the folder or the {JSON_NAME} of latentpad evaluate")
    found = document.get("format", FORMAT)
    if isinstance(found, int) and found > FORMAT:
        raise EvaluationError(f"{file}: format {found}, but this latentpad reads format {FORMAT}; update latentpad")
    complete = document if "format" in document else {**document, "format": FORMAT, "intervals": {}}
    if error := best_match(_validator().iter_errors(complete)):
        where = "/".join(map(str, error.absolute_path)) or "its top level"
        raise EvaluationError(f"{file}: at {where}: {_short(error.message)}; it was changed or damaged: {REPEAT}")
    return Evaluation(file, document)


def _parse(file: Path) -> Any:
    """Return what is in a JSON file."""
    try:
        text = file.read_text(encoding="utf-8-sig")  # some editors begin a file with a mark
    except FileNotFoundError:
        raise EvaluationError(f"{file} does not exist; write one with latentpad evaluate") from None
    except OSError as error:
        raise EvaluationError(f"{file}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise EvaluationError(f"{file} is not a text file; name the {JSON_NAME} of latentpad evaluate") from None
    try:
        return json.loads(text, parse_int=_int, parse_float=_float, parse_constant=_float)
    except json.JSONDecodeError as error:
        is_cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        what = "ends too early" if is_cut else f"is not JSON ({error.msg} in line {error.lineno})"
        raise EvaluationError(f"{file} {what}; copy it again, or {REPEAT}") from None
    except ValueError as error:
        raise EvaluationError(f"{file}: {error}; it was changed or damaged: {REPEAT}") from None
    except RecursionError:
        raise EvaluationError(f"{file} is nested too deeply for an evaluation; {REPEAT}") from None


def _int(text: str) -> int:
    """Read a whole number that a float can hold (raises ValueError)."""
    return int(_float(text)) if len(text) > MAX_DIGITS else int(text)


def _float(text: str) -> float:
    """Read a number, which latentpad writes only where it is finite (raises ValueError)."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{_short(text, 20)} is not a finite number")
    return number


def _short(message: str, most: int = 100) -> str:
    """Return the end of a message of the validator: it begins with the value, which may be long."""
    return message if len(message) <= most else f"...{message[-most:]}"


@cache
def _validator() -> Draft202012Validator:
    """Load the schema."""
    return Draft202012Validator(json.loads(files("latentpad_export.evaluate.report").joinpath(SCHEMA_NAME).read_text()))
