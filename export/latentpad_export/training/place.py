"""The place of a process among those of a training: machines, devices, and where the processes meet."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """The processes of a training, as one machine sees them; each has a device of its own."""

    device: str
    """cpu or cuda."""
    devices: int
    """Processes on each machine."""
    nodes: int = 1
    """Machines."""
    node: int = 0
    """Number of this machine, from 0."""
    address: str = "127.0.0.1"
    """Of the first machine."""
    port: int = 0
    """At which the first process listens."""

    @property
    def size(self) -> int:
        """Return the number of all processes."""
        return self.nodes * self.devices

    def rank(self, local_rank: int) -> int:
        """Return the number of a process among all, given that on this machine; both from 0."""
        return self.node * self.devices + local_rank
