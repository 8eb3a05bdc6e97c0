"""The likelihood of `latentpad_export.model.losses` with its gradient, as one compiled loop over frames.

Written as tensor operations, it takes some hundred passes over memory, a third of the time of a training step on a CPU.

Letters: B sounds, T frames, F bands.
"""

from typing import Any

import numba
import numpy as np

from latentpad.synth.kernels.elementary import exp2
from latentpad_export.model.likelihood_arrays import LONG, TALL, WIDE
from latentpad_export.stored_loops import stored

FLAGS = {"reassoc", "contract", "arcp", "nsz"}
"""What makes sums vectorise; numbers that are not finite remain so."""

OPTIONS: dict[str, Any] = {"fastmath": FLAGS, "nogil": True, "error_model": "numpy"}
_inlined = numba.njit(inline="always")
_part = numba.njit(forceinline=True, **OPTIONS)


@_inlined
def _sign(x: Any) -> Any:
    """Return -1, 0 or 1."""
    return np.float32(1) if x > 0 else (np.float32(-1) if x < 0 else np.float32(0))


@_part
def compare(x: Any, out: Any, weights: Any, s: Any, c: Any) -> Any:
    """Fill differences, weights, columns and patches of a sound; return the error of columns and patches."""
    n_frames, n_bands = x.shape
    n_long = c.patch.shape[0]
    c.patch[:], c.patch_weight[:] = 0, 0
    error = np.float32(0)
    for t in range(n_frames):
        first = weights.onset[t] if t < len(weights.onset) else np.float32(1)
        for f in range(n_bands):
            c.difference[t, f] = x[t, f] - out[t, f]
            level = (max(x[t, f], out[t, f]) - s.inaudible) * s.per_level
            c.weight[t, f] = min(max(level, s.inaudible_weight), np.float32(1)) * weights.bands[f]
        for k in range(n_bands // WIDE):
            total, weight = np.float32(0), np.float32(0)
            for j in range(WIDE):
                total += c.difference[t, WIDE * k + j]
                weight += c.weight[t, WIDE * k + j]
            weight *= first * s.column
            error += weight * abs(total)
            c.column[t, k] = weight * _sign(total)
        if t < LONG * n_long:
            for k in range(n_bands // TALL):
                total, weight = np.float32(0), np.float32(0)
                for j in range(TALL):
                    total += c.difference[t, TALL * k + j]
                    weight += c.weight[t, TALL * k + j]
                c.patch[t // LONG, k] += total
                c.patch_weight[t // LONG, k] += weight * first * s.patch
    for i in range(n_long):
        for k in range(n_bands // TALL):
            error += c.patch_weight[i, k] * abs(c.patch[i, k])
            c.patch[i, k] = c.patch_weight[i, k] * _sign(c.patch[i, k])
    return error


@_part
def differentiate(t: Any, out: Any, gradient: Any, weights: Any, s: Any, c: Any) -> Any:
    """Fill the gradient of all errors but the shift in a frame; return the errors of bins and texture."""
    n_frames, n_bands = c.difference.shape
    first = weights.onset[t] if t < len(weights.onset) else np.float32(1)
    before, after = t - 1 if t > 0 else 1, t + 1 if t < n_frames - 1 else n_frames - 2
    earlier, now, later, weight = c.difference[before], c.difference[t], c.difference[after], c.weight[t]
    of_mean, of_scale, log_scales = gradient[t, :n_bands], gradient[t, n_bands:], out[t, n_bands:]
    bins, texture = np.float32(0), np.float32(0)
    for f in range(n_bands):
        rough = abs(now[f] - np.float32(0.5) * (earlier[f] + later[f])) * weights.smoothness[f]
        log_scale = min(max(log_scales[f], s.low), s.high)
        ratio = rough * exp2(log_scale * np.float32(-1.4426950408889634))
        texture += weight[f] * (ratio + log_scale)
        of_scale[f] = s.share * (weight[f] - weight[f] * ratio)
    factor = s.share * s.precision
    for f in range(n_bands):
        bins += first * weight[f] * abs(now[f])
        of_mean[f] = -factor * first * weight[f] * _sign(now[f])
    for k in range(n_bands // WIDE):
        for j in range(WIDE):
            of_mean[WIDE * k + j] -= factor * c.column[t, k]
    if t < LONG * c.patch.shape[0]:
        for k in range(n_bands // TALL):
            for j in range(TALL):
                of_mean[TALL * k + j] -= factor * c.patch[t // LONG, k]
    return bins * s.precision + texture


@_part
def accumulate(values: Any) -> None:
    """Replace values by their cumulative sums, in four parts at once."""
    n = len(values) // 4
    a, b, c, d = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
    for i in range(n):
        a += values[i]
        b += values[n + i]
        c += values[2 * n + i]
        d += values[3 * n + i]
        values[i], values[n + i], values[2 * n + i], values[3 * n + i] = a, b, c, d
    for i in range(n):
        values[n + i] += a
        values[2 * n + i] += a + b
        values[3 * n + i] += a + b + c
    for i in range(4 * n, len(values)):
        values[i] += values[i - 1]


@_part
def move(x: Any, out: Any, gradient: Any, loudest: Any, bands: Any, s: Any, rows: Any) -> Any:
    """Add the gradient of the shift of energy in a frame; return its error."""
    n_bands = len(x)
    shares, moved, total = rows[0], rows[1], rows[2]
    sum_x, sum_mean = np.float32(0), np.float32(0)
    for f in range(n_bands):
        moved[f] = exp2((x[f] - np.float32(1)) * s.log_range)
        shares[f] = exp2((min(out[f], s.loudest) - np.float32(1)) * s.log_range)
        sum_x += moved[f]
        sum_mean += shares[f]
    weight = s.shift * min(max((loudest - s.inaudible) * s.per_level, np.float32(0)), np.float32(1))
    for f in range(n_bands):
        shares[f] /= sum_mean
        moved[f] = moved[f] / sum_x - shares[f]
    accumulate(moved)
    error = np.float32(0)
    for f in range(n_bands):
        error += bands[f] * abs(moved[f])
        total[f] = moved[f] = weight * bands[f] * _sign(moved[f])
    accumulate(total)
    common, last = np.float32(0), total[n_bands - 1]
    for f in range(n_bands):
        moved[f] += last - total[f]
        common += moved[f] * shares[f]
    factor = s.share * s.log_range * np.float32(0.6931471805599453)
    for f in range(n_bands):
        inside = np.float32(1) if out[f] <= s.loudest else np.float32(0)
        gradient[f] += inside * factor * shares[f] * (common - moved[f])
    return weight * error


@stored(**OPTIONS)
def likelihood(x: Any, out: Any, gradient: Any, loudest: Any, weights: Any, s: Any, c: Any) -> Any:
    """Fill the gradient (B, T, 2 F) for decoded means and log scales `out`; return the loss of sounds `x` (B, T, F).

    `loudest` (B, T) is the loudest band of each frame.
    """
    loss = 0.0
    for i in range(x.shape[0]):
        loss += compare(x[i], out[i], weights, s, c) * s.precision
        for t in range(x.shape[1]):
            loss += differentiate(t, out[i], gradient[i], weights, s, c)
            loss += move(x[i, t], out[i, t], gradient[i, t], loudest[i, t], weights.bands, s, c.rows)
    return loss * s.share
