"""Rules that files written by Max keep, as far as they are known: ``python validate.py FILE ...``.

None of them is broken by the some 380 files of other makers that they were tried on, so each is an error here. What
only Max and Live can tell is in TESTING.md.
"""

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
"""Objects whose first argument is a name that all of Max shares."""


def check(content: dict[str, Any]) -> list[str]:
    """Name what is wrong with a patcher file, a sentence each.

    Parameters
    ----------
    content : dict
        What stands in a .maxpat, or in the first file of a device.
    """
    patcher = content["patcher"]
    faults = [f"{where}: {what}" for where, inner in patchers(patcher) for what in _one(inner)]
    faults += _names(patcher)
    if "project" in patcher:
        faults += _device(patcher)
    return faults


def check_device(data: bytes) -> list[str]:
    """Name what is wrong with a device."""
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
        faults.append(f"the type {device.kind!r} is none of a device")
    if patcher.get("project", {}).get("amxdtype") != int.from_bytes(device.kind, "big"):
        faults.append(f"project.amxdtype is not {device.kind!r}")
    if device.frozen:
        held = {file for file, _ in device.files[1:]}
        wanted = {entry["name"] for entry in patcher.get("dependency_cache", ())}
        faults += [f"{file} is needed and not frozen" for file in sorted(wanted - held)]
        faults += [f"{file} is frozen and not needed" for file in sorted(held - wanted)]
        faults += [] if name.endswith(".amxd") else [f"the first frozen file is {name}, no device"]
    return faults


def patchers(patcher: dict[str, Any], where: str = "patcher") -> Iterator[tuple[str, dict[str, Any]]]:
    """Give a patcher and all that lie inside of it."""
    yield where, patcher
    for box in boxes(patcher):
        if "patcher" in box:
            yield from patchers(box["patcher"], f"{where} > {box.get('text', box['id'])}")


def boxes(patcher: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the boxes of a patcher, not of those inside."""
    return [entry["box"] for entry in patcher["boxes"]]


def _one(patcher: dict[str, Any]) -> Iterator[str]:
    found = {str(box.get("id")): box for box in boxes(patcher)}
    if len(found) != len(patcher["boxes"]):
        yield "two boxes have the same id"
    for id, box in found.items():
        missing = {"id", "maxclass", "numinlets", "numoutlets", "patching_rect"} - set(box)
        if missing:
            yield f"{id} lacks {', '.join(sorted(missing))}"
        elif len(box.get("outlettype", ())) != box["numoutlets"]:
            yield f"{id} has {box['numoutlets']} outlets and {len(box.get('outlettype', ()))} types of them"
        yield from _text(id, box)
        yield from _rectangles(id, box)
    cords = [
        (tuple(entry["patchline"]["source"]), tuple(entry["patchline"]["destination"])) for entry in patcher["lines"]
    ]
    yield from (f"the cord {cord} is there twice" for cord, number in Counter(cords).items() if number > 1)
    for (source, outlet), (target, inlet) in cords:
        if source not in found or target not in found:
            yield f"a cord from {source} to {target}, of which one is not there"
        elif outlet >= found[source]["numoutlets"] or inlet >= found[target]["numinlets"]:
            yield f"a cord from outlet {outlet} of {source} to inlet {inlet} of {target}, which has fewer"


def _text(id: str, box: dict[str, Any]) -> Iterator[str]:
    """A comma or semicolon would end the object's text."""
    if box.get("maxclass") == "newobj":
        bare = re.sub(r'\\.|"[^"]*"', "", box.get("text", ""))
        if re.search("[,;]", bare):
            yield f"{id}: {box['text']!r} has a comma or semicolon without a backslash"
        if not box.get("text", "").strip():
            yield f"{id} is an object without text"


def _rectangles(id: str, box: dict[str, Any]) -> Iterator[str]:
    if any(number != int(number) for number in box.get("presentation_rect", ())):
        yield f"{id} lies on the panel between whole pixels"
    if box.get("presentation") and len(box.get("presentation_rect", ())) != 4:
        yield f"{id} is on the panel without a place"


def _names(patcher: dict[str, Any]) -> Iterator[str]:
    values = [
        (box["id"], box.get("saved_attribute_attributes", {}).get("valueof"))
        for _, inner in patchers(patcher)
        for box in boxes(inner)
    ]
    longs = Counter(value["parameter_longname"] for _, value in values if value)
    yield from (f"two parameters are called {name}" for name, number in longs.items() if number > 1)
    for id, value in values:
        if value is None:
            continue
        steps = value.get("parameter_mmax", 127) - value.get("parameter_mmin", 0)
        if value.get("parameter_type") == INT_PARAMETER and steps >= INT_STEPS:
            yield f"{id}: an int parameter has {INT_STEPS} steps, not {steps + 1}"
        initial = value.get("parameter_initial")
        low, high = value.get("parameter_mmin"), value.get("parameter_mmax")
        if initial and low is not None and high is not None and not low <= initial[0] <= high:
            yield f"{id} begins with {initial[0]}, outside of {low} to {high}"


def _device(patcher: dict[str, Any]) -> Iterator[str]:
    """What Live expects of a device, beyond what Max expects of a patcher."""
    if patcher.get("parameters", {}).get("parameterbanks") == {}:
        yield "parameterbanks is empty, which crashed Live"
    listed = set(patcher.get("parameters", {})) - {"parameterbanks", "inherited_shortname", "parameter_overrides"}
    there = {box["id"] for box in boxes(patcher) if "valueof" in box.get("saved_attribute_attributes", {})}
    if listed != there:
        yield f"parameters lists {', '.join(sorted(listed ^ there))} otherwise than the boxes"
    for _, inner in patchers(patcher):
        for box in boxes(inner):
            named = BUFFERS.match(box.get("text", ""))
            if named and not named[1].startswith(("---", "#")):
                yield f"{box['id']}: the name {named[1]} is shared by all devices; begin it with ---"


def main(files: list[str]) -> int:
    """Check files and say what is wrong."""
    n_faults = 0
    for file in files:
        data = Path(file).read_bytes()
        faults = check_device(data) if file.endswith(".amxd") else check(json.loads(data))
        n_faults += len(faults)
        for fault in faults:
            print(f"{file}: {fault}")
    return 1 if n_faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
