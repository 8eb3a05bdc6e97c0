"""The coefficients of the elementary functions, and those that the tool fits."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest

from latentpad.synth.kernels import elementary

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))  # scripts, not a package

from fit_elementary import FORMS, committed, fit, largest_error, remez


@pytest.mark.parametrize("name", FORMS)
def test_fitted_and_committed_errors_are_at_most_those_in_the_docstring(name):
    bound = float(re.search(r"within (\d\S*e-\d)", getattr(elementary, name).__doc__)[1])
    for coefficients in (fit(FORMS[name]), committed(name)):
        assert len(coefficients) == FORMS[name].n_coefficients
        assert largest_error(FORMS[name], coefficients) <= bound


def test_a_minimax_line_through_a_parabola_is_the_one_by_hand():
    """x² over [0, 1]: x - 1/8, three errors of 1/8 in turn."""
    x = np.linspace(0, 1, 10_001)
    assert remez(np.vander(x, 2), x * x, np.ones_like(x)) == pytest.approx([1, -1 / 8])
