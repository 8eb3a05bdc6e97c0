import pytest

from latentpad.cli import shelf
from latentpad.cli.main import main


def test_what_is_missing_is_a_line(monkeypatch, capsys):
    monkeypatch.setattr(shelf, "why_not_here", lambda: "the shelf needs a display")
    assert main(["shelf"]) == 1
    assert capsys.readouterr() == ("", "latentpad: the shelf needs a display\n")


@pytest.mark.parametrize("port", ["-1", "65536", "a", "1.5"])
def test_a_port_out_of_range_is_refused(port, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["shelf", f"--web-port={port}"])
    assert caught.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
