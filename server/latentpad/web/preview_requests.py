"""A page's requests to hear something, of which the newest wins; nothing is written to disk for them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from latentpad.daemon.confinement import inside
from latentpad.errors import OscError, RangeError
from latentpad.osc.arguments import as_integer, as_number, short_repr
from latentpad.osc.wire import Argument
from latentpad.request import Request
from latentpad.sources import Blend, Morph
from latentpad.web.context import PageContext


class PreviewRequests:
    """The newest request for a sample, and the newest of all others.

    They do not replace each other: a sample that has just been made plays even if the pointer moves on.
    """

    def __init__(self) -> None:
        self._requests: dict[bool, tuple[Argument, ...]] = {}
        """By whether it is for a sample."""
        self._added = asyncio.Event()

    def add(self, request: tuple[Argument, ...]) -> None:
        """Add a request: id, kind and what to play."""
        self._requests[request[1] == "sample"] = request
        self._added.set()

    async def next(self) -> tuple[Argument, ...]:
        """Wait for a request, and remove and return it; samples come first."""
        while not self._requests:
            self._added.clear()
            await self._added.wait()
        return self._requests.pop(max(self._requests))


def preview_job(request: tuple[Argument, ...], context: PageContext) -> Callable[[], tuple[Any, int]]:
    """Return the function that serves a request: kind and what to play (raises OscError)."""
    previews = context.previews
    match request:
        case ("place", x, y):
            point = (min(max(as_number(value, "a coordinate"), 0.0), 1.0) for value in (x, y))
            return partial(previews.render, context.dispatcher.request_at(*point))
        case ("blend", *numbers):
            return partial(previews.render, _blend_request(numbers, context))
        case ("morph", str() as path, *numbers):
            return partial(previews.render, _morph_request(path, numbers, context))
        case ("sound", index):
            return partial(previews.sound, as_integer(index, "index"))
        case ("sample", str() as name):
            return partial(previews.sample, context.sample(name).rendered.path)
    forms = "place x y, blend x y weight ..., morph path x y amount, sound index or sample name"
    raise OscError("arguments", f"cannot play {short_repr(request[0])}: must be {forms}")


def _blend_request(numbers: Sequence[Argument], context: PageContext) -> Request:
    """Return the request for a blend with the current settings (raises OscError)."""
    values = [as_number(value, "a number of the blend") for value in numbers]
    if len(values) % 3:
        raise OscError("arguments", f"a blend takes x y weight for each of its points, not {len(values)} numbers")
    try:
        blend = Blend.of(zip(*[iter(values)] * 3, strict=True))
    except RangeError as error:
        raise OscError("number", str(error)) from None
    return replace(context.dispatcher.request_at(*blend.middle), source=blend)


def _morph_request(path: str, numbers: Sequence[Argument], context: PageContext) -> Request:
    """Return the request for the way from a file of the inbox to a point (raises OscError, FolderError)."""
    if len(numbers) != 3:
        raise OscError("arguments", f"a morph takes path x y amount, not {len(numbers)} numbers")
    x, y, amount = (min(max(as_number(value, "a number of the morph"), 0.0), 1.0) for value in numbers)
    inbox = context.dispatcher.player.inbox
    if inbox is None:
        raise OscError("folder", "there is no folder for sounds of your own")
    return replace(context.dispatcher.request_at(x, y), source=Morph(str(inside(inbox, path)), amount))
