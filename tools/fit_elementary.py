"""Fit the polynomials of latentpad/synth/kernels/elementary.py, and compare them with the coefficients there.

python tools/fit_elementary.py

Each function is ``offset + t * p(t)``, or ``t * p(t²)`` for an odd one, over the interval that it is reduced to. The
coefficients of p are those of the smallest largest error (minimax), found by Remez's exchange in float64 and rounded to
float32. Errors are those of the evaluation in float32. Other coefficients in elementary.py would render every request
to other bytes.
"""

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from latentpad.synth.kernels import elementary

Array = NDArray[np.float64]
Coefficients = NDArray[np.float32]
"""From the highest power down."""

N_NODES, N_TESTED = 20_000, 1_000_001
MAX_EXCHANGES = 50
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Form:
    """A function and the polynomial in its place."""

    function: Callable[[Array], Array]
    low: float
    high: float
    n_coefficients: int
    odd: bool = False
    offset: float = 0.0
    unit: float = 1.0
    """By which the result is multiplied; for the arctangent, turns per radian."""

    relative: bool = False
    """Whether the error is relative to the value."""

    def scale(self, t: Array) -> Array:
        """Return what an error is divided by."""
        return self.unit * self.function(t) if self.relative else np.ones_like(t)


FORMS = {
    "log2": Form(lambda t: np.log2(1 + t), 0, 1, 8),
    "exp2": Form(np.exp2, -0.5, 0.5, 5, offset=1.0, relative=True),
    "sine": Form(lambda t: np.sin(2 * np.pi * t), 0, 0.25, 5, odd=True),
    "arctangent": Form(np.arctan, 0, 1, 7, odd=True, unit=1 / (2 * np.pi)),
}


def fit(form: Form) -> Coefficients:
    """Return the coefficients of the smallest largest error."""
    middle, half = (form.low + form.high) / 2, (form.high - form.low) / 2
    t = middle - half * np.cos(np.pi * (np.arange(N_NODES) + 0.5) / N_NODES)  # none of them is 0
    wanted = (form.function(t) - form.offset) / t
    powers = np.vander(t * t if form.odd else t, form.n_coefficients)
    weight = form.unit * np.abs(t) / form.scale(t)
    return remez(powers, wanted, weight).astype(np.float32)


def remez(basis: Array, wanted: Array, weight: Array) -> Array:
    """Return the coefficients that minimise the largest ``weight * |wanted - basis @ coefficients|``.

    Each step solves for an error of the same size and alternating sign at n + 1 points, then moves these to the peaks
    of the error found (Remez, Comptes rendus 198, 1934).
    """
    n = basis.shape[1]
    points = np.linspace(0, len(basis) - 1, n + 1).round().astype(int)
    signs = (-1.0) ** np.arange(n + 1)
    for _ in range(MAX_EXCHANGES):
        *found, level = np.linalg.solve(np.column_stack([basis[points], signs / weight[points]]), wanted[points])
        coefficients = np.array(found)
        error = weight * (wanted - basis @ coefficients)
        if np.abs(error).max() <= (1 + TOLERANCE) * abs(level):
            return coefficients
        points = peaks(error, n + 1)
    raise ArithmeticError(f"no minimax polynomial found in {MAX_EXCHANGES} exchanges")


def peaks(error: Array, count: int) -> NDArray[np.intp]:
    """Return the positions of the largest errors of alternating sign, of the largest at the ends if there are more."""
    runs = np.split(np.arange(len(error)), np.flatnonzero(np.diff(np.sign(error))) + 1)
    found = np.array([run[np.abs(error[run]).argmax()] for run in runs])
    while len(found) > count:
        found = found[1:] if abs(error[found[0]]) < abs(error[found[-1]]) else found[:-1]
    return found


def committed(name: str) -> Coefficients:
    """Return the coefficients of p in elementary.py: the number at the end of each ``p = ...``."""
    tree = ast.parse(inspect.getsource(elementary))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    steps = [ast.unparse(step) for step in functions[name].body]
    numbers = [float(step[step.rindex("(") + 1 : -1]) for step in steps if step.startswith("p = ")]
    return np.array(numbers[: FORMS[name].n_coefficients], dtype=np.float32)


def largest_error(form: Form, coefficients: Coefficients) -> float:
    """Return the largest error over the interval, computed in float32 as elementary.py does."""
    t = np.linspace(form.low, form.high, N_TESTED).astype(np.float32)
    variable = t * t if form.odd else t
    p = np.full_like(t, coefficients[0])
    for coefficient in coefficients[1:]:
        p = p * variable + coefficient
    found = (p * t + np.float32(form.offset)) * np.float32(form.unit)
    exact = t.astype(np.float64)
    error = found.astype(np.float64) - form.unit * form.function(exact)
    return float(np.abs(error / form.scale(exact)).max())


def main() -> None:
    """Print the coefficients and the largest errors, fitted and committed."""
    for name, form in FORMS.items():
        pair = fit(form), committed(name)
        errors = [largest_error(form, coefficients) for coefficients in pair]
        print(f"{name}\n  largest error: fitted {errors[0]:.2e}, committed {errors[1]:.2e}")
        for fitted, present in zip(*pair, strict=True):
            print(f"  {fitted!s:>14} {present!s:>14}")


if __name__ == "__main__":
    main()
