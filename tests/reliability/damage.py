"""Damage to bytes and to numbers, chosen at random."""

import random

import numpy as np

SIZES = (0, 1, 2, 3, 5, 64, 65, 4096, 10**6, 2**31, 2**40, 2**63 - 1)
NUMBERS = (np.nan, np.inf, -np.inf, 0.0, 1e-38, 1e6, -1e6, 3e38, 0.5, -1.0)


def damaged(content: bytes, rng: random.Random) -> bytes:
    """Return bytes with something changed, removed, repeated or put in, often near an end, where the structure is."""
    at = rng.randrange(len(content) + 1)
    if rng.random() < 0.5:
        at = rng.choice([at % 400, len(content) - at % min(400, len(content) + 1)])
    n = rng.choice([1, 1, 1, 2, 4, 8, 100, 5000])
    new = rng.choice([rng.randbytes(n), bytes(n), b"\xff" * n, content[at : at + n] * 2, b""])
    return content[:at] + new + content[at + rng.choice([0, 1, len(new), n]) :]


def with_values(array: np.ndarray, rng: random.Random) -> np.ndarray:
    """Return an array with some numbers replaced."""
    array = array.copy()
    flat = array.reshape(-1)
    if not flat.size or array.dtype.kind not in "fiub":
        return array
    rows = rng.choice([slice(None), slice(0, 1), slice(0, None, 3), slice(-1, None)])
    if array.dtype.kind == "f":
        with np.errstate(over="ignore"):
            flat[rows] = np.array(rng.choice(NUMBERS)).astype(array.dtype)
    elif array.dtype.kind == "b":
        flat[rows] ^= True
    else:
        limits = np.iinfo(array.dtype)
        flat[rows] = rng.choice([limits.min, limits.max, 0, 1, min(97, limits.max)])
    return array
