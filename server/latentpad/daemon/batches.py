"""The work that messages for several samples, or from several points, ask for."""

from dataclasses import replace

from latentpad.daemon.jobs import BatchWork, Grid, MakeKit, Relatives, Way
from latentpad.errors import OscError, RangeError
from latentpad.osc.parser import Command
from latentpad.request import MAX_BATCH, Rendered, Request
from latentpad.sources import Blend


def batch_work(command: Command, request: Request, current: Rendered | None) -> BatchWork:
    """Return the work of ``vary``, ``path``, ``grid`` or ``kit``.

    Parameters
    ----------
    command : Command
    request : Request
        The point and the settings.
    current : Rendered or None
        The current sample: relatives are of it, or of the point if there is none.

    Raises
    ------
    OscError
        There are too many samples.
    """
    match command.verb:
        case "vary":
            return Relatives(current.request if current else request, command.n, command.amount, command.path)
        case "kit":
            return MakeKit(request, command.recipe, tuple(one.path for one in command.groups))
        case "path":
            points = tuple((one.x or 0.0, one.y or 0.0) for one in command.groups)
            return Way(request, points, command.n)
    if command.columns * command.rows > MAX_BATCH:
        text = f"{command.columns} x {command.rows} samples are too many; a page has at most {MAX_BATCH}"
        raise OscError("number", text, command.id)
    return Grid(request, command.columns, command.rows, (command.x0, command.y0, command.x1, command.y1))


def blend_request(command: Command, request: Request) -> Request:
    """Return the request for a blend with the seed and the settings of another (raises OscError)."""
    try:
        blend = Blend.of((one.x or 0.0, one.y or 0.0, one.weight) for one in command.groups)
    except RangeError as error:
        raise OscError("number", str(error), command.id) from None
    x, y = blend.middle
    return replace(request, x=x, y=y, source=blend)
