"""The table of replies and of error codes: `latentpad.osc.protocol`."""

from latentpad.osc.address import Address

OUT = (
    Address(
        "welcome", "s version, s bundle, s folder, i points, i sample_rate", "the loaded bundle and the drop folder"
    ),
    Address(
        "bundle",
        "s name, i sounds, s path",
        "the bundle that plays now; sent after `welcome`, and after each switch",
    ),
    Address(
        "listed",
        "i id, i index, i of, s name, i sounds, s path, i missing",
        "a bundle that can be played, the built-in one with index 0; missing is 1 if it is gone or damaged",
    ),
    Address("pong", "i id", "the daemon is alive"),
    Address("busy", "i id", "a render has started"),
    Address("dropped", "i id", "not rendered: cancelled, superseded by the same sender, or the queue was full"),
    Address(
        "done",
        "i id, s path, f x, f y, i seed, i sample_rate, i n_samples, f confidence, f milliseconds, i index",
        "a new sample has been written, in a batch with a running index from 0; after `undo`, an earlier one is "
        "current again",
    ),
    Address("progress", "i id, i done, i of", "so many samples of a batch are done"),
    Address("finished", "i id, s folder", "all samples of a batch are done, and are in this folder"),
    Address("kept", "i id, s path", "a copy of the sample has been written to `kept`"),
    Address("map", "s json, s png", "paths of the map's files: points, labels and colours as JSON, and a picture"),
    Address(
        "neighbour",
        "i id, i index, s name, s kind, f x, f y, f distance",
        "a sound near a point, the nearest with index 0; its name is its path in the library, its kind is empty if it "
        "has none, and the map's sides have length 1",
    ),
    Address(
        "located",
        "i id, s path, f x, f y, s kind, f certainty, f distance",
        "where the sound of a file lives, its kind (empty if it has none), how sure that is (0 to 1), and how far it "
        "is from the most similar sound: 0 is the same, 1 as far as neighbours usually are; with the id -1, the file "
        "is new in the inbox",
    ),
    Address("point", "f x, f y", "another client has moved the point"),
    Address("value", "s key, any value", "the current value of a setting"),
    Address(
        "notice",
        "s text",
        "what you should know, for example that sounds of the library are gone; sent once, and to clients that "
        "subscribe later after their `welcome`",
    ),
    Address(
        "error",
        "i id, s code, s text",
        "why a message was not served, or was served differently; sent to the client whose message it was, and to no "
        "other",
    ),
)

CODES = {
    "wire": "the datagram is not OSC 1.0",
    "address": "unknown address",
    "arguments": "too many or too few arguments, one of the wrong type, or an unknown option",
    "number": "not a number, not finite, not an integer, or out of range",
    "clamped": "a coordinate outside 0 to 1 was moved to the edge; the message is served",
    "key": "unknown setting",
    "kind": "no sound of the map is of this kind",
    "history": "there is no earlier sample to go back to",
    "folder": "a file cannot be written, or is not a sample of latentpad's",
    "sound": "a sound of your own cannot be used: it is missing, elsewhere, silent, too short, too long, or changed",
    "bundle": "a bundle cannot be played: it is unknown, gone or damaged",
    "render": "the sample could not be rendered",
    "queue": "too many batches, or requests for the map or the bundles, are waiting",
    "internal": "a bug in latentpad; see its log",
}
