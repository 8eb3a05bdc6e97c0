"""The process that maps."""

import os
import sys
import threading

import pytest

from latentpad.web.imports.events import Note
from latentpad.web.imports.process import ImportProcess

TIMEOUT = 20.0


class Ran:
    """A process that runs a script, its events and its end."""

    def __init__(self, script, on_event=None):
        self.events, self.end = [], None
        self._ended, self.begun = threading.Event(), threading.Event()
        self._on_event = on_event
        self.process = ImportProcess([sys.executable, "-c", script], self._add, self._finish)

    def _add(self, event):
        self.events.append(event)
        self.begun.set()
        if self._on_event:
            self._on_event(event)

    def _finish(self, status, line):
        assert self.end is None
        self.end = status, line
        self._ended.set()

    def wait(self):
        assert self._ended.wait(TIMEOUT)
        return self


SAY = """import sys, time, signal, json
say = lambda text: print(json.dumps({'event': 'note', 'text': text}), flush=True)
"""
SLEEP = "while True: time.sleep(60)"


def test_events_come_in_their_order_and_before_the_end():
    ran = Ran(SAY + "for n in range(200): say(str(n))")
    ran.process.start()
    assert ran.wait().end == (0, "")
    assert ran.events == [Note(str(n)) for n in range(200)]


def test_the_end_tells_the_exit_status_and_the_last_line_of_the_log():
    ran = Ran("import sys\nprint('one\\nit  broke\\n', file=sys.stderr)\nsys.exit(3)")
    ran.process.start()
    assert ran.wait().end == (3, "it broke")


def test_garbage_and_endless_lines_are_left_out():
    script = SAY + "say('a'); sys.stdout.buffer.write(b'\\xff\\xfe\\n' + b'x' * 300_000 + b'\\n{}\\n'); say('b')"
    ran = Ran(script)
    ran.process.start()
    assert ran.wait().events == [Note("a"), Note("b")]


def test_a_full_log_does_not_hold_up_the_process():
    ran = Ran(SAY + "print('x' * 1_000_000 + '\\nlast', file=sys.stderr); say('done')")
    ran.process.start()
    assert ran.wait().end == (0, "last")
    assert ran.events == [Note("done")]


def test_an_event_that_cannot_be_handled_is_logged_and_the_next_one_handled(caplog):
    def fail(event):
        if event == Note("a"):
            raise ValueError("no")

    ran = Ran(SAY + "say('a'); say('b')", fail)
    ran.process.start()
    assert ran.wait().events == [Note("a"), Note("b")]
    assert "could not be handled" in caplog.text


def test_a_process_is_terminated_and_ends_once():
    ran = Ran(SAY + "say('a')\n" + SLEEP)
    ran.process.start()
    assert ran.begun.wait(TIMEOUT)
    ran.process.terminate()
    assert ran.wait().end[0] != 0
    ran.process.terminate()
    ran.process.close()


def test_a_process_that_does_not_end_by_itself_is_killed():
    ran = Ran(SAY + "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nsay('a')\n" + SLEEP)
    ran.process.start()
    assert ran.begun.wait(TIMEOUT)
    ran.process.close(patience=0.1)
    assert ran.wait().end[0] != 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no groups of processes")
def test_processes_that_it_has_started_end_with_it():
    script = "import subprocess\nchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    ran = Ran(SAY + script + "say(str(child.pid))\n" + SLEEP)
    ran.process.start()
    assert ran.begun.wait(TIMEOUT)
    (event,) = ran.events
    assert os.getpgid(int(event.text)) == os.getpgid(ran.process._process.pid) != os.getpgid(0)
    assert os.getsid(int(event.text)) == os.getsid(0)  # else its nice value would mean less
    ran.process.close()
    assert ran.wait().end[0] != 0


def test_a_program_that_is_missing_raises():
    process = ImportProcess(["/no/such/program"], lambda event: None, lambda status, line: None)
    with pytest.raises(OSError, match="No such file"):
        process.start()
    process.terminate()
    process.close()


def test_no_shell_reads_the_arguments():
    ran = Ran(SAY)
    command = [sys.executable, "-c", SAY + "say(sys.argv[1])", "$(echo x); `y` & \"'"]
    ran.process = ImportProcess(command, ran._add, ran._finish)
    ran.process.start()
    assert ran.wait().events == [Note("$(echo x); `y` & \"'")]
