"""The program from its first line to its last: signals, closed streams and faults end in a line and a true status.

Signals are handled before anything else is imported, which takes a second, and until the interpreter is gone.
"""

import os
import sys

from latentpad import TYPE_CHECKING
from latentpad.cli.stopping import OTHERS, Stopping

if TYPE_CHECKING:
    from typing import NoReturn


def run() -> "NoReturn":
    """Run the command that the arguments of the process name, and end the process."""
    stopping = Stopping()
    stopping.install()
    import atexit

    from latentpad.cli.main import TRAINING, main
    from latentpad.cli.messages import escape_everything
    from latentpad.cli.streams import prepare_streams

    is_training = not TRAINING.keys().isdisjoint(sys.argv[1:2])
    if is_training and any(argument.startswith("--ni") for argument in sys.argv[2:]):
        _wait_passively()
    if not is_training:  # that can be ended at any time, and goes on where it was
        stopping.install(OTHERS)
    atexit.register(stopping.ignore)  # the first to be registered is the last to be called
    prepare_streams()
    escape_everything()
    status = main(None, stopping)
    if stopping.has_stopped and not is_training:  # which may have processes to end
        os._exit(status)  # at once: all is tidied up, and taking the interpreter apart takes a while
    sys.exit(status)


def _wait_passively() -> None:
    """Have the threads of a nice program sleep while they wait for each other; to be called before they are started.

    Else they wait busily for the one that other programs keep from running, and use up the time that it would have: on
    two cores, beside one busy program, a step of a training at a niceness of 10 took 14.8 s in place of 0.9 s.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read by GCC's, LLVM's and Intel's OpenMP
