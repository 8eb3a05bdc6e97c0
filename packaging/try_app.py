"""Try the app as somebody who has just got it: first start, page, a sound, second start, clean stop.

It runs with a new home folder and nothing on the PATH, no Python and no browser. What was tried is printed, with the
seconds since the first start.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from build import internal, program

from latentpad.bench.daemon_process import Client

TRY_SECONDS, RETRY_SECONDS = 300.0, 0.05

PORT, PAGE = 9310, "http://127.0.0.1:9312"
"""Of a start without arguments."""

FIRST = ("serve", "--open", "--log") if sys.platform == "darwin" else ()
"""What plays in the process that is started; without arguments, that of macOS ends at once."""

SYSTEM = "SystemRoot", "SystemDrive", "ComSpec", "TEMP", "TMP", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE"
"""Variables without which nothing runs on Windows."""


class Trial:
    """The app as one user has it.

    Parameters
    ----------
    app : str
        The program.
    home : Path
        The user's home folder.
    environment : dict, optional
        More variables.
    options
        More options of processes, such as the user.
    """

    def __init__(self, app: str, home: Path, environment: dict[str, str] | None = None, **options: Any) -> None:
        self._app, self._options = app, {"cwd": home, **options}
        self._environment = {name: os.environ[name] for name in SYSTEM if name in os.environ}
        self._environment |= {"HOME": str(home), "USERPROFILE": str(home), "PATH": str(home / "nothing")}
        self._environment |= {"APPDATA": str(home / "Roaming"), "LOCALAPPDATA": str(home / "Local")}
        self._environment |= environment or {}
        self._started = 0.0

    def run(self, while_it_runs: Callable[[], None] = lambda: None) -> float:
        """Try everything; return the seconds from the first start to the first sound (raises AssertionError)."""
        self._started = time.monotonic()
        with self.start(*FIRST) as first:
            try:
                self._until(_page_answers, first)
                self._say("the page answers")
                self._until(
                    lambda: (
                        "latentpad runs" in (state := self.output("--daemon", "status"))
                        and "about to be ready" not in state
                    ),
                    first,
                )
                self._say("it is ready")
                sample = _render()
                seconds = time.monotonic() - self._started
                self._say(f"the first sound is complete: {sample.name}")
                second = self.output()
                assert second.startswith("latentpad is already running"), second
                assert PAGE in second, second
                self._say("a second start names the page of the first, and ends")
                report = self.output("doctor")
                assert ", the app\n" in report, report
                while_it_runs()
                assert self.output("--daemon", "stop").endswith("latentpad has stopped\n")
                assert first.wait(TRY_SECONDS) == 0, first.stdout and first.stdout.read()
                self._say("it has stopped")
            finally:
                first.kill()
        return seconds

    def output(self, *arguments: str) -> str:
        """Run the app with arguments; return what it has printed."""
        with self.start(*arguments) as process:
            printed: str = process.communicate(timeout=TRY_SECONDS)[0]
        assert process.returncode in (0, 3), printed
        return printed

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """Start the app."""
        return subprocess.Popen(
            [self._app, *arguments],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **self._options,
        )

    def _until(self, is_so: Callable[[], bool], first: "subprocess.Popen[str]") -> None:
        """Wait until something is so, as long as the app runs."""
        while not is_so():
            assert first.poll() is None, first.stdout and first.stdout.read()
            assert time.monotonic() < self._started + TRY_SECONDS
            time.sleep(RETRY_SECONDS)

    def _say(self, text: str) -> None:
        """Print what has succeeded."""
        print(f"{time.monotonic() - self._started:6.1f} s  {text}", flush=True)


def _page_answers() -> bool:
    """Return whether the page is there."""
    try:
        with urllib.request.urlopen(PAGE, timeout=TRY_SECONDS) as response:
            return b"<title>latentpad</title>" in response.read()
    except OSError:
        return False


def _render() -> Path:
    """Have a sample rendered over OSC; return it."""
    client = Client(PORT)
    try:
        client.send("generate", 7, 0.3, 0.6)
        sample = Path(str(client.receive_done(7).args[1]))
    finally:
        client.close()
    assert sample.stat().st_size > 1000, sample
    return sample


def main() -> int:
    """Try the app; return the exit status."""
    parser = argparse.ArgumentParser(description="Try the app.")
    parser.add_argument("output", type=Path, nargs="?", default=Path("dist"), help="folder that build.py has written")
    parser.add_argument("--program", help="the program, if it is elsewhere")
    arguments = parser.parse_args()
    app = arguments.program or program(internal(arguments.output.absolute()))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        Trial(app, Path(home)).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
