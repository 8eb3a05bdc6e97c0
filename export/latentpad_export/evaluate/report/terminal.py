"""The headline on a terminal: aligned columns that fit its width, verdicts in colour; Markdown elsewhere."""

import sys

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from latentpad.printable import printable
from latentpad_export.evaluate.report.headline import Headline, value_in_words
from latentpad_export.evaluate.report.summary import summarise
from latentpad_export.evaluate.report.tables import as_markdown
from latentpad_export.evaluate.report.verdicts import Better, Judged, Row

COLOURS = ("green", "cyan", "yellow", "red")
"""Of the grades."""

SIGNS = {1: "better", 0: "alike", -1: "worse", None: "-"}


def print_headline(headline: Headline) -> None:
    """Print the figures and the summary."""
    if sys.stdout.isatty():
        draw_headline(headline, Console())
        return
    for line in as_markdown(headline.as_table()).split("\n"):
        print(printable(line))
    for line in summary_lines(headline):
        print(line)


def summary_lines(headline: Headline) -> list[str]:
    """Return the sentences of the summary."""
    return [printable(f"{paragraph.heading}: {paragraph.text}") for paragraph in summarise(headline)]


def draw_headline(headline: Headline, console: Console) -> None:
    """Draw the table and the summary in the width of a console."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("", min_width=18)
    table.add_column("better")
    table.add_column("real", justify="right")
    for i, name in enumerate(headline.names):
        table.add_column(_text(name), justify="right")
        table.add_column("verdict", min_width=9)
        if i:
            table.add_column(_text(f"beside {name}"))
    for own in headline.groups:
        table.add_section()
        table.add_row(Text(own.group.title, style="bold"))
        for line in own.lines:
            cells = [Text(line.row.title), Text(_direction(line.row, console)), Text(line.references)]
            for i, judged in enumerate(line.judged):
                cells += [Text(value_in_words(judged)), _verdict(judged)]
                cells += [Text(SIGNS[line.against(i)])] if i else []
            table.add_row(*cells)
    console.print(table)
    for sentence in summary_lines(headline):
        heading, _, text = sentence.partition(": ")
        console.print(Text.assemble((f"{heading}: ", "bold"), text))


def _direction(row: Row, console: Console) -> str:
    """Return the direction as a sign if the terminal has it, in words otherwise."""
    if not console.encoding.startswith("utf"):
        return row.direction
    return row.arrow if row.better is not Better.NEARER else f"{row.arrow} {row.direction.rpartition(' ')[2]}"


def _text(name: str) -> Text:
    """Return a name that nothing in it is read as markup or a command of."""
    return Text(printable(name))


def _verdict(judged: Judged | None) -> Text:
    """Return a verdict in the colour of its grade."""
    if judged is None:
        return Text("-")
    return Text(judged.verdict or "-", style="" if judged.grade is None else COLOURS[judged.grade])
