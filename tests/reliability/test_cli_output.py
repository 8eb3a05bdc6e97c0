"""Output that cannot be written, and streams that are closed: one line and an exit status that tells."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from latentpad.cli.main import DESIGN, RUNTIME, main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX shells close streams")

TIMEOUT = 60.0
LATENTPAD = (sys.executable, "-m", "latentpad")

FULL = "latentpad: the output cannot be written (No space left on device)\n"
CLOSED = "latentpad: the output cannot be written (Bad file descriptor)\n"

EACH_COMMAND = """
import os, sys
from latentpad.cli.main import load_command
from latentpad.cli.entry import run
for name in sys.argv[1:]:
    load_command(name)
for name in sys.argv[1:]:
    for output in ("full", "closed"):
        print(name, output, flush=True, file=sys.stderr)
        if (child := os.fork()) == 0:
            os.close(1)
            if output == "full":
                os.open("/dev/full", os.O_WRONLY)
                sys.stdout = open(1, "w")
            else:
                sys.stdout = None
            sys.argv = ["latentpad", name, "--help"]
            try:
                run()
            except SystemExit as ended:
                sys.stdout.flush()
                os._exit(ended.code)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True, file=sys.stderr)
"""
"""Has each command print its help where that is not possible; modules are imported once, as that takes a while."""


def shell(command, **options):
    """Run a command line with the program as ``$@``; return its exit status, stdout and stderr."""
    done = subprocess.run(
        ["sh", "-c", command, "sh", *LATENTPAD], capture_output=True, text=True, timeout=TIMEOUT, check=False, **options
    )
    return done.returncode, done.stdout, done.stderr


def test_every_command_survives_a_full_disk_and_a_closed_stdout_with_a_line():
    commands = [*RUNTIME, *DESIGN]
    done = subprocess.run(
        [sys.executable, "-c", EACH_COMMAND, *commands], capture_output=True, text=True, timeout=TIMEOUT, check=True
    )
    cases = [(name, output, text) for name in commands for output, text in (("full", FULL), ("closed", CLOSED))]
    assert done.stderr == "".join(f"{name} {output}\n{text}1\n" for name, output, text in cases)


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ('"$@" info >/dev/full', (1, "", FULL)),  # more than a buffer holds
        ('"$@" bundles >&-', (1, "", CLOSED)),
        ('"$@" unknown 2>/dev/full', (1, "", "")),
        ('"$@" unknown 2>&-', (1, "", "")),
        ('"$@" --version <&- 2>&-', (0, "latentpad 0.1.0\n", "")),
        ('"$@" bundles <&- >&- 2>&-', (1, "", "")),
        ('("$@" bundles; echo $? >&2) | true', (0, "", "141\n")),
        ('("$@" --help; echo $? >&2) | true', (0, "", "141\n")),
    ],
)
def test_a_stream_that_cannot_be_written_is_no_traceback(command, found):
    assert shell(command) == found


def test_a_sample_does_not_become_the_output_that_is_closed(bundle_path, tmp_path):
    """Else the wav would have the number of stdout, and get what is printed."""
    sample = tmp_path / "new.wav"
    assert shell(f'"$@" render .125 .125 --bundle {bundle_path} -o {sample} >&-') == (1, "", CLOSED)
    assert main(["again", str(sample), "--bundle", str(bundle_path), "-o", str(tmp_path / "again.wav")]) == 0
    assert sample.read_bytes() == (tmp_path / "again.wav").read_bytes()


def test_a_disk_that_is_full_is_a_line_and_leaves_nothing(bundle_path, tmp_path):
    drop = tmp_path / "drop"
    drop.mkdir()
    status, printed, said = shell(f'ulimit -f 0; "$@" render .125 .125 --bundle {bundle_path} -o {drop}/new.wav')
    assert (status, printed) == (1, "")
    assert said.startswith(f"latentpad: {drop}/new.wav")
    assert said.count("\n") == 1
    assert list(drop.iterdir()) == []


def test_the_program_finds_its_files_without_a_home_a_working_folder_or_a_locale(tmp_path):
    gone = tmp_path / "gone"
    for setting in (
        "unset HOME; ",
        "HOME=/nowhere ",
        "HOME=/dev/null ",
        "LC_ALL=C PYTHONIOENCODING=ascii ",
        "TMPDIR=/no ",
    ):
        status, printed, said = shell(f'{setting} "$@" bundles')
        assert (status, said, printed.startswith("default ")) == (0, "", True), setting
    status, _, said = shell(
        f'mkdir {gone}; cd {gone}; rmdir {gone}; "$@" bundles', env=os.environ | {"PYTHONSAFEPATH": "1"}
    )
    assert (status, said) == (0, "")
    status, _, said = shell(
        f'mkdir {gone}; cd {gone}; rmdir {gone}; "$@" info drums.wav', env=os.environ | {"PYTHONSAFEPATH": "1"}
    )
    assert (status, said) == (1, "latentpad: the current folder does not exist any more; change to another one\n")
    assert not Path("~").exists()
