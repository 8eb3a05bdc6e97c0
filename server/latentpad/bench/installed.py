"""What latentpad and everything it needs take on disk."""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from latentpad.bench.report import Report, Row


def measure_installed(report: Report) -> None:
    """Add up the files of latentpad and of what it needs without extras."""
    sizes = {name: size for name in needed("latentpad") if (size := megabytes(name)) is not None}
    largest = sorted(sizes, key=lambda name: -sizes[name])[:4]
    text = ", ".join(f"{name} {sizes[name]:.0f}" for name in largest)
    row = Row("installed with all that it needs, without extras", sum(sizes.values()), "MB", high=400.0, beside=text)
    report.rows.append(row)


def needed(name: str) -> set[str]:
    """Give a package and all that it needs, without extras."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if one in found:
            continue
        try:
            requirements = distribution(one).requires or []
        except PackageNotFoundError:
            continue  # for another system
        found.add(one)
        waiting += [re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0] for text in requirements if "extra" not in text]
    return found


def megabytes(name: str) -> float | None:
    """Give the size of a package's files; None where it keeps no list of them."""
    files = distribution(name).files
    if files is None:
        return None
    paths = {Path(str(file.locate())) for file in files}
    if name == "latentpad":  # installed for development, it lists none of its own
        paths |= set(Path(__file__).parents[1].rglob("*"))
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6
