"""The sampler: notes are distributed to voices, each a groove~ on one shared buffer.

Every note takes the next voice, so that tails ring on; in mono, and before another sample is loaded, all voices fade
out within five milliseconds. The root is C3 (60), where the sample plays at its own pitch.
"""

from patcher import Box, Outlet, Patcher

N_VOICES = 8


def add_sampler(patcher: Patcher, name: str, notes: Box | Outlet, mono: Box, output: Box) -> tuple[Box, Box]:
    """Add the buffer and its voices.

    Parameters
    ----------
    notes : Box or Outlet
        Source of lists of pitch and velocity, and of ``choke``.
    mono : Box
        Source of 1 if a new note ends the others, else 0.
    output : Box
        Receives the signal at its first two inlets.

    Returns
    -------
    tuple of Box
        The buffer, which takes ``replace PATH`` and sends a bang from its second outlet once it is loaded; the inlet
        for MIDI notes, note-offs included.
    """
    buffer = patcher.object(f"buffer~ {name} 1000 1", 1, ("float", "bang"))
    midi = patcher.object("stripnote", 2, ("int", "int"))
    pair = patcher.object("pack 0 0", 2, ("",))
    patcher.cord(midi, pair)
    patcher.cord(midi[1], pair, 1)
    choke = patcher.object("route choke", 2, ("", ""))
    order = patcher.object("t l b b", 1, ("", "bang", "bang"))
    patcher.cord(notes, choke)
    patcher.cord(choke[1], order)
    patcher.cord(pair, order)

    gate = patcher.object("gate 1 0", 2, ("",))
    patcher.cord(mono, gate)
    patcher.cord(order[2], gate, 1)

    counter = patcher.object(f"counter 0 0 {N_VOICES - 1}", 5, ("int", "", "", "int"))
    rename = patcher.object("prepend set", 1, ("",))
    addressed = patcher.object("prepend 0", 1, ("",))
    patcher.cord(order[1], counter)
    patcher.cord(counter, rename)
    patcher.cord(rename, addressed)
    patcher.cord(order[0], addressed)

    numbers = " ".join(str(number) for number in range(N_VOICES))
    route = patcher.object(f"route {numbers}", N_VOICES + 1, ("",) * (N_VOICES + 1))
    patcher.cord(addressed, route)
    row = patcher.row
    for number in range(N_VOICES):
        patcher.move_to(patcher.column + (0 if number == 0 else 90), row)
        voice = patcher.object("p voice", 2, ("signal",), patcher=voice_patcher(name))
        patcher.cord(route[number], voice)
        patcher.cord(choke, voice, 1)
        patcher.cord(gate, voice, 1)
        patcher.cord(voice, output)
        patcher.cord(voice, output, 1)
    return buffer, midi


def voice_patcher(name: str) -> dict[str, object]:
    """Return the patcher of one voice: pitch and velocity in, a bang to fade out, the signal out."""
    patcher = Patcher(rect=(120, 120, 520, 460))
    note = patcher.box("inlet", 0, ("",), 30, 30, comment="pitch and velocity", index=1)
    parts = patcher.object("unpack 0 0", 1, ("int", "int"))
    start = patcher.object("t b i", 1, ("bang", "int"))
    restart = patcher.message("0")
    steps = patcher.object("- 60", 2, ("int",))
    ratio = patcher.object("expr pow(2.\\,$f1/12.)", 1, ("",))
    rate = patcher.object("sig~", 1, ("signal",))
    groove = patcher.object(f"groove~ {name} 1", 3, ("signal", "signal"))
    scaled = patcher.object("*~", 2, ("signal",))
    out = patcher.box("outlet", 1, (), 30, 30, comment="signal", index=1)
    patcher.move_to(280, 20)
    end = patcher.box("inlet", 0, ("bang",), 30, 30, comment="bang: fade", index=2)
    fade = patcher.message("0 5")
    velocity = patcher.object("/ 127.", 2, ("float",))
    level = patcher.object("line~", 2, ("signal", "bang"))

    patcher.cord(note, parts)
    patcher.cord(parts[1], velocity)
    patcher.cord(velocity, level)
    patcher.cord(parts[0], start)
    patcher.cord(start[1], steps)
    patcher.cord(steps, ratio)
    patcher.cord(ratio, rate)
    patcher.cord(rate, groove)
    patcher.cord(start[0], restart)
    patcher.cord(restart, groove)
    patcher.cord(groove, scaled)
    patcher.cord(level, scaled, 1)
    patcher.cord(scaled, out)
    patcher.cord(end, fade)
    patcher.cord(fade, level)
    return patcher.content()
