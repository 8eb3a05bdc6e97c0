"""The empty window, from which drags can begin."""

import tkinter

from tkinterdnd2 import TkinterDnD

from latentpad.shelf.icon import icon_png
from latentpad.shelf.system import ShelfError, prepare_scaling

ICON_SIDES = (128, 48, 32, 16)
"""Pixels of the icon, in the sizes that systems choose from."""


def open_root() -> TkinterDnD.Tk:
    """Open an empty window that can be dragged from (raises ShelfError)."""
    prepare_scaling()
    try:
        root = TkinterDnD.Tk(className="latentpad-shelf")
    except tkinter.TclError as error:
        raise ShelfError(f"the shelf's window cannot be opened ({error})") from None
    except RuntimeError:  # tkinterdnd2 has nothing for this system
        raise ShelfError("the shelf's window cannot be opened: tkinterdnd2 does not support this system") from None
    root.iconphoto(True, *(tkinter.PhotoImage(master=root, data=icon_png(side)) for side in ICON_SIDES))
    return root
