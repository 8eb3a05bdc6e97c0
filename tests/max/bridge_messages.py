"""Outlets of the bridge's script, and messages to it and from it."""

DAEMON, PORTS, PAD, BUFFER, VOICES, PANEL, SAVED, HAND_OVER, RACK = range(9)
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
