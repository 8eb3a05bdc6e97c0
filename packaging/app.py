"""The program of the app: what a double-click starts, and all of latentpad's commands.

Without arguments, latentpad plays, opens its page and logs to a file; a second start opens the page of the first. macOS
starts no second process of an app that runs, so there, what plays is a process of its own.
"""

import os
import runpy
import sys

MODULES = "latentpad", "latentpad.player.compilation"
"""The modules that latentpad itself starts with ``-m``, as if this were an interpreter."""

DOUBLE_CLICK = {"linux": ["serve", "--open", "--log"], "darwin": ["--daemon", "start", "--open"]}
"""The arguments of a start without any, by system; as on Linux where there is no other."""


def restore_libraries() -> None:
    """Let other programs, such as the browser, find their own libraries, not those of the app."""
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        earlier = os.environ.pop(f"{name}_ORIG", None)
        if earlier is not None:
            os.environ[name] = earlier
        elif hasattr(sys, "_MEIPASS") and os.environ.get(name, "").startswith(sys._MEIPASS):
            del os.environ[name]


def main() -> None:
    """Run what the arguments name."""
    restore_libraries()
    arguments = [argument for argument in sys.argv[1:] if not argument.startswith("-psn_")]  # as macOS once added
    called = arguments[1:] if arguments[:1] == ["-P"] else arguments
    if called[:1] == ["-m"] and called[1:2] and called[1] in MODULES:
        sys.argv[1:] = called[2:]
        runpy.run_module(called[1], run_name="__main__", alter_sys=True)
        return
    from latentpad.cli.entry import run

    sys.argv[1:] = arguments or DOUBLE_CLICK.get(sys.platform, DOUBLE_CLICK["linux"])
    try:
        run()
    except SystemExit as end:
        if end.code and not arguments and not (sys.stderr and sys.stderr.isatty()):
            from latentpad.cli.alert import alert_last_error

            alert_last_error()
        raise


if __name__ == "__main__":
    main()
