"""Names in a recipe, which has to fit into the comment of a wav."""

import json

CUT = "..."
"""In place of the beginning of a name that does not fit."""


def shortened(name: str, n_bytes: int) -> str:
    """Return a name with as much of its end as fits, which is that of the file; empty if none does."""
    if len(json.dumps(name)) - 2 <= n_bytes:
        return name
    for start in range(max(1, len(name) - n_bytes), len(name)):
        shorter = CUT + name[start:]
        if len(json.dumps(shorter)) - 2 <= n_bytes:
            return shorter
    return ""
