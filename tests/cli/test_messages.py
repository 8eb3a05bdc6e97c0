"""Foreign text in what commands print: escaped on stderr and on terminals, byte for byte where scripts read paths."""

import io
import logging
import os
import sys
from dataclasses import replace

import numpy as np
import pytest

from latentpad.bundle.bundle import save_bundle
from latentpad.bundle.shelf import Shelf
from latentpad.bundle.summary import read_summary
from latentpad.cli import info
from latentpad.cli.main import main
from latentpad.cli.messages import escape_everything
from latentpad.progress import ProgressLine

NASTY = "a\x1b[31m\n\u202e\x9b2J"
ESCAPED = r"a\x1b[31m\n\u202e\x9b2J"


class Screen(io.TextIOWrapper):
    """A terminal, or a file."""

    def __init__(self, is_terminal):
        super().__init__(io.BytesIO(), "utf-8", newline="\n")
        self.is_terminal = is_terminal

    def isatty(self):
        return self.is_terminal

    def shown(self):
        self.flush()
        return self.buffer.getvalue()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are Unicode there")
@pytest.mark.parametrize("command", ["render", "random"])
def test_the_path_of_a_sample_is_exact_in_a_file_and_escaped_on_a_terminal(bundle_path, tmp_path, monkeypatch, command):
    point = (".125", ".125") if command == "render" else ("kick",)
    for is_terminal in (False, True):
        folder = tmp_path / f"{NASTY}\udcff{is_terminal}"
        folder.mkdir()
        monkeypatch.setattr(sys, "stdout", Screen(is_terminal))
        assert main([command, *point, "--bundle", str(bundle_path), "-o", str(folder / "new.wav")]) == 0
        exact = os.fsencode(folder) + b"/new.wav\n"
        escaped = f"{tmp_path}/{ESCAPED}\\xff{is_terminal}/new.wav\n".encode()
        assert sys.stdout.shown() == (escaped if is_terminal else exact)


def test_a_bundle_cannot_write_to_the_terminal_nor_add_lines(toy, tmp_path, data_folder, capsys):
    path = tmp_path / "nasty"
    labels = (NASTY, "snare", "hat")
    names = np.array([f"{NASTY}/{index}.wav" for index in range(len(toy.map.names))])
    texts = {"licence": NASTY, "versions": {NASTY: NASTY}, "training": {NASTY: NASTY}}
    save_bundle(replace(toy, name=NASTY, labels=labels, map=replace(toy.map, names=names), **texts), path)
    Shelf(data_folder).remember(path, read_summary(path))
    for command in (["info", path], ["bundles"], ["nearest", "0.1", "0.1", "--bundle", path], ["bundles", "--json"]):
        assert main([str(argument) for argument in command]) == 0
        printed = capsys.readouterr().out
        assert printed.replace("\n", "").isprintable(), printed
        assert "31m" in printed
    assert main(["info", str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(rf"{ESCAPED}  (studio, ")
    assert [line for line in lines if "licence" in line] == [r"  licence     a\x1b[31m \u202e\x9b2J"]


@pytest.mark.parametrize(
    "arguments",
    [["render", NASTY, "0"], ["cache", f"--{NASTY}"], [NASTY], ["info", NASTY], ["render", "0", "0", "--seed", NASTY]],
)
def test_arguments_are_quoted_in_a_line_without_control_characters(arguments, capsys):
    try:
        status = main(arguments)
    except SystemExit as ended:
        status = ended.code
    printed, said = capsys.readouterr()
    assert status in (1, 2)
    assert (printed, said.count("\n"), said[:-1].isprintable()) == ("", 1, True), said
    assert "31m" in said


def test_a_very_long_argument_is_quoted_without_its_middle(capsys):
    with pytest.raises(SystemExit):
        main(["cache", f"--first{'x' * 100_000}last"])
    said = capsys.readouterr().err
    assert len(said) < 3_000
    assert "--firstxxx" in said
    assert "xxx ... xxx" in said


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (OSError(13, "Permission denied", NASTY), f"{ESCAPED}: Permission denied"),
        (OSError("cannot load library 'libsndfile.so'"), "cannot load library 'libsndfile.so'"),
        (MemoryError("Unable to allocate 3 GiB"), "there is not enough memory (Unable to allocate 3 GiB)"),
        (
            ImportError("libLLVM.so: cannot open shared object file"),
            "a package that latentpad needs is missing or damaged (libLLVM.so: cannot open shared object file); "
            "install latentpad again",
        ),
        (DeprecationWarning("of a package, under python -W error"), "of a package, under python -W error"),
    ],
)
def test_a_fault_of_the_system_is_a_line(error, text, monkeypatch, capsys):
    def fail(_argv):
        raise error

    monkeypatch.setattr(info, "main", fail)
    assert main(["info"]) == 1
    assert capsys.readouterr().err == f"latentpad: {text}\n"


def test_what_python_prints_by_itself_is_escaped_too(monkeypatch, capsys):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("warnings.showwarning", None)
    monkeypatch.setattr(logging, "lastResort", logging._StderrHandler(logging.WARNING))
    escape_everything()
    sys.excepthook(ValueError, ValueError("\x1b"), None)
    logging.lastResort.handle(logging.LogRecord("x", logging.WARNING, "", 0, NASTY, (), None))
    sys.modules["warnings"].showwarning(UserWarning(f"{NASTY}"), UserWarning, "file.py", 1)
    assert capsys.readouterr().err == f"ValueError: \\x1b\n{ESCAPED}\nlatentpad: warning: a\\x1b[31m\n"


def test_progress_is_free_of_control_characters():
    stream = io.StringIO()
    ProgressLine(NASTY, stream)(1, 1)
    assert stream.getvalue() == f"{ESCAPED}: 1 of 1 (0 s)\n"
