"""The compilation of all loops before a command that renders, once per machine."""

from latentpad.compiler import without_linear_algebra
from latentpad.player.compilation import compile_loops
from latentpad.progress import ProgressLine

TASK = "Compiling, once per machine"


def prepare_loops() -> None:
    """Have all loops compiled, with the progress of it, unless they are."""
    without_linear_algebra()
    compile_loops(ProgressLine(TASK))
