"""The patch: what is connected to what, in the Max for Live device and in the patcher for plain Max."""

from typing import Any

from amxd import INSTRUMENT
from panel import AUTOMATED, DIALS, HEIGHT, STORED, WIDTH, Panel
from patcher import Box, Outlet, Patcher
from sound import add_sampler

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
    """Give the whole patch: the Max for Live device, or the same for plain Max."""
    patcher = Patcher()
    panel = Panel(patcher)
    pad = panel.pad(scripts["pad"])
    patcher.at(20, 200)
    ready = patcher.object(*(("live.thisdevice", 1, ("bang", "int", "int")) if in_live else ("loadbang", 1, ("bang",))))
    bridge = _script(patcher, scripts["bridge"], n_outlets=8)
    handover = _script(patcher, scripts["handover"], n_outlets=1)
    patcher.cord(ready, bridge)
    patcher.cord(ready, handover)
    patcher.cord(bridge[2], pad)
    patcher.cord(bridge[7], handover)
    _add_osc(patcher, bridge)
    _add_dials(patcher, panel, pad, bridge)
    seed = _add_settings(patcher, panel, bridge)
    simpler, clip = _add_buttons(patcher, panel, bridge, handover)
    status = panel.words("", (162, 134, 338, 15))
    mono = _add_voices_menu(patcher, panel)
    _add_sound(patcher, bridge, mono, in_live)
    answers = patcher.object("route status seed simpler clip", 5, ("", "", "", "", ""))
    patcher.cord(bridge[5], answers)
    patcher.cord(handover, answers)
    for number, box in enumerate((status, seed, simpler, clip)):
        patcher.cord(answers[number], box)
    memory = panel.memory("Sample")
    patcher.cord(bridge[6], memory)
    _send(patcher, memory, patcher.object("prepend restored", 1, ("",)), bridge)
    return {"patcher": patcher.content(**_attributes(patcher, scripts, in_live))}


def _script(patcher: Patcher, file: str, n_outlets: int) -> Box:
    saved = {"filename": file, "parameter_enable": 0}
    return patcher.object(f"js {file}", 1, ("",) * n_outlets, saved_object_attributes=saved)


def _add_osc(patcher: Patcher, bridge: Box) -> None:
    """Messages to the daemon and from it; the bridge sets both ports."""
    send = patcher.object(f"udpsend 127.0.0.1 {DAEMON_PORT}", 1, ())
    receive = patcher.object("udpreceive @defer 1 @quiet 1", 1, ("",))
    patcher.cord(bridge[0], send)
    patcher.cord(bridge[1], receive)
    patcher.cord(receive, bridge)


def _add_dials(patcher: Patcher, panel: Panel, pad: Box, bridge: Box) -> None:
    """The map's axes, moved by the pad and heard by all; the controls of the sound."""
    patcher.at(420, 20)
    moved = patcher.object("route xy release generate", 4, ("", "", "", ""))
    pair = patcher.object("unpack 0. 0.", 1, ("float", "float"))
    patcher.cord(pad, moved)
    patcher.cord(moved[0], pair)
    for outlet, word in ((1, "release"), (2, "generate")):
        _send(patcher, moved[outlet], patcher.object(f"prepend {word}", 1, ("",)), bridge)
    point = patcher.object("pak 0. 0.", 2, ("",))
    named = patcher.object("prepend point", 1, ("",))
    patcher.cord(point, named)
    patcher.cord(named, pad)
    patcher.cord(named, bridge)
    for number, dial in enumerate(DIALS):
        box = panel.dial(dial, number)
        if dial.key:
            _send(patcher, box, patcher.object(f"prepend control {dial.key}", 1, ("",)), bridge)
        else:
            patcher.cord(pair[number], box)
            patcher.cord(box, point, number)


def _add_settings(patcher: Patcher, panel: Panel, bridge: Box) -> Box:
    """What is chosen once, and the seed, which is given: the bridge draws it, too."""
    patcher.at(820, 20)
    panel.words("Seed", (162, 60, 30, 15))
    info = "Chooses the texture: the same point and seed give the same sound."
    seed = panel.number("Seed", (192, 60, 46, 15), 0, 9999, 0, info, seen=AUTOMATED)
    panel.words("Trigger", (282, 60, 40, 15))
    info = "When a sound is made: as the mouse lets go of the pad, once all rests for 150 ms, or by Generate alone."
    trigger = panel.menu("Trigger", (322, 60, 70, 15), ("On release", "Auto", "Manual"), info)
    info = "Play each new sound as soon as it is there."
    audition = panel.switch("Audition", (402, 82, 98, 20), 1, info)
    info = "Take over what other controllers make, too: a tablet, another device, the web page."
    follow = panel.switch("Follow", (402, 108, 98, 20), 0, info)
    panel.words("Port", (402, 150, 38, 15))
    info = "UDP port of latentpad; the one that it says when it is ready."
    port = panel.number("Port", (440, 150, 60, 15), 1024, 65535, DAEMON_PORT, info, seen=STORED)
    values = ((seed, "seed"), (trigger, "trigger"), (audition, "audition"), (follow, "follow"), (port, "port"))
    for box, word in values:
        _send(patcher, box, patcher.object(f"prepend {word}", 1, ("",)), bridge)
    return seed


def _add_buttons(patcher: Patcher, panel: Panel, bridge: Box, handover: Box) -> tuple[Box, Box]:
    """What acts; gives the two buttons that say what this version of Live can do."""
    dice = panel.button("New", (242, 60, 30, 15), "Another seed.")
    generate = panel.button("Generate", (162, 82, 110, 20), "Make the sound of this point.")
    play = panel.button("Play", (278, 82, 54, 20), "Play the sound; MIDI notes play it too, C3 as it is.")
    keep = panel.button("Keep", (338, 82, 54, 20), "Copy the sample into the folder kept, to find it again.")
    info = "Put the sample into the Simpler, or on the Drum Rack pad, that was selected last. Live 12.4 or newer."
    simpler = panel.button("To Simpler", (162, 108, 110, 20), info)
    info = "Make a clip in the audio track that was selected last, in the selected scene. Live 12.0.5 or newer."
    clip = panel.button("To Clip", (278, 108, 114, 20), info)
    for box, word in ((dice, "newseed"), (generate, "generate"), (play, "play"), (keep, "keep")):
        _send(patcher, box, patcher.message(word), bridge)
    for box, word in ((simpler, "tosimpler"), (clip, "toclip")):
        _send(patcher, box, patcher.message(word), handover)
    return simpler, clip


def _send(patcher: Patcher, source: Box | Outlet, through: Box, target: Box) -> None:
    patcher.cord(source, through)
    patcher.cord(through, target)


def _add_voices_menu(patcher: Patcher, panel: Panel) -> Box:
    panel.words("Voices", (402, 60, 38, 15))
    return panel.menu("Voices", (440, 60, 60, 15), ("Poly", "Mono"), "Whether a new note ends the ones before.")


def _add_sound(patcher: Patcher, bridge: Box, mono: Box, in_live: bool) -> None:
    """MIDI notes and the bridge's own play the sample."""
    patcher.at(1120, 20)
    notes = patcher.object("notein", 1, ("int", "int", "int"))
    out = ("plugout~ 1 2", 2, ("signal", "signal")) if in_live else ("dac~ 1 2", 2, ())
    mixed = patcher.object(*out)
    buffer, played = add_sampler(patcher, "---latentpad" if in_live else "latentpad", bridge[4], mono, mixed)
    patcher.cord(notes, played)
    patcher.cord(notes[1], played, 1)
    patcher.cord(bridge[3], buffer)
    _send(patcher, buffer[1], patcher.message("loaded"), bridge)


def _attributes(patcher: Patcher, scripts: dict[str, str], in_live: bool) -> dict[str, Any]:
    """What the patcher says about itself."""
    depends = [{"name": file, "bootpath": ".", "type": "TEXT", "implicit": 1} for file in scripts.values()]
    attributes = {
        "openinpresentation": 1,
        "description": "Play the empty space between your samples.",
        "tags": "latentpad",
        "parameters": {**patcher.parameters, "inherited_shortname": 1},
        "dependency_cache": depends,
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
