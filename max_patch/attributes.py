"""The attributes of the patch as a whole: what Max and Live want to know about a device."""

from typing import Any

from amxd import INSTRUMENT
from panel import HEIGHT, WIDTH
from patcher import Patcher

PROJECT = {
    "version": 1,
    "creationdate": 3_800_000_000,
    "modificationdate": 3_800_000_000,
    "viewrect": [0.0, 0.0, 300.0, 500.0],
    "autoorganize": 1,
    "hideprojectwindow": 1,
    "showdependencies": 1,
    "autolocalize": 0,
    "contents": {"patchers": {}},
    "layout": {},
    "searchpath": {},
    "detailsvisible": 0,
    "amxdtype": int.from_bytes(INSTRUMENT, "big"),
    "readonly": 0,
    "devpathtype": 0,
    "devpath": ".",
    "sortmode": 0,
    "viewmode": 0,
    "includepackages": 0,
}


def attributes(patcher: Patcher, scripts: dict[str, str], in_live: bool) -> dict[str, Any]:
    """Return the attributes of the patcher as a whole."""
    dependencies = [{"name": file, "bootpath": ".", "type": "TEXT", "implicit": 1} for file in scripts.values()]
    common = {
        "openinpresentation": 1,
        "description": "Play the empty space between your samples.",
        "tags": "latentpad",
        "parameters": {**patcher.parameters, "inherited_shortname": 1},
        "dependency_cache": dependencies,
        "autosave": 0,
    }
    if not in_live:
        return common
    return common | {
        "openrect": [0.0, 0.0, float(WIDTH), float(HEIGHT)],
        "devicewidth": float(WIDTH),
        "latency": 0,
        "is_mpe": 0,
        "minimum_live_version": "11.3",
        "minimum_max_version": "8.5",
        "platform_compatibility": 0,
        "project": PROJECT,
    }
