"""The compilation of loops, once per machine, with its progress."""

from collections.abc import Iterator
from contextlib import contextmanager

from latentpad.compiler import without_linear_algebra
from latentpad.player.compilation import compile_loops
from latentpad.progress import ProgressLine
from latentpad.synth.kernels.jit import report_compilation

TASK = "Compiling, once per machine"


def compile_all() -> None:
    """Have another process compile all loops, unless they are: for commands that run for long."""
    without_linear_algebra()
    compile_loops(ProgressLine(TASK))


@contextmanager
def compiling() -> Iterator[None]:
    """Report the progress where a block compiles what it needs: a third of all loops for one sample."""
    without_linear_algebra()
    with report_compilation(ProgressLine(TASK)):
        yield
