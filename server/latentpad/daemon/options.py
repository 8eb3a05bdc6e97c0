"""The options of one run of the daemon, as the command line sets them."""

from dataclasses import dataclass, field

from latentpad.errors import PortError
from latentpad.osc.aliases import Axes


@dataclass(frozen=True)
class DaemonOptions:
    """Addresses, ports and initial settings of the daemon."""

    host: str | None = None
    """The address to listen on beside 127.0.0.1 and ::1; None for these alone."""

    port: int = 9310
    """The UDP port to listen on; 0 lets the system choose."""

    reply_port: int = 9311
    """Port of the replies to a ``hello`` that names none."""

    axes: Axes = field(default_factory=Axes)
    """Orientation of the XY pads of other makers' layouts."""

    trigger: str = "manual"
    """Initial trigger: ``auto`` renders whenever the point has moved, ``manual`` only on request."""

    def check(self) -> None:
        """Check that the ports are numbers of ports (raises PortError)."""
        for port, lowest, flag in ((self.port, 0, "--port"), (self.reply_port, 1, "--reply-port")):
            if not lowest <= port <= 65535:
                raise PortError(f"{flag} must be {lowest} to 65535, not {port}")

    def check_reply_port(self, port: int) -> None:
        """Check that replies do not come back to the port that is listened on (raises PortError)."""
        if port == self.reply_port:
            raise PortError(f"latentpad would reply to itself: {port} is its own port (see --port, --reply-port)")
