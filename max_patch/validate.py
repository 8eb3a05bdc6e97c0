"""Rules that files written by Max follow, as far as they are known: ``python validate.py FILE ...``.

None of about 380 files by other authors violates any of them, so each violation is an error here. What only Max and
Live can show is in TESTING.md.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from amxd import AmxdError, unpack

INT_PARAMETER, INT_STEPS = 1, 256
KINDS = {b"aaaa", b"mmmm", b"iiii", b"nagg", b"natt"}

BUFFERS = re.compile(r"^(?:buffer~|groove~|play~|info~|coll|dict|send|receive|s|r|send~|receive~) (\S+)")
"""Objects whose first argument is a name that is global in Max."""


def check(content: dict[str, Any]) -> list[str]:
    """Return the faults of a patcher file, one sentence each.

    Parameters
    ----------
    content : dict
        A .maxpat, or the first file of a device.
    """
    patcher = content["patcher"]
    faults = [f"{where}: {fault}" for where, inner in patchers(patcher) for fault in _boxes_and_cords(inner)]
    faults += _parameters(patcher)
    if "project" in patcher:
        faults += _device(patcher)
    return faults


def check_device(data: bytes) -> list[str]:
    """Return the faults of a device."""
    try:
        device = unpack(data)
    except AmxdError as error:
        return [str(error)]
    name, text = device.files[0]
    if not text.endswith(b"\0"):
        return ["the JSON of the device does not end in NUL"]
    content = json.loads(text[:-1])
    faults = check(content)
    patcher = content["patcher"]
    if device.kind not in KINDS:
        faults.append(f"{device.kind!r} is not a device type")
    if patcher.get("project", {}).get("amxdtype") != int.from_bytes(device.kind, "big"):
        faults.append(f"project.amxdtype is not {device.kind!r}")
    if device.frozen:
        frozen = {file for file, _ in device.files[1:]}
        needed = {entry["name"] for entry in patcher.get("dependency_cache", ())}
        faults += [f"{file} is needed but not frozen" for file in sorted(needed - frozen)]
        faults += [f"{file} is frozen but not needed" for file in sorted(frozen - needed)]
        faults += [] if name.endswith(".amxd") else [f"the first frozen file, {name}, is not a device"]
    return faults


def patchers(patcher: dict[str, Any], where: str = "patcher") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a patcher and all patchers inside it, each with its location."""
    yield where, patcher
    for box in boxes(patcher):
        if "patcher" in box:
            yield from patchers(box["patcher"], f"{where} > {box.get('text', box['id'])}")


def boxes(patcher: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the boxes of a patcher, without those of the patchers inside."""
    return [entry["box"] for entry in patcher["boxes"]]


def _boxes_and_cords(patcher: dict[str, Any]) -> Iterator[str]:
    found = {str(box.get("id")): box for box in boxes(patcher)}
    if len(found) != len(patcher["boxes"]):
        yield "two boxes have the same id"
    for id, box in found.items():
        missing = {"id", "maxclass", "numinlets", "numoutlets", "patching_rect"} - set(box)
        if missing:
            yield f"{id} lacks {', '.join(sorted(missing))}"
        elif len(box.get("outlettype", ())) != box["numoutlets"]:
            yield f"{id} has {box['numoutlets']} outlets but {len(box.get('outlettype', ()))} outlet types"
        yield from _text(id, box)
        yield from _rectangles(id, box)
    cords = [
        (tuple(entry["patchline"]["source"]), tuple(entry["patchline"]["destination"])) for entry in patcher["lines"]
    ]
    yield from (f"the cord {cord} occurs twice" for cord, number in Counter(cords).items() if number > 1)
    for (source, outlet), (target, inlet) in cords:
        if source not in found or target not in found:
            yield f"a cord from {source} to {target}, one of which does not exist"
        elif outlet >= found[source]["numoutlets"] or inlet >= found[target]["numinlets"]:
            yield f"a cord from outlet {outlet} of {source} to inlet {inlet} of {target}, which has fewer"


def _text(id: str, box: dict[str, Any]) -> Iterator[str]:
    """Check the text of an object; a comma or semicolon would end it."""
    if box.get("maxclass") == "newobj":
        bare = re.sub(r'\\.|"[^"]*"', "", box.get("text", ""))
        if re.search("[,;]", bare):
            yield f"{id}: {box['text']!r} has a comma or semicolon without a backslash"
        if not box.get("text", "").strip():
            yield f"{id} is an object without text"


def _rectangles(id: str, box: dict[str, Any]) -> Iterator[str]:
    if any(number != int(number) for number in box.get("presentation_rect", ())):
        yield f"{id} is not placed on whole pixels of the panel"
    if box.get("presentation") and len(box.get("presentation_rect", ())) != 4:
        yield f"{id} is on the panel but has no place"


def _parameters(patcher: dict[str, Any]) -> Iterator[str]:
    values = [
        (box["id"], box.get("saved_attribute_attributes", {}).get("valueof"))
        for _, inner in patchers(patcher)
        for box in boxes(inner)
    ]
    long_names = Counter(value["parameter_longname"] for _, value in values if value)
    yield from (f"two parameters are called {name}" for name, number in long_names.items() if number > 1)
    for id, value in values:
        if value is None:
            continue
        steps = value.get("parameter_mmax", 127) - value.get("parameter_mmin", 0)
        if value.get("parameter_type") == INT_PARAMETER and steps >= INT_STEPS:
            yield f"{id}: an int parameter has {INT_STEPS} steps, not {steps + 1}"
        initial = value.get("parameter_initial")
        low, high = value.get("parameter_mmin"), value.get("parameter_mmax")
        if initial and low is not None and high is not None and not low <= initial[0] <= high:
            yield f"{id}: initial value {initial[0]} must be between {low} and {high}"


def _device(patcher: dict[str, Any]) -> Iterator[str]:
    """Check what Live requires of a device beyond what Max requires of a patcher."""
    if patcher.get("parameters", {}).get("parameterbanks") == {}:
        yield "parameterbanks is empty, which crashed Live"
    listed = set(patcher.get("parameters", {})) - {"parameterbanks", "inherited_shortname", "parameter_overrides"}
    present = {box["id"] for box in boxes(patcher) if "valueof" in box.get("saved_attribute_attributes", {})}
    if listed != present:
        yield f"parameters and boxes disagree about {', '.join(sorted(listed ^ present))}"
    for _, inner in patchers(patcher):
        for box in boxes(inner):
            named = BUFFERS.match(box.get("text", ""))
            if named and not named[1].startswith(("---", "#")):
                yield f"{box['id']}: the name {named[1]} would be shared by all devices (prefix it with ---)"


def main(argv: list[str] | None = None) -> int:
    """Check files and print their faults; return 1 if there are any."""
    parser = argparse.ArgumentParser(description="Check devices and patchers for faults.")
    parser.add_argument("files", nargs="+", metavar="FILE", help="an .amxd or a .maxpat")
    n_faults = 0
    for file in parser.parse_args(argv).files:
        try:
            data = Path(file).read_bytes()
            faults = check_device(data) if file.endswith(".amxd") else check(json.loads(data))
        except OSError as error:
            faults = [f"cannot be read ({error.strerror})"]
        except ValueError as error:
            faults = [f"is not JSON ({error})"]
        n_faults += len(faults)
        for fault in faults:
            print(f"{file}: {fault}")
    return 1 if n_faults else 0


if __name__ == "__main__":
    sys.exit(main())
