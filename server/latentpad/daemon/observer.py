"""What is told of a run of the daemon, as the command line uses it."""


class Observer:
    """Is told how far a run is, in its main thread; this one does nothing."""

    def started(self, port: int, page: str) -> None:
        """Act on the start: OSC is received on a UDP port, and the page has an address, which is empty without one."""

    def ready(self) -> None:
        """Act on everything being prepared."""

    def should_stop(self) -> bool:
        """Return whether the daemon has reason to stop; asked several times per second."""
        return False
