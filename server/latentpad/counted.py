"""Numbers with their words, for messages."""


def counted(n: int, one: str, many: str = "") -> str:
    """Return a number with what there is of it, as in ``1 file is`` and ``2 files are``.

    Parameters
    ----------
    n : int
    one : str
        What follows 1.
    many : str, optional
        What follows any other number (default: `one` with an s).
    """
    return f"{n} {one if n == 1 else many or one + 's'}"
