"""The part of the panel that leads to further sounds: relatives, random places, kits."""

from panel import HIDDEN, PERCENT, STORED, Panel
from patcher import Box, Patcher


def add_relatives(patcher: Patcher, panel: Panel, bridge: Box, sounds: Box) -> Box:
    """Add relatives and the buttons that step through the sounds so far, and return the text between those."""
    info = "Generate eight relatives of the current sound, and load the first of them."
    relatives = panel.button("Relatives", (162, 104, 62, 18), info)
    info = "How unlike relatives are; at 100 %, as unlike as neighbours on the map."
    amount = panel.number("Relatives Amount", (228, 105, 34, 16), 0, 100, 50, info, visibility=STORED, style=PERCENT)
    back = panel.button("Previous", (268, 104, 22, 18), "Load and play the sound before this one.", "<")
    place = panel.label("0 / 0", (291, 105, 54, 15), justification=1)
    on = panel.button("Next", (346, 104, 22, 18), "Load and play the sound after this one.", ">")
    for box, word, script in ((relatives, "relatives", bridge), (back, "previous", sounds), (on, "next", sounds)):
        patcher.connect(box, patcher.message(word), script)
    patcher.connect(amount, patcher.object("prepend amount", 1, ("",)), bridge)
    return place


def add_random(patcher: Patcher, panel: Panel, bridge: Box) -> Box:
    """Add random places, and return the menu of kinds, which the map fills."""
    info = "Move the point to a random place of this kind and generate its sound."
    button = panel.button("Random", (374, 80, 50, 18), info)
    info = "The kind of sound that Random looks for."
    kinds = panel.menu("Kind", (428, 81, 66, 16), ("any", "no map yet"), info, HIDDEN)
    patcher.connect(button, patcher.message("random"), bridge)
    patcher.connect(kinds, patcher.object("prepend kind", 1, ("",)), bridge)
    return kinds


def add_kit(patcher: Patcher, panel: Panel, bridge: Box, rack: Box) -> Box:
    """Add kits, and return the button whose text is their destination."""
    info = "Generate a kit of 16 sounds that fit together, for a Drum Rack or as a folder."
    button = panel.button("Kit", (374, 104, 40, 18), info)
    info = "The style of kits."
    recipe = panel.menu("Recipe", (418, 105, 76, 16), ("Any style", "Acoustic", "Electronic", "Percussion"), info)
    info = "Put the kit on the pads of the Drum Rack that was selected last (Live 12.4), or open its folder."
    to_rack = panel.button("Kit Folder", (374, 128, 120, 18), info)
    patcher.connect(button, patcher.message("kit"), bridge)
    patcher.connect(recipe, patcher.object("prepend recipe", 1, ("",)), bridge)
    patcher.connect(to_rack, patcher.message("torack"), rack)
    return to_rack
