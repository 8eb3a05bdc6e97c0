"""The report of the nine models: ``tables.md``, ``models.json`` and a picture of each model's grid."""

import json
from pathlib import Path

from latentpad import __version__
from latentpad.files import new_folder
from latentpad_export.errors import EvaluationError
from latentpad_export.evaluate.report.report import json_safe
from latentpad_export.evaluate.report.section import Section
from latentpad_export.evaluate.report.tables import as_markdown

JSON_NAME, TABLES_NAME = "models.json", "tables.md"


def write_report(output: Path, section: Section, settings: dict[str, object]) -> None:
    """Write a folder with the tables, all figures and the pictures, atomically (raises EvaluationError)."""
    names = {picture.title: f"grid-{i + 1:02}.png" for i, picture in enumerate(section.pictures)}
    tables = [f"## {table.title}\n\n{as_markdown(table)}\n\n{table.note}".rstrip() for table in section.tables]
    pictures = [f"## {title}\n\n![{title}]({name})" for title, name in names.items()]
    missing = [f"* not available: {sentence}" for sentence in section.missing]
    document = {
        "latentpad": __version__,
        **settings,
        "missing": section.missing,
        "figures": section.figures,
        "intervals": section.intervals,
    }
    try:
        with new_folder(output) as folder:
            text = json.dumps(json_safe(document), indent=1, ensure_ascii=False, allow_nan=False)
            (folder / JSON_NAME).write_text(text + "\n", encoding="utf-8")
            parts = [f"# {section.title}", *(["\n".join(missing)] if missing else []), *tables, *pictures]
            (folder / TABLES_NAME).write_text("\n\n".join(parts) + "\n", encoding="utf-8")
            for picture in section.pictures:
                (folder / names[picture.title]).write_bytes(picture.png)
    except OSError as error:
        raise EvaluationError(f"{output}: cannot be written ({error.strerror})") from None
