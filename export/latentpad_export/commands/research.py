"""``latentpad research PART``: what the thesis's tables are made with, beside ``latentpad evaluate``.

A part is a module of this package with ``main``, a function of the arguments after its name that returns the exit
status. Only the module of the part that runs is imported.
"""

import argparse
from importlib import import_module

from latentpad.cli.arguments import CommandParser

PARTS: dict[str, str] = {
    "reconstruction": "measure the table of reconstruction methods alone",
    "grades": "compare ViSQOL and PEAQ on degraded one-shots",
    "models": "train the nine models of the thesis and compare them",
    "split": "write the labels, kits and splits of a data set that you have",
    "vocoder": "train a neural vocoder for the table of reconstruction methods",
}
"""Parts, in modules named ``research_PART``, with their help texts."""


def build_parser() -> argparse.ArgumentParser:
    """Build the parser that lists the parts; each part has a parser of its own for its arguments."""
    parser = CommandParser(
        prog="latentpad research",
        description="Repeat the experiments of the thesis and extend them.",
        epilog="latentpad research PART --help lists the options of a part.",
    )
    parts = parser.add_subparsers(title="parts", metavar="PART", dest="part", required=True)
    for name, summary in PARTS.items():
        parts.add_parser(name, help=summary, add_help=False)
    return parser


def main(argv: list[str]) -> int:
    """Run the part with the arguments after ``latentpad research``; return the exit status."""
    part = build_parser().parse_args(argv[:1]).part
    status: int = import_module(f"latentpad_export.commands.research_{part}").main(argv[1:])
    return status
