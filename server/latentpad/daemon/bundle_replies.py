"""Replies about bundles: which one plays, which can be chosen, and why one does not play."""

import logging
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from pathlib import Path

from latentpad.daemon.bundles import BundleEntry
from latentpad.daemon.clients import Client
from latentpad.daemon.replies import Replies
from latentpad.errors import LatentpadError
from latentpad.osc.protocol import INTERNAL_ERROR

logger = logging.getLogger(__name__)


def bundle_values(entry: BundleEntry) -> tuple[object, ...]:
    """Return the values of ``bundle``."""
    path = "" if entry.path == Path() else entry.path.as_posix()
    return entry.name, entry.n_sounds, path


def announce(entry: BundleEntry, source: Client | None, replies: Replies) -> None:
    """Send which bundle plays to the client that asked for it, if one did, and to every subscriber."""
    if source is None:
        replies.announce("bundle", *bundle_values(entry))
    else:
        replies.broadcast(source, "bundle", *bundle_values(entry))


def send_list(entries: Sequence[BundleEntry], id: int, source: Client, replies: Replies) -> None:
    """Send the bundles that can be chosen to the client that asked for them, and to subscribers."""
    for index, entry in enumerate(entries):
        values = index, len(entries), *bundle_values(entry), entry.is_missing
        replies.send((source, *replies.subscribers.peers()), "listed", id, *values)


def answer(opened: Future[BundleEntry], id: int, source: Client, replies: Replies) -> None:
    """Reply to a request that has failed, or was superseded; of one that was served, all clients hear anyway."""
    try:
        opened.result()
    except CancelledError:
        replies.broadcast(source, "dropped", id)
    except LatentpadError as error:
        logger.warning("Request failed: %s", error)
        replies.fail(source, id, "bundle", error)
    except Exception:
        logger.exception("A bundle could not be opened")
        replies.fail(source, id, "internal", INTERNAL_ERROR)
