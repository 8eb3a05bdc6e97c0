"""ViSQOL's regression from similarities to a grade, without libsvm.

The model is a text file of libsvm: a header, then a support vector per line, with its coefficient. libsvm has to be
compiled on Linux and some versions of macOS, scikit-learn does not, and the grade is one sum over the vectors.

References
----------
Chang and Lin, "LIBSVM: A library for support vector machines", ACM TIST 2011, equation 10.
"""

from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_svmlight_file
from sklearn.metrics.pairwise import rbf_kernel

WORST, BEST = 1.0, 5.0
"""Bounds of a mean opinion score."""


class SupportVectors:
    """A mapper with the methods of visqol-python's ``SimilarityToQualityMapper``."""

    def __init__(self, model_path: str) -> None:
        self.model_path = model_path

    def init(self) -> None:
        """Read the model.

        Raises
        ------
        ValueError
            It is not a regression with a Gaussian kernel.
        """
        header, _, vectors = Path(self.model_path).read_bytes().partition(b"\nSV\n")
        values = dict(line.split(" ", 1) for line in header.decode("ascii").splitlines())
        if (values.get("svm_type"), values.get("kernel_type")) != ("nu_svr", "rbf"):
            raise ValueError(f"{self.model_path}: must be of svm_type nu_svr and kernel_type rbf")
        self.gamma, self.rho = float(values["gamma"]), float(values["rho"])
        self.vectors, self.coefficients = load_svmlight_file(BytesIO(vectors), zero_based=False)

    def predict_quality(
        self, fvnsim: NDArray[np.float64], *_: NDArray[np.float64] | None, **__: NDArray[np.float64] | None
    ) -> float:
        """Return the grade of the mean similarity per band [n_bands]; the other arguments are for speech."""
        kernel = rbf_kernel(np.asarray(fvnsim, dtype=np.float64)[None], self.vectors, gamma=self.gamma)
        return float(np.clip(kernel[0] @ self.coefficients - self.rho, WORST, BEST))
