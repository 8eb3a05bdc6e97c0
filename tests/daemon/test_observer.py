"""What is told of a run of the daemon."""

from latentpad.daemon.daemon import Daemon
from latentpad.daemon.observer import Observer
from latentpad.daemon.options import DaemonOptions


class Notes(Observer):
    """Notes what it is told, and stops the daemon once it is ready."""

    def __init__(self):
        self.told = []

    def started(self, port, page):
        self.told.append(("started", port, page))

    def ready(self):
        self.told.append("ready")

    def should_stop(self):
        return "ready" in self.told


def test_an_observer_is_told_of_the_start_and_of_being_ready_and_can_stop_the_run(player, listener):
    notes = Notes()
    daemon = Daemon(player, DaemonOptions(port=0, reply_port=listener.port))
    prepared = []
    daemon.run(lambda _player: prepared.append(list(notes.told)), notes)
    assert notes.told == [("started", daemon.port, ""), "ready"]
    assert prepared == [[("started", daemon.port, "")]]


def test_an_observer_does_nothing_by_itself():
    observer = Observer()
    observer.started(9310, "http://127.0.0.1:9312")
    observer.ready()
    assert not observer.should_stop()
