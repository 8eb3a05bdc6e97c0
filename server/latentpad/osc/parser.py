"""Parsing of messages into commands, checked against the table in `latentpad.osc.protocol`."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from latentpad.errors import OscError
from latentpad.osc.address import Address, Signature, signatures
from latentpad.osc.arguments import as_integer, as_number, as_text
from latentpad.osc.protocol import BOUNDS, IN, OUT, PREFIX, SET_ONE
from latentpad.osc.settings import SOUND_SETTINGS, Value, check
from latentpad.osc.suggestion import UnknownAddressError
from latentpad.osc.wire import Argument, Message

SOUND_KEYS = {setting.key: setting for setting in SOUND_SETTINGS}

CHECKS: dict[str, Callable[[Argument, str], Argument]] = {
    "i": as_integer,
    "f": as_number,
    "s": as_text,
    "any": lambda value, _name: value,
}


NO_ID = -1
"""The id of messages without one."""

_SETTINGS = PREFIX + SET_ONE.removesuffix("KEY")

_KNOWN = {PREFIX + row.verb: row for row in IN}

_REPLIES = {PREFIX + row.verb: len(signatures(row.arguments)[0]) for row in OUT}
"""Number of arguments of each reply, by address."""

COORDINATES = ("x", "y", "x0", "y0", "x1", "y1")


@dataclass(frozen=True)
class Command:
    """A checked message; arguments that it did not have are as here."""

    verb: str
    id: int = NO_ID
    x: float | None = None
    y: float | None = None
    reply_port: int | None = None
    name: str = ""
    key: str = ""
    path: str = ""
    bundle: str = ""
    kind: str = ""
    recipe: str = ""
    index: int = 0
    k: int = 1
    n: int = 8
    amount: float = 0.5
    weight: float = 0.0
    columns: int = 1
    rows: int = 1
    x0: float = 0.0
    y0: float = 0.0
    x1: float = 1.0
    y1: float = 1.0
    groups: tuple["Command", ...] = ()
    """One per repetition of the arguments that may follow several times."""
    value: Argument = None
    sound: tuple[tuple[str, Value], ...] = ()
    """Settings for this sound only."""
    clamped: tuple[str, ...] = ()
    """A note for each coordinate that was outside [0, 1]."""


def parse(message: Message) -> Command | None:
    """Check a message against the table; return None where nothing is to be done.

    That is one of our own replies, sent back, or the release of a button.

    Raises
    ------
    OscError
        With the id of the message if it has one.
    """
    if _is_reply(message):
        return None
    row = _row(message.address)
    if _is_button(row, message.args):
        if message.args == (False,):
            return None
        args: tuple[Argument, ...] = ()
    else:
        args = message.args
    command = Command(row.verb, _id(row, args))
    if row.verb == SET_ONE:
        command = Command("set", key=message.address.removeprefix(_SETTINGS))
    try:
        for (kind, name), value in zip(_signature(row, args), args, strict=not row.group):
            command = _with_argument(command, kind, name, value)
        if row.group:
            command = _with_groups(command, row, args)
    except OscError as error:
        error.id = command.id
        raise
    return command


def _is_reply(message: Message) -> bool:
    """Return whether a message is one of our own replies, sent back: errors about errors would never end."""
    return _REPLIES.get(message.address) == len(message.args)


def _is_button(row: Address, args: tuple[Argument, ...]) -> bool:
    """Return whether the only argument is of type I, N, T or F, as buttons send it where no arguments are meant."""
    is_state = len(args) == 1 and (args[0] is None or isinstance(args[0], bool) or args[0] == math.inf)
    return is_state and () in signatures(row.arguments)


def _row(address: str) -> Address:
    if address.startswith(_SETTINGS):
        return _KNOWN[PREFIX + SET_ONE]
    if address in _KNOWN:
        return _KNOWN[address]
    raise UnknownAddressError(address)


def _id(row: Address, args: tuple[Argument, ...]) -> int:
    """Return the id of a message, even if the rest of it is wrong."""
    try:
        return as_integer(args[0], "id") if args and "i id" in row.arguments else -1
    except OscError:
        return -1


def _signature(row: Address, args: tuple[Argument, ...]) -> Signature:
    """Return the signature with as many arguments; of several, the one with strings in the same places."""
    allowed = signatures(row.arguments)
    n_args = {len(args)}
    if row.group:
        n_head, n_each, (least, most) = len(allowed[-1]), len(signatures(row.group)[0]), row.times
        if least or len(args) > n_head:
            n_args = {n_head} if (len(args) - n_head) / n_each in range(least, most + 1) else set()
    fitting = [signature for signature in allowed if len(signature) in n_args]
    if not fitting:
        takes = row.usage or "no arguments"
        got = f"{len(args)} argument{'' if len(args) == 1 else 's'}"
        raise OscError("arguments", f"{PREFIX}{row.verb} takes {takes}; got {got}")
    same = [
        signature
        for signature in fitting
        if all(
            (kind == "s") == isinstance(value, str)
            for (kind, _), value in zip(signature, args[: len(signature)], strict=True)
        )
    ]
    return (same or fitting)[0]


def _with_argument(command: Command, kind: str, name: str, value: Argument) -> Command:
    if name in SOUND_KEYS:
        return replace(command, sound=(*command.sound, (name, check(SOUND_KEYS[name], value))))
    if name in COORDINATES:
        number = as_number(value, name)
        inside = min(max(number, 0.0), 1.0)
        if inside != number:
            note = f"{name}={number:g} is out of range (0 to 1); using {inside:g}"
            command = replace(command, clamped=(*command.clamped, note))
        value = inside
    elif name in BOUNDS and kind == "i":
        value = as_integer(value, name, *(int(bound) for bound in BOUNDS[name]))
    elif name in BOUNDS:
        low, high = BOUNDS[name]
        value = as_number(value, name)
        if not low <= value <= high:
            raise OscError("number", f"{name} must be {low:g} to {high:g}, not {value:g}")
    else:
        value = CHECKS[kind](value, name)
    field: dict[str, Any] = {name: value}
    return replace(command, **field)


def _with_groups(command: Command, row: Address, args: tuple[Argument, ...]) -> Command:
    """Add the arguments that follow several times."""
    signature = signatures(row.group)[0]
    start = len(signatures(row.arguments)[-1])
    groups = []
    for at in range(start, len(args), len(signature)):
        one = Command(command.verb)
        for (kind, name), value in zip(signature, args[at : at + len(signature)], strict=True):
            one = _with_argument(one, kind, name, value)
        groups.append(one)
    notes = [note for one in groups for note in one.clamped]
    return replace(command, groups=tuple(groups), clamped=(*command.clamped, *notes))
