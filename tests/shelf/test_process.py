import sys

import pytest

from latentpad.shelf import process as process_module
from latentpad.shelf.process import ShelfProcess
from latentpad.shelf.system import ShelfError


@pytest.fixture
def make(monkeypatch):
    """Make a shelf that is a script; the ones that run are ended after the test."""
    monkeypatch.setattr(process_module, "why_not_here", lambda: "")
    made = []

    def make(script, seconds=30.0):
        monkeypatch.setattr(process_module, "START_SECONDS", seconds)
        made.append(ShelfProcess([sys.executable, "-c", script]))
        return made[-1]

    yield make
    for shelf in made:
        if shelf._started:
            shelf._started.kill()
            shelf._started.wait()
            shelf._started.stderr.close()


def test_a_shelf_that_cannot_be_opened_says_why(make):
    with pytest.raises(ShelfError, match=r"^no display \\x1b$"):
        make("import sys; print('first\\nlatentpad: no display \\x1b', file=sys.stderr); sys.exit(1)").open(1)
    with pytest.raises(ShelfError, match="it has ended at once"):
        make("raise SystemExit(3)").open(1)


def test_a_program_that_is_gone_is_told(monkeypatch):
    monkeypatch.setattr(process_module, "why_not_here", lambda: "")
    with pytest.raises(ShelfError, match="the shelf cannot be started"):
        ShelfProcess(["/no/such/program"]).open(1)


def test_a_shelf_that_runs_is_opened_once_and_gets_the_port(make, tmp_path):
    mark = tmp_path / "é"
    shelf = make(f"import sys, time; open({str(mark)!r}, 'a').write(' '.join(sys.argv[1:]) + ','); time.sleep(60)", 2)
    shelf.open(9312)
    shelf.open(9312)
    assert mark.read_text(encoding="utf-8") == "--web-port 9312,"
    shelf._started.kill()
    shelf._started.wait()
    shelf.open(9313)
    assert mark.read_text(encoding="utf-8") == "--web-port 9312,--web-port 9313,"


def test_where_something_is_missing_nothing_is_started(monkeypatch):
    monkeypatch.setattr(process_module, "why_not_here", lambda: "the shelf needs Tk")
    shelf = ShelfProcess(["/no/such/program"])
    assert not shelf.is_available()
    with pytest.raises(ShelfError, match=r"^the shelf needs Tk$"):
        shelf.open(1)
