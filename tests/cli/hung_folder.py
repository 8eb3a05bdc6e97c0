"""latentpad serve with a drop folder that does not answer while a file exists: hung_folder.py FILE DROP ARGUMENTS."""

import builtins
import io
import os
import sys
import threading

from latentpad.cli.main import main

flag, drop, *arguments = sys.argv[1:]
is_there = os.path.exists


def hanging(real):
    """Return a function of files that never returns for one in the drop folder."""

    def call(path, *more, dir_fd=None, **options):
        is_inside = dir_fd is not None or isinstance(path, int) or str(path).startswith(drop)
        if is_inside and is_hanging():
            threading.Event().wait()
        return real(path, *more, **options) if dir_fd is None else real(path, *more, dir_fd=dir_fd, **options)

    return call


def is_hanging(real=os.stat):
    try:
        real(flag)
    except FileNotFoundError:
        return False
    return True


for name in ("open", "stat", "lstat", "scandir", "listdir", "mkdir", "rename", "replace", "link", "fsync"):
    setattr(os, name, hanging(getattr(os, name)))
builtins.open = io.open = hanging(io.open)

sys.exit(main(["serve", *arguments, "--drop", drop]))
