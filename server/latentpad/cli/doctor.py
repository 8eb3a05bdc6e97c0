"""``latentpad doctor``: a page about this installation to paste into a bug report, without personal paths."""

import argparse
from collections.abc import Callable

from latentpad.cli.arguments import CommandParser
from latentpad.cli.doctor_places import caches, folders, ports, running
from latentpad.cli.doctor_program import audio, bundles, environment, machine, packages, program
from latentpad.cli.impersonal import Impersonal
from latentpad.cli.results import print_lines
from latentpad.errors import one_line

Section = Callable[[list[str]], list[str]]
"""Returns the lines of a section, and adds what is wrong to a list."""

SECTIONS: dict[str, Section] = {
    "Program": program,
    "Packages": packages,
    "Machine": machine,
    "Environment": environment,
    "Running": running,
    "Ports": ports,
    "Folders": folders,
    "Bundles": bundles,
    "Audio": audio,
    "Caches": caches,
}


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    return CommandParser(
        prog="latentpad doctor",
        description="Describe this installation for a bug report: versions, ports and who has them, folders, audio "
        "library, CPU, caches. Your home folder is shown as ~, your name as USER.",
    )


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad doctor``; return the exit status."""
    build_parser().parse_args(argv)
    problems: list[str] = []
    page = [line for title, section in SECTIONS.items() for line in ("", title, *_lines(title, section, problems))]
    found = [f"- {problem}" for problem in problems] or ["none found"]
    impersonal = Impersonal()
    print_lines(map(impersonal, ["latentpad doctor", "", "Problems", *found, *page]))
    return 0


def _lines(title: str, section: Section, problems: list[str]) -> list[str]:
    """Return the lines of a section; whatever fails in it is part of the report."""
    try:
        return section(problems)
    except Exception as error:  # noqa: BLE001 - what is broken may raise anything
        problems.append(f"{title}: {type(error).__name__}: {one_line(error)}")
        return ["(failed)"]
