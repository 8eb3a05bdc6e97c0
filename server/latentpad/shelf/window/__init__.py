"""The shelf's window, in Tk: the only modules that import tkinter and tkinterdnd2."""
