"""The empty window, from which drags can begin."""

import tkinter

from tkinterdnd2 import TkinterDnD

from latentpad.shelf.system import ShelfError, prepare_scaling


def open_root() -> TkinterDnD.Tk:
    """Open an empty window that can be dragged from (raises ShelfError)."""
    prepare_scaling()
    try:
        return TkinterDnD.Tk(className="latentpad-shelf")
    except tkinter.TclError as error:
        raise ShelfError(f"the shelf's window cannot be opened ({error})") from None
    except RuntimeError:  # tkinterdnd2 has nothing for this system
        raise ShelfError("the shelf's window cannot be opened: tkinterdnd2 does not support this system") from None
