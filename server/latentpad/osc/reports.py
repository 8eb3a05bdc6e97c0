"""Messages that are not answered with an error: reports of other programs, and our own replies that come back.

A program that reports every message it does not know, as scsynth does with ``/fail``, would be sent an error about its
report, report that error, and so on for ever.
"""

from latentpad.osc.protocol import IN, OUT, PREFIX

NAMES = ("error", "errors", "fail", "failed", "failure")
"""Last parts of the addresses of reports, in lower case."""

REPLIES = frozenset(row.verb for row in OUT) - {row.verb for row in IN}


def is_report(address: str) -> bool:
    """Return whether the sender of a message to an address does not expect an answer, whatever its arguments are."""
    is_reply = address.startswith(PREFIX) and address.removeprefix(PREFIX) in REPLIES
    return is_reply or address.rstrip("/").rpartition("/")[2].lower() in NAMES
