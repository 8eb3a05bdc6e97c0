"""The option ``--inbox``: the folder for sounds of the user's own."""

import logging
import os
from contextlib import suppress
from pathlib import Path

from latentpad.errors import FolderError
from latentpad.paths import default_inbox
from latentpad.printable import printable
from latentpad.regular_files import folder_below
from latentpad.temporaries import remove_abandoned_once

logger = logging.getLogger(__name__)


def open_inbox(path: Path | None) -> Path | None:
    """Return a folder that exists or, without a path, the default one, which is created; None if it cannot be.

    Raises
    ------
    FolderError
        The path is missing or a file.
    """
    if path is not None:
        folder = Path(os.path.expanduser(path)).absolute()
        if not folder.exists():
            raise FolderError(f"{folder} does not exist; create it, or name another folder with --inbox")
        if not folder.is_dir():
            raise FolderError(f"{folder} is a file; name a folder with --inbox")
        remove_abandoned_once(folder)
        return folder
    folder = default_inbox()
    try:
        with suppress(FileExistsError):
            folder.mkdir(parents=True)
        with folder_below(folder.parent, folder.name):  # no link: others may be able to write to the drop folder
            remove_abandoned_once(folder)
    except OSError as error:
        name = printable(str(folder))
        logger.warning("%s cannot be created (%s); there is no inbox (see --inbox)", name, error.strerror)
        return None
    return folder
