"""The headline, its summary, and how both look in Markdown and on a terminal."""

from dataclasses import replace
from io import StringIO

import pytest

pytest.importorskip("rich", reason="needs the extra [evaluate]")
from rich.console import Console

from latentpad_export.evaluate.metrics.estimate import Estimate
from latentpad_export.evaluate.report.headline import headline
from latentpad_export.evaluate.report.section import Section
from latentpad_export.evaluate.report.summary import summarise
from latentpad_export.evaluate.report.tables import as_markdown
from latentpad_export.evaluate.report.terminal import draw_headline, print_headline

OTHER = "the [bold]other[/]\x1b[2J"


def on(told, error, n_off=0.0):
    return {"heard": {"on": {"told": told, "smoothed_error": error, "pitch_off": n_off}}}


@pytest.fixture
def two(bundle):
    """Two bundles: one that plays sounds as they are, apart from their pitch, and one that does not."""
    detail = Section("detail", "Detail", {"bundles": {"toy": on(0.52, 0.4, 0.5), OTHER: on(0.97, 12.0)}})
    rebuilt = {"toy": {"rebuilt": {"distance": 8.0}}, OTHER: {"rebuilt": {"distance": 7.9}}}
    model = Section("model", "Model", {"bundles": rebuilt, "real": {"rebuilt": {"distance": 11.0}}})
    return headline((bundle, replace(bundle, name=OTHER)), (detail, model))


def test_the_headline_has_a_line_for_each_available_figure_with_reference_and_verdict(two):
    lines = {line.row.title: line for line in two.lines}
    assert [*lines] == ["smoothed error (dB)", "pitch off by over 50 cents", "told from real", "distance (dB)"]
    assert [judged.verdict for judged in lines["told from real"].judged] == ["as real", "nearly always told apart"]
    assert (lines["told from real"].references, lines["told from real"].row.direction) == ("0.5", "lower")
    assert lines["distance (dB)"].references == "11"
    assert lines["told from real"].in_words(1) == "better by 0.45"
    assert lines["pitch off by over 50 cents"].in_words(1) == "worse by 0.5"
    assert lines["distance (dB)"].in_words(1) == "no clear difference"


def test_intervals_are_shown_and_judged(bundle):
    told = Estimate(0.52, (0.4, 0.62))
    line = headline((bundle,), (Section("detail", "Detail", {"bundles": {"toy": on(told, None, None)}}),)).lines[0]
    assert (line.judged[0].interval, line.judged[0].verdict) == ((0.4, 0.62), "close to real")


def test_the_summary_names_strengths_weaknesses_and_exceptions(two):
    text = {paragraph.heading: paragraph.text for paragraph in summarise(two)}
    assert text["Good at"] == (
        "playing a sound on its point, where you hear nearly that sound "
        "(except “pitch off by over 50 cents”: out of tune)."
    )
    assert text["Not good at"] == "sounds that it has never heard, by the model alone: they come back as other sounds."
    assert text[f"Beside {OTHER}"] == (
        "better in 2 of 4 measures, worse in 1 (pitch off by over 50 cents), no clear difference in 1."
    )


def test_the_table_has_direction_reference_and_verdict_of_each_bundle(two):
    first = as_markdown(two.as_table()).splitlines()[2]
    assert first == (
        "| On a sound's point: smoothed error (dB) | lower | 0 | 0.4 | the same | 12 | another sound | better by 11.6 |"
    )


@pytest.mark.parametrize("width", [60, 80, 140])
def test_the_table_fits_a_terminal(two, width):
    console = Console(file=StringIO(), width=width, force_terminal=True, color_system=None)
    draw_headline(two, console)
    text = console.file.getvalue()
    assert max(map(len, text.splitlines())) <= width
    assert "|" not in text
    assert "\x1b[2J" not in text
    for word in ("↓", "0.52", "0.97", "toy", "better", "Good at: playing a sound"):
        assert word in text


def test_elsewhere_it_is_markdown(two, capsys):
    print_headline(two)
    output = capsys.readouterr().out
    assert output.startswith("|  | better | real sounds | toy | verdict |")
    assert "\nGood at: playing a sound" in output
    assert "\x1b" not in output
