"""The lines that are logged once everything is ready."""

import logging

from latentpad.daemon.sample_player import SamplePlayer
from latentpad.printable import printable

logger = logging.getLogger(__name__)


def log_start(player: SamplePlayer, page: str, ready_line: str) -> None:
    """Log what plays and where everything is; a page without an address is not named."""
    logger.info("Playing %s (%s sounds)", printable(player.bundle_name), player.n_points)
    logger.info("New samples go to %s", printable(str(player.folder)))
    if player.inbox:
        logger.info("Sounds of your own are found in %s", printable(str(player.inbox)))
    if page:
        logger.info("Open the map in a browser: %s", page)
    logger.info("%s", ready_line)
