"""Loops that were compiled when the app was built, and the processor that they were compiled for.

Code for the processor of the machine that builds the app would be of no use elsewhere. So where the app brings compiled
loops, numba is told to compile for a baseline that most processors have; the others compile for themselves.
"""

import os
import platform
from functools import cache
from pathlib import Path
from typing import NamedTuple

from latentpad.paths import default_bundle

NAME, FEATURES = "NUMBA_CPU_NAME", "NUMBA_CPU_FEATURES"


class Baseline(NamedTuple):
    """A processor, as LLVM calls it."""

    name: str
    features: tuple[str, ...]
    """What another processor needs to run code for this one."""


X86 = Baseline("x86-64-v3", ("avx2", "bmi", "bmi2", "f16c", "fma", "lzcnt", "movbe"))
APPLE = Baseline("apple-m1", ())
BASELINES = {"x86_64": X86, "AMD64": X86, "arm64": APPLE}
"""By the names that systems have for machines; only macOS calls one ``arm64``, of those with an app."""


@cache
def packaged_folder() -> Path | None:
    """Return the folder of the loops that the app brings; None without the app."""
    folder = default_bundle().parent / "kernels"
    return folder if folder.is_dir() else None


def choose_processor() -> None:
    """Have numba compile for the baseline, unless the user has chosen; in processes that are started later, too.

    To be called before numba is imported; it has no effect where no compiled loops are packaged.
    """
    baseline = BASELINES.get(platform.machine())
    if packaged_folder() is None or baseline is None or NAME in os.environ or FEATURES in os.environ:
        return
    from llvmlite.binding import get_host_cpu_features  # is not there without numba

    host = get_host_cpu_features()
    if all(host.get(name) for name in baseline.features):
        os.environ[NAME], os.environ[FEATURES] = baseline.name, ""
