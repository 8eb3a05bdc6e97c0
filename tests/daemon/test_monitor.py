from latentpad.daemon.monitor import MOST_LINES, Monitor


def test_lines_are_told_once_and_the_last_are_kept():
    monitor = Monitor()
    assert monitor.after(0) == []
    for number in range(MOST_LINES + 50):
        monitor.note(True, "127.0.0.1 port 5", "/latentpad/x", (number,))
    lines = monitor.after(0)
    assert [line.args[0] for line in lines] == list(range(50, MOST_LINES + 50))
    assert monitor.after(lines[-1].number) == []
    monitor.note(False, "127.0.0.1 port 5", "/latentpad/pong", (1,))
    (line,) = monitor.after(lines[-1].number)
    assert (line.incoming, line.address) == (False, "/latentpad/pong")
