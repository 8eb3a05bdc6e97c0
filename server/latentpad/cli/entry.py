"""The program from its first line to its last: signals, closed streams and faults end in a line and a true status.

Signals are handled before anything else is imported, which takes a second, and until the interpreter is gone.
"""

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

    if not TRAINING.keys() & set(sys.argv[1:2]):  # those can be ended at any time, and go on where they were
        stopping.install(OTHERS)
    atexit.register(stopping.ignore)  # the first to be registered is the last to be called
    prepare_streams()
    escape_everything()
    sys.exit(main(None, stopping))
