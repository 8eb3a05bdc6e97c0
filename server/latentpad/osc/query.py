"""Answers to OSCQuery requests: the target of an HTTP request to a status and a JSON object."""

from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import unquote

from latentpad.osc.address_space import Node, Values, find_node

EXTENSIONS = ("ACCESS", "VALUE", "RANGE", "DESCRIPTION", "CLIPMODE", "OVERLOADS", "LISTEN")
"""Features of the server beyond what the specification requires."""

OFFERED = ("FULL_PATH", "CONTENTS", "TYPE", "ACCESS", "VALUE", "RANGE", "DESCRIPTION", "CLIPMODE", "OVERLOADS")
NOT_OFFERED = ("TAGS", "EXTENDED_TYPE", "UNIT", "CRITICAL", "HTML")
"""Attributes of the specification."""


class Answer(NamedTuple):
    """A status, and what is sent with it; None is nothing."""

    status: HTTPStatus
    content: Node | None = None


def answer(target: str, values: Values, host: str, port: int) -> Answer:
    """Answer a request.

    Parameters
    ----------
    target : str
        Path and query of the request, such as ``/latentpad/xy?VALUE``.
    values : mapping
        What the nodes are set to.
    host, port : str, int
        Where the client reaches this server, by UDP and by TCP.
    """
    path, _, attribute = target.partition("#")[0].partition("?")
    if attribute == "HOST_INFO":
        return Answer(HTTPStatus.OK, host_info(host, port))
    node = find_node(unquote(path), values)
    if node is None:
        return Answer(HTTPStatus.NOT_FOUND)
    if not attribute:
        return Answer(HTTPStatus.OK, node)
    if attribute in NOT_OFFERED or (attribute == "VALUE" and "VALUE" not in node):
        return Answer(HTTPStatus.NO_CONTENT)
    if attribute not in OFFERED:
        return Answer(HTTPStatus.BAD_REQUEST)
    return Answer(HTTPStatus.OK, {attribute: node[attribute]} if attribute in node else {})


def host_info(host: str, port: int) -> Node:
    """Return where OSC and WebSockets are served, and what the server offers."""
    return {
        "NAME": "latentpad",
        "EXTENSIONS": dict.fromkeys(EXTENSIONS, True),
        "OSC_IP": host,
        "OSC_PORT": port,
        "OSC_TRANSPORT": "UDP",
        "WS_IP": host,
        "WS_PORT": port,
    }
