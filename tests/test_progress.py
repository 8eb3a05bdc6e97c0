"""The progress line of long work, on a terminal and in a file."""

from latentpad.progress import ProgressLine


class Stream:
    """A stream that is a terminal, or not."""

    def __init__(self, terminal):
        self.text, self._terminal = "", terminal

    def isatty(self):
        return self._terminal

    def write(self, text):
        self.text += text

    def flush(self):
        pass


def test_progress_stays_on_one_line_of_a_terminal_and_takes_a_few_lines_elsewhere():
    screen, file = Stream(terminal=True), Stream(terminal=False)
    for stream in (screen, file):
        progress = ProgressLine("work", stream)
        for done in range(41):
            progress(done, 40)
    assert screen.text.count("\n") == 1
    assert screen.text.split("\r")[-1] == "work: 40 of 40 (0 s)\n"
    assert file.text.splitlines() == [f"work: {n} of 40 (0 s)" for n in (10, 20, 30, 40)]
