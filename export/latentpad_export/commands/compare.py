"""``latentpad compare A B``: print which figures of two evaluations differ beyond noise."""

import argparse
import json

from latentpad.cli.arguments import CommandParser
from latentpad.cli.results import print_lines
from latentpad.paths import user_path
from latentpad_export.evaluate.comparison.differences import Difference, compare
from latentpad_export.evaluate.comparison.evaluation import Evaluation, load_evaluation
from latentpad_export.evaluate.comparison.notes import notes_on
from latentpad_export.evaluate.comparison.tables import as_lines, summary


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the command's arguments."""
    parser = CommandParser(
        prog="latentpad compare",
        description="Compare two evaluations of latentpad evaluate: print the figures that differ by more than their "
        "noise, those of the report's summary first.",
        epilog="The half-widths of both 95 % intervals are added in quadrature. Of 100 figures that do not differ, "
        "about 5 are printed nonetheless.",
    )
    add = parser.add_argument
    what = "report of latentpad evaluate: its folder, or the evaluation.json in it"
    add("a", type=user_path, metavar="A", help=what)
    add("b", type=user_path, metavar="B", help=f"another {what}")
    add(
        "--bundle",
        nargs="+",
        metavar="NAME",
        help="bundle to compare, of both, or one of A and one of B (default: the first of each)",
    )
    add("--all", action="store_true", help="print all figures that both have")
    add("--json", action="store_true", help="print an object with notes and rows")
    return parser


def main(argv: list[str]) -> int:
    """Run the command with the arguments after ``latentpad compare``; return the exit status."""
    parser = build_parser()
    arguments = parser.parse_args(argv)
    names: list[str | None] = arguments.bundle or [None]
    if len(names) > 2:
        parser.error(f"--bundle takes one or two names, not {len(names)}")
    a, b = load_evaluation(arguments.a), load_evaluation(arguments.b)
    bundle_a, bundle_b = a.bundle(names[0])["name"], b.bundle(names[-1])["name"]
    notes, differences = notes_on(a, b, bundle_a, bundle_b), compare(a, b, bundle_a, bundle_b)
    known = a.has_intervals and b.has_intervals
    shown = [one for one in differences if arguments.all or one.is_beyond_noise or (not known and one.value)]
    if arguments.json:
        named = {"a": _named(a, bundle_a), "b": _named(b, bundle_b), "notes": notes}
        print(json.dumps({**named, "compared": len(differences), "rows": [_row(one) for one in shown]}))
        return 0
    print_lines([f"A: {a.path}, {bundle_a}", f"B: {b.path}, {bundle_b}", *notes, ""])
    print_lines(as_lines(shown))
    print_lines(summary(differences))
    return 0


def _named(evaluation: Evaluation, bundle: str) -> dict[str, str]:
    """Return which bundle of which file is compared."""
    return {"file": str(evaluation.path), "bundle": bundle}


def _row(one: Difference) -> dict[str, object]:
    """Return a difference in types that JSON can hold."""
    return {
        "title": one.title,
        "path": list(one.path),
        "in_short": one.in_short,
        "a": one.a.value,
        "b": one.b.value,
        "a_interval": one.a.interval,
        "b_interval": one.b.interval,
        "difference": one.value,
        "noise": one.noise,
        "beyond_noise": one.is_beyond_noise,
        "verdict": one.verdict,
    }
