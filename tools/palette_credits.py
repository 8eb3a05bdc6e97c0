"""The credits of a choice of sounds: of a library's ATTRIBUTION.txt, only the parts that concern the chosen ones.

The text consists of paragraphs. Of lines ``SOURCE: address | licence | evidence``, those of the chosen sources are
kept. Of paragraphs ``title: credit; credit; ...``, the credits that contain the name of a chosen source or of its
repository, spelt in any way. All other paragraphs are kept. Licences of single files that name somebody are listed
with their files.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

Row = Mapping[str, str]
"""One line of ``samples.csv``, with the columns ``file``, ``source``, ``source_repo`` and ``licence``."""


def credits_of(rows: Iterable[Row], attribution: str) -> str:
    """Return the credits of the sounds in `rows`, from those of their whole library."""
    rows = list(rows)
    sources = {row["source"] for row in rows}
    names = {_plain(name) for row in rows for name in (row["source"], row["source_repo"].rpartition("/")[2])} - {""}
    kept = []
    for paragraph in re.split(r"\n\s*\n", attribution.strip()):
        lines = paragraph.splitlines()
        if all(re.match(r"\w+: \S+://", line) for line in lines):
            kept.append("\n".join(line for line in lines if line.partition(":")[0] in sources))
        elif paragraph.count(";") > 1 and ":" in paragraph:
            kept.append(_matching(paragraph, names))
        else:
            kept.append(paragraph)
    return "\n\n".join(part for part in [*kept, _single_files(rows)] if part) + "\n"


def _plain(name: str) -> str:
    """Return the letters and digits of a name."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _matching(paragraph: str, names: set[str]) -> str:
    """Return a paragraph with those of its credits that contain one of the names; empty if there are none."""
    title, _, text = paragraph.partition(":")
    credits = [credit for credit in re.split(r";\s*", text.strip()) if any(name in _plain(credit) for name in names)]
    return f"{title}: {'; '.join(credits).rstrip('.')}." if credits else ""


def _single_files(rows: list[Row]) -> str:
    """List the licences that name an author in brackets, with the files they are for."""
    files: dict[str, list[str]] = {}
    for row in rows:
        if "(" in row["licence"]:
            files.setdefault(f"{row['source']}, {row['licence']}", []).append(PurePosixPath(row["file"]).stem)
    return "\n".join(f"{licence}: {', '.join(sorted(files[licence]))}" for licence in sorted(files))
