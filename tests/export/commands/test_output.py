"""What the commands of the training half print, where it cannot be printed and where it quotes foreign text."""

import io
import logging
import os
import sys

import pytest

pytest.importorskip("torch")

from latentpad.cli.main import TRAINING, main
from latentpad.cli.messages import start_logging
from latentpad.cli.streams import _Output


class Broken(io.RawIOBase):
    """A file that cannot be written."""

    def __init__(self, number):
        self.number = number

    def writable(self):
        return True

    def write(self, data):
        raise OSError(self.number, os.strerror(self.number))


@pytest.mark.parametrize("name", TRAINING)
@pytest.mark.parametrize("number", [28, 9])
def test_a_command_survives_output_that_cannot_be_written_with_a_line(name, number, monkeypatch, capsys):
    stream = io.TextIOWrapper(io.BufferedWriter(Broken(number)))
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BufferedWriter(_Output(stream)), "utf-8"))
    assert main([name, "--help"]) == 1
    assert capsys.readouterr().err == f"latentpad: the output cannot be written ({os.strerror(number)})\n"


def test_the_log_of_a_command_is_free_of_control_characters(monkeypatch, capsys):
    root = logging.Logger("root")
    monkeypatch.setattr(logging, "root", root)
    start_logging()
    root.warning("%s is left out", "a\x1b[2J\n.wav")
    assert capsys.readouterr().err == "a\\x1b[2J\\n.wav is left out\n"


def test_a_line_of_a_command_is_free_of_control_characters(tmp_path, capsys):
    folder = tmp_path / "a\x1b[2J"
    assert main(["factory", str(folder), "--per-label", "1", "--labels", "kick"]) == 0
    assert capsys.readouterr().out == f"{tmp_path}/a\\x1b[2J: 1 sounds of 1 labels\n"
