"""Progress where there is no terminal."""

import pytest

pytest.importorskip("tqdm", reason="needs the extra [evaluate]")
from latentpad_export.evaluate import bars


def test_long_work_writes_lines_without_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr(bars, "SECONDS_PER_LINE", 0.0)
    assert list(bars.bar(iter("abc"), "embeddings", 3, "map")) == ["a", "b", "c"]
    lines = capsys.readouterr().err.splitlines()
    assert lines[-1].startswith("embeddings: 3 of 3 (")
    assert all(line.startswith("embeddings: ") for line in lines)


def test_short_work_writes_nothing_without_a_terminal(capsys):
    assert list(bars.bar(range(3), "embeddings")) == [0, 1, 2]
    assert capsys.readouterr().err == ""
