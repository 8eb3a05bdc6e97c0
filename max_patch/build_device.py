"""Build the Max for Live device and the Max patcher from this folder: ``python build_device.py``.

It writes ``devices/latentpad.amxd`` and ``patchers/latentpad.maxpat``, both under version control. It needs only
Python; the same sources give the same bytes. In the device, each script's name contains a hash of its content: Max
caches scripts by name while it runs, and would go on running those of an older device.
"""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from amxd import FROZEN, INSTRUMENT, Device, pack
from device import patch
from validate import check

HERE = Path(__file__).parent
SCRIPTS = ("pad", "link", "bridge", "sounds", "handover", "rack")
DEVICE, PATCHER = "latentpad.amxd", "latentpad.maxpat"


def build() -> dict[str, bytes]:
    """Return every file of the build, by its path relative to this folder.

    Raises
    ------
    ValueError
        If the device violates a rule of Max's format.
    """
    files = {name: HERE / "javascript" / f"latentpad_{name}.js" for name in SCRIPTS}
    contents = {name: file.read_bytes() for name, file in files.items()}
    hashed = {name: f"{files[name].stem}_{_hash(content)}.js" for name, content in contents.items()}
    device = patch(hashed, in_live=True)
    plain = patch({name: file.name for name, file in files.items()}, in_live=False)
    for content in (device, plain):
        faults = check(content)
        if faults:
            raise ValueError("; ".join(faults))
    text = _text(device) + b"\0"
    frozen = ((DEVICE, text), *((hashed[name], contents[name]) for name in SCRIPTS))
    return {
        f"devices/{DEVICE}": pack(Device(INSTRUMENT, FROZEN, frozen)),
        f"patchers/{PATCHER}": _text(plain),
    }


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]


def _text(content: dict[str, Any]) -> bytes:
    return json.dumps(content, indent=1, ensure_ascii=True).encode() + b"\n"


def main() -> None:
    """Build and write all files."""
    argparse.ArgumentParser(description="Build the Max for Live device and the Max patcher.").parse_args()
    for name, content in build().items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        print(f"{len(content):7} bytes  {name}")


if __name__ == "__main__":
    main()
