"""Compiled loops of the training half, stored so that a later process need not compile them again."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numba
from numba.core.dispatcher import Dispatcher

from latentpad.synth.kernels.jit import keep_compiled


def stored(**options: Any) -> Callable[[Any], Any]:
    """Declare a loop that is compiled once per machine, or once per process where no folder can be written."""

    def declare(loop: Any) -> Any:
        dispatcher = numba.njit(loop, **options)
        keep_compiled(dispatcher)
        return dispatcher

    return declare


def store_loops_of(*modules: ModuleType) -> None:
    """Have the loops of modules stored that are compiled by every process otherwise."""
    for module in modules:
        for loop in vars(module).values():
            if isinstance(loop, Dispatcher) and type(vars(loop)["_cache"]).__name__ == "NullCache":
                keep_compiled(loop)
