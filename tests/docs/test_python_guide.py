"""The code in docs/python.md, run as one program."""

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[2] / "docs" / "python.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run_guide(text):
    """Run all Python blocks of a guide, one after the other, in one namespace; return it."""
    names = {"__name__": "__main__"}
    for block in BLOCK.finditer(text):
        lines_before = text[: block.start(1)].count("\n")  # so that a traceback names the line of the guide
        exec(compile("\n" * lines_before + block[1], str(GUIDE), "exec"), names)
    return names


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_guide_runs_as_it_stands(folder, capsys):
    names = run_guide(GUIDE.read_text(encoding="utf-8"))
    n_samples = 1 + 12 + 2 + 3 + 5 + 4 + 1 + 3  # one, siblings, blends, relatives, path, grid, again, morphs
    assert len(list((folder / "samples").glob("*.wav"))) == n_samples
    assert len(list((folder / "samples" / "kits" / "Electronic 1").glob("*.wav"))) == 16
    assert names["signal"].dtype == "float32"
    assert "missing.latentpad does not exist" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("```python\nimport latentpad\n```\n\n```python\nlatentpad.gone\n```\n", AttributeError),
        ("```python\nassert 1 == 2\n```\n", AssertionError),
        ("```python\n1 +\n```\n", SyntaxError),
    ],
)
def test_a_guide_that_does_not_run_is_found(text, error):
    with pytest.raises(error):
        run_guide(text)
