"""The OSC protocol: the table of what the daemon takes and answers, and the checks that follow from it.

An argument is written ``kind name``; the kinds are ``i`` (whole number), ``f`` (number), ``s`` (string) and ``any``.
What is in brackets may be left out. Arguments called x and y are coordinates in [0, 1].
"""

import difflib
import functools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from latentpad.errors import OscError
from latentpad.osc.arguments import as_integer, as_number, as_text
from latentpad.osc.settings import SOUND_SETTINGS, Value, check
from latentpad.osc.wire import Argument, Message, encode

PREFIX = "/latentpad/"
MAX_TEXT = 1000

SOUND_ARGUMENTS = ", ".join(f"{'i' if setting.is_integer else 'f'} {setting.key}" for setting in SOUND_SETTINGS)
SOUND_KEYS = {setting.key: setting for setting in SOUND_SETTINGS}

CASTS: dict[str, Callable[[Any], Any]] = {"i": int, "f": float, "s": str, "any": lambda value: value}
CHECKS: dict[str, Callable[[Argument, str], Argument]] = {
    "i": as_integer,
    "f": as_number,
    "s": as_text,
    "any": lambda value, _name: value,
}

Signature = tuple[tuple[str, str], ...]
"""One way to fill in the arguments of an address: (kind, name) of each."""


@dataclass(frozen=True)
class Address:
    """A row of the table."""

    verb: str
    """The address without its prefix."""

    arguments: str
    meaning: str


IN = (
    Address("hello", "[i reply_port] [s name]", "subscribe for a minute; answers `welcome`"),
    Address("ping", "[i id [i reply_port]]", "stay subscribed for another minute; answers `pong`"),
    Address("xy", "f x, f y", "move the point; renders only when `trigger` is `auto`"),
    Address("x", "f x", "move the point to the left or right, as `xy`"),
    Address("y", "f y", "move the point up or down, as `xy`"),
    Address(
        "generate",
        f"[i id [f x, f y [{SOUND_ARGUMENTS}]]]",
        "render the point into the folder, or move it first, or with settings for this sound alone; of each sender the "
        "latest wins",
    ),
    Address(
        "keep",
        "[i id [s path [s name]]]",
        "copy the last sample, or one of the folder, into `kept`, under a name of yours if given; answers `kept`",
    ),
    Address(
        "undo", "[i id]", "step back to the sample before, its point and settings; answers `done` with that sample"
    ),
    Address("map", "[i id]", "answers `map`"),
    Address("set", "s key, any value", "change a setting; answers `value`"),
    Address("get", "s key", "ask for a setting; answers `value`"),
    Address("cancel", "", "drop what waits to be rendered"),
    Address("bye", "[i reply_port]", "unsubscribe"),
)

OUT = (
    Address("welcome", "s version, s bundle, s folder, i points, i sample_rate", "what is being played, and where to"),
    Address("pong", "i id", "the daemon lives"),
    Address("busy", "i id", "a render starts"),
    Address("dropped", "i id", "never done: cancelled, a newer point of the same sender came, or too many waited"),
    Address(
        "done",
        "i id, s path, f x, f y, i seed, i sample_rate, i n_samples, f confidence, f milliseconds",
        "a new sample lies, whole, in the folder; after `undo` an earlier one",
    ),
    Address("kept", "i id, s path", "a copy of the sample lies in `kept`"),
    Address("map", "s json, s png", "where the map lies as files: points, labels and colours, and a picture"),
    Address("point", "f x, f y", "somebody else has moved the point"),
    Address("value", "s key, any value", "a setting as it is now"),
    Address("error", "i id, s code, s text", "why something was not served, or was served otherwise"),
)

CODES = {
    "wire": "the datagram is no OSC 1.0",
    "address": "there is no such address",
    "arguments": "too many, too few, or of another type",
    "number": "no number, not finite, no whole number or out of bounds",
    "clamped": "a coordinate outside of 0 to 1 was moved to the edge; the message is served",
    "key": "there is no such setting",
    "history": "there is no earlier sample to step back to",
    "folder": "a file cannot be written, or is no sample of ours",
    "render": "the sample could not be made",
    "internal": "a fault of latentpad; its log has more",
}


@dataclass(frozen=True)
class Command:
    """A checked message; what it left out, or has no argument for, is as here."""

    verb: str
    id: int = -1
    x: float | None = None
    y: float | None = None
    reply_port: int | None = None
    name: str = ""
    key: str = ""
    path: str = ""
    value: Argument = None
    sound: tuple[tuple[str, Value], ...] = ()
    """Settings for this sound alone."""
    clamped: tuple[str, ...] = ()
    """A sentence for each coordinate that was outside of [0, 1]."""


def parse(message: Message) -> Command | None:
    """Check a message against the table; None if it is one of our own answers, sent back.

    Raises
    ------
    OscError
        Saying what is wrong, under the id of the message where it has one.
    """
    if _is_answer(message):
        return None
    row = _row(message.address)
    command = Command(row.verb, _id(row, message.args))
    try:
        for (kind, name), value in zip(_signature(row, message.args), message.args, strict=True):
            command = _filled(command, kind, name, value)
    except OscError as error:
        error.id = command.id
        raise
    return command


def _is_answer(message: Message) -> bool:
    """Recognise our own words, sent back: an error in answer to an answer would never end."""
    row = next((row for row in OUT if PREFIX + row.verb == message.address), None)
    return row is not None and len(message.args) == len(signatures(row.arguments)[0])


class Reply(NamedTuple):
    """A message to clients, in the types that OSC has."""

    address: str
    args: tuple[int | float | str, ...]

    def encode(self) -> bytes:
        """Return the OSC message (raises WireError if it is too large, or a number too large for its tag)."""
        return encode(self.address, *self.args)


def reply(verb: str, *values: Any) -> Reply:
    """Return a reply of the table; its numbers may be numpy's."""
    row = next(row for row in OUT if row.verb == verb)
    (form,) = signatures(row.arguments)
    args = [CASTS[kind](value) for (kind, _), value in zip(form, values, strict=True)]
    if verb == "error":
        args[-1] = args[-1].replace("\n", " ")[:MAX_TEXT]
    return Reply(PREFIX + verb, tuple(args))


@functools.cache
def signatures(arguments: str) -> tuple[Signature, ...]:
    """Return every way to fill in the arguments of an address, the longest last.

    >>> forms("[i id [f x]]")
    ((), (('i', 'id'),), (('i', 'id'), ('f', 'x')))
    """
    tokens = arguments.replace(",", " ").replace("[", " [ ").replace("]", " ] ").split()
    return tuple(sorted(_signatures(tokens), key=len))


def _signatures(tokens: list[str]) -> list[Signature]:
    found: list[Signature] = [()]
    while tokens and (token := tokens.pop(0)) != "]":
        tails = [(), *_signatures(tokens)] if token == "[" else [((token, tokens.pop(0)),)]
        found = [form + tail for form in found for tail in tails]
    return list(dict.fromkeys(found))


def _row(address: str) -> Address:
    known = {PREFIX + row.verb: row for row in IN}
    if address in known:
        return known[address]
    close = difflib.get_close_matches(address[:64], known, n=1, cutoff=0.0)[0]
    raise OscError("address", f"there is no {address[:64]}; do you mean {close}?")


def _id(row: Address, args: tuple[Argument, ...]) -> int:
    """Return the id of a message, even if the rest of it is wrong."""
    try:
        return as_integer(args[0], "id") if args and "i id" in row.arguments else -1
    except OscError:
        return -1


def _signature(row: Address, args: tuple[Argument, ...]) -> Signature:
    """Choose the form with as many arguments, if there are several by which of them are strings."""
    fitting = [form for form in signatures(row.arguments) if len(form) == len(args)]
    if not fitting:
        takes = row.arguments or "no arguments"
        raise OscError("arguments", f"{PREFIX}{row.verb} takes {takes}; there were {len(args)}")
    same = [
        form
        for form in fitting
        if all((kind == "s") == isinstance(value, str) for (kind, _), value in zip(form, args, strict=True))
    ]
    return (same or fitting)[0]


def _filled(command: Command, kind: str, name: str, value: Argument) -> Command:
    if name in SOUND_KEYS:
        return replace(command, sound=(*command.sound, (name, check(SOUND_KEYS[name], value))))
    if name in ("x", "y"):
        number = as_number(value, name)
        inside = min(max(number, 0.0), 1.0)
        if inside != number:
            note = f"{name}={number:g} is outside of 0 to 1, {inside:g} is used"
            command = replace(command, clamped=(*command.clamped, note))
        value = inside
    else:
        value = CHECKS[kind](value, name)
    field: dict[str, Any] = {name: value}
    return replace(command, **field)
