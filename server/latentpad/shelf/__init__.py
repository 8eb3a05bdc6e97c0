"""The shelf: a small window with the newest samples, from which they are dragged as files into other programs.

`window` and what it opens need Tk, tkinterdnd2 and a display; everything else works, and is tested, without them.
"""
