"""Build the Max for Live device and the Max patcher from this folder: ``python build_device.py``.

It writes, all of it under version control, ``devices/latentpad.amxd``, ``patchers/latentpad.maxpat`` and, under names
with a hash of their content (Max keeps scripts by name while it runs), the scripts in ``javascript/``. Needs Python
alone; the same sources give the same bytes.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from amxd import FROZEN, INSTRUMENT, Device, pack
from device import patch
from validate import check

HERE = Path(__file__).parent
SCRIPTS = ("pad", "bridge", "handover")
DEVICE, PATCHER = "latentpad.amxd", "latentpad.maxpat"


def build() -> dict[str, bytes]:
    """Give every file that is built, by its path below this folder.

    Raises
    ------
    ValueError
        If the device breaks a rule of Max's format.
    """
    scripts = script_files()
    names = dict(zip(SCRIPTS, scripts, strict=True))
    device = patch(names, in_live=True)
    plain = patch(names, in_live=False)
    for content in (device, plain):
        faults = check(content)
        if faults:
            raise ValueError("; ".join(faults))
    text = _text(device) + b"\0"
    frozen = Device(INSTRUMENT, FROZEN, ((DEVICE, text), *scripts.items()))
    built = {f"javascript/{name}": content for name, content in scripts.items()}
    return {f"devices/{DEVICE}": pack(frozen), f"patchers/{PATCHER}": _text(plain), **built}


def script_files() -> dict[str, bytes]:
    """Give the scripts under the names that they have in Max."""
    files = {}
    for name in SCRIPTS:
        content = (HERE / "source" / f"{name}.js").read_bytes()
        files[f"latentpad_{name}_{hashlib.sha256(content).hexdigest()[:8]}.js"] = content
    return files


def _text(content: dict[str, Any]) -> bytes:
    return json.dumps(content, indent=1, ensure_ascii=True).encode() + b"\n"


def main() -> None:
    """Write what is built and remove scripts of older builds, which nobody but this file writes."""
    built = build()
    for old in (HERE / "javascript").glob("latentpad_*_????????.js"):
        if f"javascript/{old.name}" not in built:
            old.unlink()
    for name, content in built.items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        print(f"{len(content):7} bytes  {name}")


if __name__ == "__main__":
    main()
