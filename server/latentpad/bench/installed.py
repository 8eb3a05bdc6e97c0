"""The installed size of latentpad and its dependencies."""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from latentpad.bench.report import Report, Row


def measure_installed(report: Report) -> None:
    """Sum the sizes of latentpad and its dependencies, without extras."""
    sizes = {name: size for name in dependencies("latentpad") if (size := megabytes(name)) is not None}
    largest = sorted(sizes, key=lambda name: -sizes[name])[:4]
    largest_named = ", ".join(f"{name} {sizes[name]:.0f}" for name in largest)
    text = "installed size with all dependencies, without extras"
    report.rows.append(Row(text, sum(sizes.values()), "MB", high=430.0, beside=largest_named))


def dependencies(name: str) -> set[str]:
    """Return the names of a package and all its dependencies, without extras."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if one in found:
            continue
        try:
            requirements = distribution(one).requires or []
        except PackageNotFoundError:
            continue  # a dependency of other systems
        found.add(one)
        waiting += [re.split(r"[^A-Za-z0-9._-]", text, maxsplit=1)[0] for text in requirements if "extra" not in text]
    return found


def megabytes(name: str) -> float | None:
    """Return the size of a package's files; None if it has no list of them."""
    files = distribution(name).files
    if files is None:
        return None
    paths = {Path(str(file.locate())) for file in files}
    if name == "latentpad":  # an editable install does not list its files
        paths |= set(Path(__file__).parents[1].rglob("*"))
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6
