"""The OSC protocol: the table of messages, replies and error codes.

An argument is written ``kind name``; the kinds are ``i`` (integer), ``f`` (number), ``s`` (string) and ``any``.
Arguments in brackets are optional. Arguments called x and y are coordinates in [0, 1].
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from latentpad.osc.address import Address, signatures
from latentpad.osc.outgoing import CODES, OUT
from latentpad.osc.settings import SOUND_SETTINGS, kind_of
from latentpad.osc.wire import encode
from latentpad.printable import printable
from latentpad.request import MAX_BATCH, Control, ScaleControl
from latentpad.sources import MAX_BLENDED, MAX_WEIGHT

__all__ = ["BOUNDS", "CODES", "IN", "INTERNAL_ERROR", "MAX_NEIGHBOURS", "OUT", "PREFIX", "SET_ONE", "Reply", "reply"]

PREFIX = "/latentpad/"
MAX_TEXT = 1000


def _arguments(settings: Sequence[Control | ScaleControl]) -> str:
    """Return settings as optional arguments of a message, of which any number may be left out at the end."""
    names = " [".join(f"{kind_of(setting)} {setting.key}" for setting in settings)
    return f"[{names}{']' * len(settings)}"


SOUND_ARGUMENTS = _arguments(SOUND_SETTINGS)

SET_ONE = "set/KEY"
"""The address of each setting, without the prefix, with its key in the place of KEY."""

MAX_NEIGHBOURS = 32
"""Most sounds that `nearest` is answered with."""

BOUNDS = {
    "k": (1, MAX_NEIGHBOURS),
    "n": (1, MAX_BATCH),
    "columns": (1, MAX_BATCH),
    "rows": (1, MAX_BATCH),
    "amount": (0, 1),
    "weight": (-MAX_WEIGHT, MAX_WEIGHT),
}
"""Least and largest values of arguments."""

CASTS: dict[str, Callable[[Any], Any]] = {"i": int, "f": float, "s": str, "any": lambda value: value}


IN = (
    Address("hello", "[i reply_port] [s name]", "subscribe for one minute; replies with `welcome`"),
    Address("ping", "[i id [i reply_port]]", "stay subscribed for another minute; replies with `pong`"),
    Address("xy", "f x, f y", "move the point; renders it only if `trigger` is `auto`"),
    Address("x", "f x", "move the point left or right, as `xy` does"),
    Address("y", "f y", "move the point up or down, as `xy` does"),
    Address(
        "generate",
        f"[i id [f x, f y {SOUND_ARGUMENTS}]]",
        "render the point into the drop folder, moving it first if x and y are given; settings in the message apply to "
        "this sample only, those left out are as they are set; a newer request of the same sender replaces one that "
        "still waits",
    ),
    Address(
        "random",
        f"[i id [s kind {SOUND_ARGUMENTS}]]",
        "move the point to a random place of the map, or of a kind (empty means any), and render it as `generate` does",
    ),
    Address(
        "kind",
        "i id, s kind [i index]",
        "move the point to a place of a kind and render it: index 0 is typical of it, each next one unlike those "
        "before; after the last one, the first follows",
    ),
    Address(
        "vary",
        "[i id [i n [f amount [s path]]]]",
        "render n relatives of the current sample (default 8), as unlike it as its neighbours on the map at the amount "
        "1 (default 0.5), or relatives of the sample at `path`; a batch",
    ),
    Address(
        "blend",
        "i id",
        "render the blend of points by their weights: equal ones give the mean, 1.5 and -0.5 what lies beyond the "
        "first, 1 and -1 what distinguishes it from the second; the point does not move",
        group="f x, f y, f weight",
        times=(2, MAX_BLENDED),
    ),
    Address(
        "path",
        "i id, i n",
        "render n samples along the line through points, in steps that sound equally large; a batch",
        group="f x, f y",
        times=(2, 64),
    ),
    Address(
        "grid",
        "i id, i columns, i rows [f x0, f y0, f x1, f y1]",
        f"render a page of at most {MAX_BATCH} samples, between two corners if they are given; a batch, row by row "
        "from y1",
    ),
    Address(
        "kit",
        "[i id [s recipe [i seed]]]",
        "render 16 samples that fit together into a new folder of `kits`, with files for other programs beside them; "
        "recipes: `acoustic`, `electronic`, `percussion`, `like` and a path; paths keep these pads of an earlier kit; "
        "a batch",
        group="s path",
        times=(0, 64),
    ),
    Address(
        "again",
        "i id, s path",
        "render a sample of the drop folder again by its recipe, bit for bit; the point does not move",
    ),
    Address(
        "locate",
        "i id, s path",
        "find where a sound of your own lives on the map: a file of the inbox, the drop folder or the library; replies "
        "with `located`",
    ),
    Address(
        "morph",
        "i id, s path, f x, f y, f amount",
        "render the way from such a file to a point: at amount 0 it is the file's sound, at 1 that of the point; the "
        "point does not move",
    ),
    Address(
        "nearest",
        "i id, f x, f y [i k]",
        f"query the k sounds of the library nearest to a point, 1 (the default) to {MAX_NEIGHBOURS}; replies with a "
        "`neighbour` for each",
    ),
    Address(
        "keep",
        "[i id [s path [s name]]]",
        "copy the current sample (after `undo`, an earlier one), or the one at `path`, into `kept`, under a new name "
        "if given; an empty path means the current sample; replies with `kept`",
    ),
    Address(
        "undo",
        "[i id]",
        "go back to the previous sample, its point and its settings; replies with its `done`",
        destructive=True,
    ),
    Address("map", "[i id]", "write the map to files; replies with `map`"),
    Address(
        "bundle",
        "s bundle [i id]",
        "play another bundle, by its name or its path in `bundles`, from when it is loaded; replies with `bundle`",
    ),
    Address("bundles", "[i id]", "query the bundles that can be played; replies with a `listed` for each"),
    Address("set", "s key, any value", "change a setting; replies with `value`"),
    Address(
        SET_ONE,
        "any value",
        "change the setting KEY, for example `/latentpad/set/pitch`: for programs that send one value to an address; "
        "replies with `value`",
    ),
    Address("get", "s key", "query a setting; replies with `value`"),
    Address(
        "cancel",
        "[i id]",
        "cancel all renders that are still waiting, or those with this id; of a batch, what is rendered stays",
        destructive=True,
    ),
    Address("bye", "[i reply_port]", "unsubscribe", destructive=True),
)

INTERNAL_ERROR = "internal error in latentpad; see its log"
"""The text of every error with the code ``internal``."""


class Reply(NamedTuple):
    """A message to clients, its arguments as int, float or str."""

    address: str
    args: tuple[int | float | str, ...]

    def encode(self) -> bytes:
        """Return the OSC message (raises WireError if it is too large, or a number too large for its tag)."""
        return encode(self.address, *self.args)


def reply(verb: str, *values: Any) -> Reply:
    """Return a reply in the types of the table; numbers may be numpy's."""
    row = next(row for row in OUT if row.verb == verb)
    (signature,) = signatures(row.arguments)
    args = [CASTS[kind](value) for (kind, _), value in zip(signature, values, strict=True)]
    if verb in ("error", "notice"):
        args[-1] = printable(args[-1].replace("\n", " "))[:MAX_TEXT]
    return Reply(PREFIX + verb, tuple(args))
