"""The patch: the objects and their connections, in the Max for Live device and in the patcher for plain Max."""

from typing import Any, NamedTuple

from attributes import attributes
from families import add_kit, add_random, add_relatives
from panel import AUTOMATED, DIALS, STORED, Panel
from patcher import Box, Patcher
from sampler import add_sampler

DAEMON_PORT = 9310

OUTLETS = {"link": 4, "bridge": 5, "sounds": 6, "handover": 2, "rack": 2}
"""Outlets of the scripts but the pad's."""


class Scripts(NamedTuple):
    """The scripts but the pad's."""

    link: Box
    bridge: Box
    sounds: Box
    handover: Box
    rack: Box


def patch(scripts: dict[str, str], in_live: bool) -> dict[str, Any]:
    """Return the complete patch: the Max for Live device, or the same for plain Max."""
    patcher = Patcher()
    panel = Panel(patcher)
    pad = panel.pad(scripts["pad"])
    patcher.move_to(20, 200)
    ready = patcher.object(*(("live.thisdevice", 1, ("bang", "int", "int")) if in_live else ("loadbang", 1, ("bang",))))
    linked = Scripts(*(_script(patcher, scripts[name], n_outlets) for name, n_outlets in OUTLETS.items()))
    _connect_scripts(patcher, linked, ready, pad)
    _add_osc(patcher, linked)
    point = _add_dials(patcher, panel, pad, linked)
    seed = _add_settings(patcher, panel, linked)
    simpler, clip = _add_buttons(patcher, panel, linked)
    place = add_relatives(patcher, panel, linked.bridge, linked.sounds)
    kinds = add_random(patcher, panel, linked.bridge)
    to_rack = add_kit(patcher, panel, linked.bridge, linked.rack)
    status = panel.label("", (162, 150, 436, 15))
    mono = _add_voices_menu(patcher, panel)
    _add_sound(patcher, linked.sounds, mono, in_live)
    targets = {"status": status, "seed": seed, "simpler": simpler, "clip": clip, "rack": to_rack}
    targets |= {"place": place, "kinds": kinds, "point": point}
    routed = patcher.object("route " + " ".join(targets), 1 + len(targets), ("",) * (1 + len(targets)))
    for outlet in (linked.bridge[2], linked.sounds[2], linked.handover[0], linked.rack[0]):
        patcher.cord(outlet, routed)
    for number, box in enumerate(targets.values()):
        patcher.cord(routed[number], box)
    saved = panel.saved_value("Sample")
    patcher.cord(linked.sounds[3], saved)
    patcher.connect(saved, patcher.object("prepend restored", 1, ("",)), linked.sounds)
    return {"patcher": patcher.content(**attributes(patcher, scripts, in_live))}


def _script(patcher: Patcher, file: str, n_outlets: int) -> Box:
    saved = {"filename": file, "parameter_enable": 0}
    return patcher.object(f"js {file}", 1, ("",) * n_outlets, saved_object_attributes=saved)


def _connect_scripts(patcher: Patcher, scripts: Scripts, ready: Box, pad: Box) -> None:
    """Connect the scripts with each other and with the pad; start some of them when the device is ready."""
    link, bridge, sounds, handover, rack = scripts
    for script in (link, handover, rack):
        patcher.cord(ready, script)
    for outlet, target in ((link[2], pad), (link[3], bridge), (bridge[1], pad), (bridge[3], sounds), (bridge[4], rack)):
        patcher.cord(outlet, target)
    for outlet, target in ((sounds[4], handover), (sounds[5], bridge), (handover[1], rack)):
        patcher.cord(outlet, target)
    patcher.cord(rack[1], patcher.message(";\rmax launchbrowser $1"))


def _add_osc(patcher: Patcher, scripts: Scripts) -> None:
    """Add the messages to the daemon and from it; the link sets both ports."""
    send = patcher.object(f"udpsend 127.0.0.1 {DAEMON_PORT}", 1, ())
    receive = patcher.object("udpreceive @defer 1 @quiet 1", 1, ("",))
    patcher.cord(scripts.link[0], send)
    patcher.cord(scripts.bridge[0], send)
    patcher.cord(scripts.link[1], receive)
    patcher.cord(receive, scripts.link)


def _add_dials(patcher: Patcher, panel: Panel, pad: Box, scripts: Scripts) -> Box:
    """Add the dials: the map's axes, which the pad moves too, and the controls of the sound.

    Returns
    -------
    Box
        Moves the axes' dials to the point that it receives.
    """
    patcher.move_to(420, 20)
    bridge = scripts.bridge
    dragged = patcher.object("route xy release generate kinds colours", 6, ("",) * 6)
    pair = patcher.object("unpack 0. 0.", 1, ("float", "float"))
    patcher.cord(pad, dragged)
    patcher.cord(dragged[0], pair)
    for outlet, word in ((1, "release"), (2, "generate"), (3, "kinds")):
        patcher.connect(dragged[outlet], patcher.object(f"prepend {word}", 1, ("",)), bridge)
    colours = patcher.object("prepend colours", 1, ("",))
    for box in (scripts.handover, scripts.rack):
        patcher.cord(colours, box)
    patcher.cord(dragged[4], colours)
    point = patcher.object("pak 0. 0.", 2, ("",))
    named = patcher.object("prepend point", 1, ("",))
    patcher.cord(point, named)
    patcher.cord(named, pad)
    patcher.cord(named, bridge)
    for number, dial in enumerate(DIALS):
        box = panel.dial(dial, number)
        if dial.key:
            patcher.connect(box, patcher.object(f"prepend control {dial.key}", 1, ("",)), bridge)
        else:
            patcher.cord(pair[number], box)
            patcher.cord(box, point, number)
    return pair


def _add_settings(patcher: Patcher, panel: Panel, scripts: Scripts) -> Box:
    """Add the settings, and return the seed, which the bridge sets too."""
    patcher.move_to(820, 20)
    panel.label("Seed", (162, 60, 30, 15))
    info = "Chooses the texture: the same point and seed give the same sound."
    seed = panel.number("Seed", (192, 60, 46, 15), 0, 9999, 0, info, visibility=AUTOMATED)
    panel.label("Trigger", (350, 60, 40, 15))
    info = "When to generate: on mouse release, after 150 ms without changes, or only with Generate."
    trigger = panel.menu("Trigger", (390, 60, 104, 15), ("On release", "Auto", "Manual"), info)
    info = "Play each new sound as soon as it is loaded."
    audition = panel.switch("Audition", (500, 80, 98, 18), 1, info)
    info = "Also load sounds made by other controllers: a tablet, another device, the web page."
    follow = panel.switch("Follow", (500, 104, 98, 18), 0, info)
    panel.label("Port", (500, 129, 38, 15))
    info = "UDP port of latentpad, which prints it when it is ready."
    port = panel.number("Port", (538, 129, 60, 15), 1024, 65535, DAEMON_PORT, info, visibility=STORED)
    for box, word in ((seed, "seed"), (trigger, "trigger"), (follow, "follow")):
        patcher.connect(box, patcher.object(f"prepend {word}", 1, ("",)), scripts.bridge)
    patcher.connect(audition, patcher.object("prepend audition", 1, ("",)), scripts.sounds)
    patcher.connect(port, patcher.object("prepend port", 1, ("",)), scripts.link)
    return seed


def _add_buttons(patcher: Patcher, panel: Panel, scripts: Scripts) -> tuple[Box, Box]:
    """Add the buttons, and return the two that depend on the version of Live."""
    new_seed = panel.button("New", (242, 60, 30, 15), "Draw a new seed.")
    generate = panel.button("Generate", (162, 80, 100, 18), "Generate the sound at this point.")
    play = panel.button("Play", (268, 80, 48, 18), "Play the sound. MIDI notes play it too, C3 at its own pitch.")
    keep = panel.button("Keep", (320, 80, 48, 18), "Copy the sample into the folder kept, to find it again later.")
    info = "Load the sample into the Simpler or Drum Rack pad that was selected last. Live 12.4 or newer."
    simpler = panel.button("To Simpler", (162, 128, 100, 18), info)
    info = "Create a clip in the audio track that was selected last, in the selected scene. Live 12.0.5 or newer."
    clip = panel.button("To Clip", (268, 128, 100, 18), info)
    for box, word in ((new_seed, "newseed"), (generate, "generate"), (keep, "keep")):
        patcher.connect(box, patcher.message(word), scripts.bridge)
    patcher.connect(play, patcher.message("play"), scripts.sounds)
    for box, word in ((simpler, "tosimpler"), (clip, "toclip")):
        patcher.connect(box, patcher.message(word), scripts.handover)
    return simpler, clip


def _add_voices_menu(patcher: Patcher, panel: Panel) -> Box:
    panel.label("Voices", (500, 60, 38, 15))
    info = "Poly: notes ring on. Mono: a new note ends the one before."
    return panel.menu("Voices", (538, 60, 60, 15), ("Poly", "Mono"), info)


def _add_sound(patcher: Patcher, sounds: Box, mono: Box, in_live: bool) -> None:
    """Add the sampler, played by MIDI notes and by the script of the sounds."""
    patcher.move_to(1120, 20)
    notes = patcher.object("notein", 1, ("int", "int", "int"))
    output = patcher.object(*(("plugout~ 1 2", 2, ("signal", "signal")) if in_live else ("dac~ 1 2", 2, ())))
    buffer, midi = add_sampler(patcher, "---latentpad" if in_live else "latentpad", sounds[1], mono, output)
    patcher.cord(notes, midi)
    patcher.cord(notes[1], midi, 1)
    patcher.cord(sounds[0], buffer)
    patcher.connect(buffer[1], patcher.message("loaded"), sounds)
