"""Places that messages of the link, the bridge and the sounds go to, and messages to them and from them."""

DAEMON, PORTS, PAD, BUFFER, VOICES, PANEL, SAVED, HAND_OVER, RACK = range(9)

WIRES = {
    "link": {0: DAEMON, 1: PORTS, 2: PAD, 3: "bridge"},
    "bridge": {0: DAEMON, 1: PAD, 2: PANEL, 3: "sounds", 4: RACK},
    "sounds": {0: BUFFER, 1: VOICES, 2: PANEL, 3: SAVED, 4: HAND_OVER, 5: "bridge"},
}
"""Where the outlets of these scripts lead to; in the tests they run together, as ``bridge``."""

WELCOME = ("/latentpad/welcome", "0.1.0", "toy", "/home/é/new sounds", 32, 44100)


def to(outlet, events):
    """Return what left an outlet."""
    return [event[1:] for event in events if event[0] == outlet]


def generated(bridge, *message):
    """Send a message that generates, and return the id of the request."""
    ((address, id, *_),) = to(DAEMON, bridge.send(*(message or ("generate",))))
    assert address == "/latentpad/generate"
    return id


def generated_at(bridge, x):
    bridge.send("point", x, 0.5)
    return generated(bridge)


def done(id, path="/new sounds/é_x0.250_y0.500_s0.wav", confidence=1.0, index=0):
    return ("/latentpad/done", id, path, 0.25, 0.5, 0, 44100, 22050, confidence, 12.5, index)


def texts(events):
    """Return the texts that were shown in the status line."""
    return [event[2] for event in to(PANEL, events) if event[:2] == ("status", "set")]
