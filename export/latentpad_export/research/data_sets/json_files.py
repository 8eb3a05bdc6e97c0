"""JSON files of data sets."""

import json
from pathlib import Path
from typing import Any

from latentpad_export.errors import LibraryError


def read_object(path: Path) -> dict[str, Any]:
    """Read a file that contains an object of objects by name.

    Raises
    ------
    LibraryError
        It cannot be read, or contains something else.
    """
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or "not JSON, or cut off"
        raise LibraryError(f"{path}: cannot be read ({reason}); unpack the data set again") from None
    if not isinstance(content, dict) or not all(isinstance(value, dict) for value in content.values()):
        raise LibraryError(f"{path}: is not the data set's file of that name; unpack the data set again")
    return content
