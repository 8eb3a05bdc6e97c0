"""Progress over all stages: remaining time, lines for people and for programs."""

import errno
import io
import json

import pytest

from latentpad.errors import LatentpadError
from latentpad_export.commands.reporting import reporting_errors
from latentpad_export.errors import DiskError, LibraryError, TrainingError
from latentpad_export.pipeline import reporters
from latentpad_export.pipeline.progress import Progress, Silent, State
from latentpad_export.pipeline.reporters import JsonReporter, LineReporter, describe, duration


class Noting(Silent):
    def __init__(self) -> None:
        self.states: list[State] = []

    def progress(self, state: State) -> None:
        self.states.append(state)


def remaining(*calls: tuple[float, str, int, int]) -> list[float | None]:
    """Return the remaining seconds after calls at given times."""
    noting, now = Noting(), [0.0]
    progress = Progress(noting, {"read": 100.0, "lay out": 20.0, "write": 4.0}, lambda: now[0])
    for time, stage, done, total in calls:
        now[0] = time
        progress(stage, done, total)
    return [state.remaining for state in noting.states]


def test_before_anything_is_measured_the_plan_counts() -> None:
    assert remaining((0, "read", 0, 50), (1, "read", 25, 50)) == [124, 74]


def test_a_stage_that_is_slower_than_planned_makes_the_later_ones_slower() -> None:
    assert remaining((0, "read", 0, 50), (100, "read", 25, 50), (200, "lay out", 0, 100)) == [124, 148, 48]


def test_what_was_known_before_the_run_does_not_count_as_fast() -> None:
    assert remaining((0, "read", 40, 50), (10, "read", 45, 50)) == [pytest.approx(44), pytest.approx(34)]


def test_a_stage_without_a_plan_has_no_remaining_time() -> None:
    assert remaining((0, "scan", 0, 1)) == [None]


def test_programs_get_one_object_per_line(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(reporters.time, "monotonic", lambda: now[0])
    stream = io.StringIO()
    reporter = JsonReporter(stream)
    for now[0], done in ((1.0, 0), (1.05, 1), (1.3, 2), (1.31, 4)):
        reporter.progress(State("read", done, 4, 1.234))
    reporter.event("note", text="é")
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [line.get("done") for line in lines] == [0, 2, 4, None]
    assert lines[0] == {"event": "stage", "stage": "read", "done": 0, "total": 4, "remaining_seconds": 1.2}
    assert lines[-1] == {"event": "note", "text": "é"}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line_per_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(reporters.time, "monotonic", lambda: now[0])
    terminal = Terminal()
    reporter = LineReporter(terminal)
    for now[0], done in ((1.0, 0), (2.0, 1), (3.0, 2)):
        reporter.progress(State("read", done, 2, 100.0))
    assert terminal.getvalue().count("\n") == 1
    assert terminal.getvalue().splitlines()[-1].rstrip() == "Listening to your samples: 2 of 2"


def test_where_there_is_no_terminal_a_line_is_printed_per_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(reporters.time, "monotonic", lambda: now[0])
    log = io.StringIO()
    reporter = LineReporter(log)
    for second in range(130):
        now[0] = float(second)
        reporter.progress(State("read", second, 1_000, None))
    assert log.getvalue().splitlines() == [
        "Listening to your samples: 60 of 1000",
        "Listening to your samples: 120 of 1000",
    ]


def test_what_is_done_of_a_layout_is_a_share() -> None:
    assert describe(State("lay out", 60, 100, 3.0)) == "Drawing the map: 60 %, 3 s left"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s"), (49, "49 s"), (51, "1 min"), (3_000, "50 min"), (9_000, "2.5 h")]
)
def test_durations_are_rounded_as_one_says_them(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_events_that_cannot_be_written_are_one_line() -> None:
    class Full(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(LatentpadError, match=r"standard output cannot be written to \(No space left on device\)"):
        JsonReporter(Full()).event("stage")


def test_programs_are_told_whether_a_run_that_fails_can_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    def of_the_disk() -> None:
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError:
            raise TrainingError("x.pt: cannot be written") from None

    def fail(error: LatentpadError) -> None:
        raise error

    for run in (of_the_disk, lambda: fail(DiskError("12 GB needed")), lambda: fail(LibraryError("no audio"))):
        with pytest.raises(LatentpadError), reporting_errors(as_json=True):
            run()
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["event"], row["resumable"]) for row in found] == [("error", True), ("error", True), ("error", False)]
