"""The FFTs that loops can call.

Where SciPy is installed, as it is for training, rocket-fft imports its transforms to offer them to loops, which takes
12 MB. No loop uses them, so they are hidden from that import.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["c2r", "r2c"]


@contextmanager
def _hidden(name: str) -> Iterator[None]:
    """Have imports of a module fail within a block, unless it is imported already."""
    is_new = name not in sys.modules
    if is_new:
        sys.modules[name] = None  # type: ignore[assignment]  # as documented for sys.modules
    try:
        yield
    finally:
        if is_new:
            del sys.modules[name]


with _hidden("scipy.fft"):
    from rocket_fft import c2r, r2c
