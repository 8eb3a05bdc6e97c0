"""The patch: the objects and their connections, in the Max for Live device and in the patcher for plain Max."""

from typing import Any

from amxd import INSTRUMENT
from families import add_kit, add_random, add_relatives
from panel import AUTOMATED, DIALS, HEIGHT, STORED, WIDTH, Panel
from patcher import Box, Patcher
from sampler import add_sampler

DAEMON_PORT = 9310

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


def patch(scripts: dict[str, str], in_live: bool) -> dict[str, Any]:
    """Return the complete patch: the Max for Live device, or the same for plain Max."""
    patcher = Patcher()
    panel = Panel(patcher)
    pad = panel.pad(scripts["pad"])
    patcher.move_to(20, 200)
    ready = patcher.object(*(("live.thisdevice", 1, ("bang", "int", "int")) if in_live else ("loadbang", 1, ("bang",))))
    bridge = _script(patcher, scripts["bridge"], n_outlets=9)
    handover = _script(patcher, scripts["handover"], n_outlets=2)
    rack = _script(patcher, scripts["rack"], n_outlets=2)
    for script in (bridge, handover, rack):
        patcher.cord(ready, script)
    patcher.cord(bridge[2], pad)
    patcher.cord(bridge[7], handover)
    patcher.cord(bridge[8], rack)
    patcher.cord(handover[1], rack)
    patcher.cord(rack[1], patcher.message(";\rmax launchbrowser $1"))
    _add_osc(patcher, bridge)
    point = _add_dials(patcher, panel, pad, bridge)
    seed = _add_settings(patcher, panel, bridge)
    simpler, clip = _add_buttons(patcher, panel, bridge, handover)
    place = add_relatives(patcher, panel, bridge)
    kinds = add_random(patcher, panel, bridge)
    to_rack = add_kit(patcher, panel, bridge, rack)
    status = panel.label("", (162, 150, 436, 15))
    mono = _add_voices_menu(patcher, panel)
    _add_sound(patcher, bridge, mono, in_live)
    targets = {"status": status, "seed": seed, "simpler": simpler, "clip": clip, "rack": to_rack}
    targets |= {"place": place, "kinds": kinds, "point": point}
    routed = patcher.object("route " + " ".join(targets), 1 + len(targets), ("",) * (1 + len(targets)))
    for script in (bridge, handover, rack):
        patcher.cord(script[5 if script is bridge else 0], routed)
    for number, box in enumerate(targets.values()):
        patcher.cord(routed[number], box)
    saved = panel.saved_value("Sample")
    patcher.cord(bridge[6], saved)
    patcher.connect(saved, patcher.object("prepend restored", 1, ("",)), bridge)
    return {"patcher": patcher.content(**_attributes(patcher, scripts, in_live))}


def _script(patcher: Patcher, file: str, n_outlets: int) -> Box:
    saved = {"filename": file, "parameter_enable": 0}
    return patcher.object(f"js {file}", 1, ("",) * n_outlets, saved_object_attributes=saved)


def _add_osc(patcher: Patcher, bridge: Box) -> None:
    """Add the messages to the daemon and from it; the bridge sets both ports."""
    send = patcher.object(f"udpsend 127.0.0.1 {DAEMON_PORT}", 1, ())
    receive = patcher.object("udpreceive @defer 1 @quiet 1", 1, ("",))
    patcher.cord(bridge[0], send)
    patcher.cord(bridge[1], receive)
    patcher.cord(receive, bridge)


def _add_dials(patcher: Patcher, panel: Panel, pad: Box, bridge: Box) -> Box:
    """Add the dials: the map's axes, which the pad moves too, and the controls of the sound.

    Returns
    -------
    Box
        Moves the axes' dials to the point that it receives.
    """
    patcher.move_to(420, 20)
    dragged = patcher.object("route xy release generate kinds", 5, ("", "", "", "", ""))
    pair = patcher.object("unpack 0. 0.", 1, ("float", "float"))
    patcher.cord(pad, dragged)
    patcher.cord(dragged[0], pair)
    for outlet, word in ((1, "release"), (2, "generate"), (3, "kinds")):
        patcher.connect(dragged[outlet], patcher.object(f"prepend {word}", 1, ("",)), bridge)
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


def _add_settings(patcher: Patcher, panel: Panel, bridge: Box) -> Box:
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
    settings = ((seed, "seed"), (trigger, "trigger"), (audition, "audition"), (follow, "follow"), (port, "port"))
    for box, word in settings:
        patcher.connect(box, patcher.object(f"prepend {word}", 1, ("",)), bridge)
    return seed


def _add_buttons(patcher: Patcher, panel: Panel, bridge: Box, handover: Box) -> tuple[Box, Box]:
    """Add the buttons, and return the two that depend on the version of Live."""
    new_seed = panel.button("New", (242, 60, 30, 15), "Draw a new seed.")
    generate = panel.button("Generate", (162, 80, 100, 18), "Generate the sound at this point.")
    play = panel.button("Play", (268, 80, 48, 18), "Play the sound. MIDI notes play it too, C3 at its own pitch.")
    keep = panel.button("Keep", (320, 80, 48, 18), "Copy the sample into the folder kept, to find it again later.")
    info = "Load the sample into the Simpler or Drum Rack pad that was selected last. Live 12.4 or newer."
    simpler = panel.button("To Simpler", (162, 128, 100, 18), info)
    info = "Create a clip in the audio track that was selected last, in the selected scene. Live 12.0.5 or newer."
    clip = panel.button("To Clip", (268, 128, 100, 18), info)
    for box, word in ((new_seed, "newseed"), (generate, "generate"), (play, "play"), (keep, "keep")):
        patcher.connect(box, patcher.message(word), bridge)
    for box, word in ((simpler, "tosimpler"), (clip, "toclip")):
        patcher.connect(box, patcher.message(word), handover)
    return simpler, clip


def _add_voices_menu(patcher: Patcher, panel: Panel) -> Box:
    panel.label("Voices", (500, 60, 38, 15))
    info = "Poly: notes ring on. Mono: a new note ends the one before."
    return panel.menu("Voices", (538, 60, 60, 15), ("Poly", "Mono"), info)


def _add_sound(patcher: Patcher, bridge: Box, mono: Box, in_live: bool) -> None:
    """Add the sampler, played by MIDI notes and by the bridge."""
    patcher.move_to(1120, 20)
    notes = patcher.object("notein", 1, ("int", "int", "int"))
    output = patcher.object(*(("plugout~ 1 2", 2, ("signal", "signal")) if in_live else ("dac~ 1 2", 2, ())))
    buffer, midi = add_sampler(patcher, "---latentpad" if in_live else "latentpad", bridge[4], mono, output)
    patcher.cord(notes, midi)
    patcher.cord(notes[1], midi, 1)
    patcher.cord(bridge[3], buffer)
    patcher.connect(buffer[1], patcher.message("loaded"), bridge)


def _attributes(patcher: Patcher, scripts: dict[str, str], in_live: bool) -> dict[str, Any]:
    """Return the attributes of the patcher as a whole."""
    dependencies = [{"name": file, "bootpath": ".", "type": "TEXT", "implicit": 1} for file in scripts.values()]
    attributes = {
        "openinpresentation": 1,
        "description": "Play the empty space between your samples.",
        "tags": "latentpad",
        "parameters": {**patcher.parameters, "inherited_shortname": 1},
        "dependency_cache": dependencies,
        "autosave": 0,
    }
    if not in_live:
        return attributes
    return attributes | {
        "openrect": [0.0, 0.0, float(WIDTH), float(HEIGHT)],
        "devicewidth": float(WIDTH),
        "latency": 0,
        "is_mpe": 0,
        "minimum_live_version": "11.3",
        "minimum_max_version": "8.5",
        "platform_compatibility": 0,
        "project": PROJECT,
    }
