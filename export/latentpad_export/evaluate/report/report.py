"""The report of an evaluation: ``report.html`` to read and listen to, ``evaluation.json``, ``tables.md``."""

import json
import math
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

from latentpad import __version__
from latentpad.files import new_folder
from latentpad_export.errors import EvaluationError
from latentpad_export.evaluate.report.facts import Facts
from latentpad_export.evaluate.report.headline import Headline, headline
from latentpad_export.evaluate.report.page import as_page
from latentpad_export.evaluate.report.schema import FORMAT, JSON_NAME
from latentpad_export.evaluate.report.section import Section
from latentpad_export.evaluate.report.summary import summarise
from latentpad_export.evaluate.report.tables import as_markdown

PACKAGES = (
    *("numpy", "scipy", "scikit-learn", "librosa", "soxr", "soundfile", "numba", "torch", "onnxruntime", "umap-learn"),
    *("prdc", "pyacoustid", "rapidfuzz", "matplotlib"),
)
"""Packages whose versions are recorded with the figures."""

PAGE_NAME, TABLES_NAME = "report.html", "tables.md"


def write_report(output: Path, facts: Facts, sections: tuple[Section, ...]) -> None:
    """Write a folder with the page, the JSON and all tables as Markdown, atomically.

    Raises
    ------
    EvaluationError
        The folder cannot be written.
    """
    short = headline(facts.bundles, sections)
    try:
        with new_folder(output) as folder:
            text = json.dumps(as_json(facts, sections), indent=1, ensure_ascii=False, allow_nan=False)
            (folder / JSON_NAME).write_text(text + "\n", encoding="utf-8")
            (folder / PAGE_NAME).write_text(as_page(facts, short, sections), encoding="utf-8")
            (folder / TABLES_NAME).write_text(as_tables(facts, short, sections), encoding="utf-8")
    except OSError as error:
        raise EvaluationError(
            f"{output}: cannot be written ({error.strerror}); choose another folder with -o"
        ) from None


def as_json(facts: Facts, sections: tuple[Section, ...]) -> dict[str, Any]:
    """Return every figure, with its interval where it has one, seed and versions."""
    library = facts.library
    document = {
        "format": FORMAT,
        "latentpad": __version__,
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
        "seed": facts.seed,
        "scale": facts.scale,
        "seconds": round(facts.seconds, 1),
        "bundles": [
            {
                "name": bundle.name,
                "sha256": bundle.digest,
                "preset": bundle.preset,
                "sounds": len(bundle.map.points),
                "training": bundle.training,
                "versions": bundle.versions,
            }
            for bundle in facts.bundles
        ],
        "library": {
            "name": library.name,
            "files": library.n_files,
            "usable": library.n_usable,
            "learnt": library.n_train,
            "held_out": library.n_test,
        },
        "missing": [sentence for section in sections for sentence in section.missing],
        "figures": {section.name: section.figures for section in sections},
        "intervals": {section.name: section.intervals for section in sections},
    }
    safe: dict[str, Any] = json_safe(document)
    return safe


def json_safe(value: Any) -> Any:
    """Convert to plain types that JSON can hold; NaN and infinity become None."""
    if isinstance(value, dict):
        return {str(key): json_safe(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_safe(item) for item in value]
    if isinstance(value, str | bool) or value is None:
        return value
    number = value.item() if hasattr(value, "item") else value
    return None if isinstance(number, float) and not math.isfinite(number) else number


def as_tables(facts: Facts, headline: Headline, sections: tuple[Section, ...]) -> str:
    """Return the summary and all tables as Markdown, for papers and notes."""
    tables = [headline.as_table(), *(table for section in sections for table in section.tables)]
    summary = "\n\n".join(f"**{paragraph.heading}:** {paragraph.text}" for paragraph in summarise(headline))
    parts = [f"## {table.title}\n\n{as_markdown(table)}\n\n{table.note}".rstrip() for table in tables]
    return "\n\n".join(part for part in (f"# {facts.bundles[0].name}", summary, *parts) if part) + "\n"
