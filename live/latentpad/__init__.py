"""The control surface *latentpad* for Ableton Live: puts new samples where your hands are.

Live imports this folder from *Remote Scripts* of its User Library. Standard library only, in the Python of Live 11
(3.7) and Live 12 (3.11). There are no threads: Live calls `Surface.update_display` ten times a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .surface import Surface

if TYPE_CHECKING:
    from .host import Host


def create_instance(c_instance: Host) -> Surface:
    """Return the control surface; Live calls this when it is chosen in Live's settings."""
    return Surface(c_instance)
