"""The options of one run of the daemon, as the command line sets them."""

from dataclasses import dataclass, field

from latentpad.osc.aliases import Axes


@dataclass(frozen=True)
class DaemonOptions:
    """Addresses, ports and initial settings of the daemon."""

    host: str | None = None
    """The address to listen on; None for 127.0.0.1 and ::1."""

    port: int = 9310
    """The UDP port to listen on; 0 lets the system choose."""

    reply_port: int = 9311
    """Port of the replies to a ``hello`` that names none."""

    axes: Axes = field(default_factory=Axes)
    """Orientation of the XY pads of other makers' layouts."""

    trigger: str = "manual"
    """Initial trigger: ``auto`` renders whenever the point has moved, ``manual`` only on request."""
