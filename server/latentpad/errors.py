"""The errors a user may see; the text of each is one line: file, value, bound, what to do."""


class LatentpadError(Exception):
    """Base class of every error that is the input's fault, not the program's."""


class BundleError(LatentpadError):
    """A bundle is missing, damaged, foreign or newer than this reader."""


class FolderError(LatentpadError):
    """The folder for the new samples cannot take them."""


class RecipeError(LatentpadError):
    """A wav holds no recipe, or one that cannot be followed here."""


class PortError(LatentpadError):
    """An OSC port cannot be had."""


class WireError(LatentpadError):
    """Bytes that are no OSC 1.0."""


class OscError(LatentpadError):
    """An OSC message that cannot be served."""

    def __init__(self, code: str, text: str, id: int = -1) -> None:
        super().__init__(text)
        self.code = code
        """One of the codes that docs/osc.md lists."""
        self.id = id
        """The id that the message carried, -1 where none could be read."""


class BenchError(LatentpadError):
    """A measurement could not be made."""


class LengthError(LatentpadError):
    """The controls ask for a sound that is too long to render."""


class SilenceError(LatentpadError):
    """There is nothing to hear at a point of the map."""


def one_line(error: BaseException) -> str:
    """Shorten the words of another library, to be quoted in an error."""
    return " ".join(str(error).split())[:160] or type(error).__name__
