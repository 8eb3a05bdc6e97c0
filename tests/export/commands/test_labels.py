"""Options for labels: map and evaluate have the same, and a table of words reaches the scan."""

from pathlib import Path

import pytest

from latentpad.errors import KindsError
from latentpad_export.commands.labels import labelling
from latentpad_export.data.labelling import Labelling

OPTIONS = ["--labels", "kinds", "--kinds", "mine.toml", "--loops", "--table", "split.csv"]


@pytest.fixture(params=["map", "evaluate"])
def command(request):
    if request.param == "evaluate":
        pytest.importorskip("torch")
        from latentpad_export.commands import evaluate as module
    else:
        from latentpad_export.commands import map as module
    return module


def test_map_and_evaluate_have_the_same_options(command):
    arguments = command.build_parser().parse_args(["one", "two", *OPTIONS])
    assert labelling(arguments) == Labelling("kinds", Path("mine.toml"), loops=True, table=Path("split.csv"))


def test_an_evaluation_uses_the_table_of_words(bundle_path, tmp_path):
    pytest.importorskip("torch")
    from latentpad_export.commands.evaluate import main

    (tmp_path / "drums").mkdir()
    (tmp_path / "drums" / "1.wav").touch()
    arguments = [str(bundle_path), str(tmp_path / "drums"), "-o", str(tmp_path / "new")]
    with pytest.raises(KindsError, match=r"mine\.toml: cannot be read"):
        main([*arguments, "--kinds", str(tmp_path / "mine.toml")])
    assert not (tmp_path / "new").exists()
