"""The FFTs that loops can call.

Where SciPy is installed, as it is for training, rocket-fft imports its transforms to offer them to loops, which takes
12 MB. No loop uses them, so they are hidden from that import.
"""

from latentpad.compiler import hidden

__all__ = ["c2r", "r2c"]

with hidden("scipy.fft"):
    from rocket_fft import c2r, r2c
