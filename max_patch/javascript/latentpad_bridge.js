// The bridge (js, Max 8 and 9: ES5): the pad and the dials on one side, the daemon's OSC on the other. It chooses a
// port of its own for the answers and says hello with it, so that several devices work side by side; it asks every two
// seconds whether the daemon lives, and finds it again after a restart.
//
// In:  bang (the device is ready) | point x y | control KEY value | seed n | newseed | trigger n | audition n | follow n
//      port n | release x y | generate [x y] | play | keep | loaded | restored PATH | /latentpad/... (answers)
// Out: 0 udpsend   1 udpreceive   2 pad   3 buffer~   4 voices   5 the panel   6 what the set remembers   7 hand-over

autowatch = 0;
inlets = 1;
outlets = 8;

var TO_DAEMON = 0, PORTS = 1, PAD = 2, BUFFER = 3, VOICES = 4, PANEL = 5, MEMORY = 6, HAND_OVER = 7;
var ON_RELEASE = 0, AUTO = 1;
var CONTROLS = ["variation", "length", "pitch", "decay", "tone"];

var PING_MS = 2000;
var LOST_MS = 3500; // without an answer
var PATIENCE_MS = 15000; // for a sound
var REST_MS = 150; // that the point rests before it sounds by itself
var HELLOS_A_PORT = 3; // then another reply port is tried: this one may be taken
var FIRST_PORT = 20000, N_PORTS = 10000; // below the ports that systems give away by themselves
var ROOT_NOTE = 60, PREVIEW_VELOCITY = 100;
var SEEDS = 10000;
var UNKNOWN = 0.5; // confidence below which a place is far from the sounds that were learnt

var settings = { seed: 0, variation: 0, length: 1, pitch: 0, decay: 1, tone: 0 };
var at = { x: 0.5, y: 0.5 };
var mode = ON_RELEASE;
var hears_itself = true;
var follows = false;

var started = false;
var daemon_port = 9310;
var reply_port = 0;
var hellos = 0;
var connected = false;
var last_heard = 0;

var own = 1 + Math.floor(Math.random() * 32000); // upper half of our ids: which of the answers are ours
var counter = 0;
var waiting = null; // the sound that was asked for: id, since, wish, whether the set is to remember it
var sample = ""; // path of the sound in the buffer
var made = { wish: "", x: -1, y: -1 }; // how the sample was made, where we know
var preview = false; // whether it is played as soon as it is loaded
var map_id = 0; // under which the map was asked for; 0 once it came, or cannot come

var clock = new Task(tick, this);
clock.interval = PING_MS;
var rest = new Task(sound_of_itself, this);

// --- the daemon: hello, ping, lost and found

function now() {
    return new Date().getTime();
}

function new_reply_port() {
    reply_port = FIRST_PORT + Math.floor(Math.random() * N_PORTS);
    hellos = 0;
    outlet(PORTS, "port", reply_port);
}

function bang() {
    if (started) {
        return;
    }
    started = true;
    new_reply_port();
    outlet(TO_DAEMON, "port", daemon_port);
    tell("lost", "looking for latentpad");
    hello();
    clock.repeat(-1, PING_MS);
}

function hello() {
    if (hellos === HELLOS_A_PORT) {
        new_reply_port();
    }
    hellos += 1;
    outlet(TO_DAEMON, "/latentpad/hello", reply_port, "Max");
}

function ask_for_map() {
    map_id = new_id();
    outlet(TO_DAEMON, "/latentpad/map", map_id);
}

function tick() {
    if (connected && now() - last_heard > LOST_MS) {
        connected = false;
    }
    if (waiting !== null && now() - waiting.since > PATIENCE_MS) {
        waiting = null;
        tell("error", "no sound after " + PATIENCE_MS / 1000 + " s");
    }
    if (connected) {
        outlet(TO_DAEMON, "/latentpad/ping", own * 65536, reply_port);
        if (map_id !== 0) {
            ask_for_map();
        }
        return;
    }
    tell("lost", "no daemon on port " + daemon_port + ": run latentpad");
    hello();
}

function port(number) {
    var chosen = Math.round(number);
    if (chosen === daemon_port) {
        return;
    }
    daemon_port = chosen;
    if (started) {
        connected = false;
        outlet(TO_DAEMON, "port", daemon_port);
        tell("lost", "looking for latentpad");
        hello();
    }
}

function notifydeleted() {
    clock.cancel();
    rest.cancel();
    if (started) {
        outlet(TO_DAEMON, "/latentpad/bye", reply_port);
    }
}

// --- what the panel says

function tell(kind, words) {
    outlet(PAD, "state", kind, words);
}

function note(words) {
    outlet(PANEL, "status", "set", words);
}

function file_name(path) {
    return path.split("/").pop();
}

// --- what the panel wants

function point(x, y) {
    at = { x: x, y: y };
    changed();
}

function control(key, value) {
    if (CONTROLS.indexOf(key) >= 0) {
        settings[key] = value;
        changed();
    }
}

function seed(value) {
    settings.seed = Math.round(value);
    changed();
}

function newseed() {
    if (!started) {
        return; // a set that opens keeps its seed
    }
    outlet(PANEL, "seed", Math.floor(Math.random() * SEEDS));
}

function changed() {
    if (started && connected && mode === AUTO) {
        rest.cancel();
        rest.schedule(REST_MS);
    }
}

function trigger(number) {
    mode = number;
    rest.cancel();
}

function audition(on) {
    hears_itself = on === 1;
}

function follow(on) {
    follows = on === 1;
}

// The mouse says where it let go: the dials may be behind it.
function release(x, y) {
    if (mode === ON_RELEASE) {
        generate(x, y);
    }
}

function generate(x, y) {
    if (y !== undefined) {
        at = { x: x, y: y };
    }
    make(true);
}

function sound_of_itself() {
    make(false);
}

function new_id() {
    counter = counter % 65535 + 1;
    return own * 65536 + counter;
}

// What makes itself is not stored in the set: each stored value is a step of Live's undo history.
function make(stored) {
    var wish = [at.x, at.y, settings.seed].concat(CONTROLS.map(function (key) {
        return settings[key];
    }));
    rest.cancel();
    if (!started || !connected) {
        note("no sound without latentpad: type latentpad in a terminal");
    } else if (waiting !== null && waiting.wish === wish.join(" ")) {
        waiting.stored = waiting.stored || stored;
    } else if (sample !== "" && made.wish === wish.join(" ")) {
        again(stored);
    } else {
        waiting = { id: new_id(), since: now(), wish: wish.join(" "), stored: stored };
        outlet(TO_DAEMON, ["/latentpad/generate", waiting.id].concat(wish));
    }
}

// The same wish is the same sound, bit for bit: no second file of it.
function again(stored) {
    if (stored) {
        outlet(MEMORY, sample);
        note("the same place, dials and seed: the same sound (New draws another seed)");
        if (hears_itself) {
            outlet(VOICES, ROOT_NOTE, PREVIEW_VELOCITY);
        }
    }
}

function play() {
    if (sample === "") {
        note("nothing to play yet: generate first");
    } else {
        outlet(VOICES, ROOT_NOTE, PREVIEW_VELOCITY);
        outlet(MEMORY, sample);
    }
}

function keep() {
    if (sample === "") {
        note("nothing to keep yet: generate first");
    } else if (!connected) {
        note("not kept: there is no daemon; the sample is still " + file_name(sample));
    } else {
        outlet(TO_DAEMON, "/latentpad/keep", new_id(), sample);
        outlet(MEMORY, sample);
    }
}

// --- the sample

function load(path, audible) {
    sample = path;
    preview = audible;
    outlet(VOICES, "choke");
    outlet(BUFFER, "replace", path);
    outlet(HAND_OVER, "sample", path);
}

function loaded() {
    if (preview) {
        preview = false;
        outlet(VOICES, ROOT_NOTE, PREVIEW_VELOCITY);
    }
}

function is_there(path) {
    var file = new File(path, "read");
    var open = file.isopen;
    if (open) {
        file.close();
    }
    return open;
}

// The path that the set was saved with, or goes back to by undo; it also comes back to us when we store one.
function restored() {
    var path = arrayfromargs(arguments).pop();
    if (typeof path !== "string" || path === "" || path === "0" || path === sample) {
        return;
    }
    // some versions of Max want the volume of a Mac named
    if (is_there(path) || (path.charAt(0) === "/" && is_there("Macintosh HD:" + path))) {
        made = { wish: "", x: -1, y: -1 };
        load(path, false);
        note(file_name(path));
    } else {
        note("this set's sample is gone: " + path);
    }
}

// --- what the daemon answers

var answers = {
    welcome: function (version, bundle, folder, points) {
        if (!connected) {
            connected = true;
            made.wish = ""; // perhaps another model's
            note(bundle + ", " + points + " sounds; new ones go to " + folder);
            ask_for_map();
            tell(waiting === null ? "ready" : "busy", waiting === null ? "ready" : "making a sound");
        }
        hellos = 0;
    },
    pong: function () {
        return; // that it came is all that it says
    },
    busy: function (id) {
        if (is_awaited(id)) {
            tell("busy", "making a sound");
        }
    },
    done: function (id, path, x, y, seed_used, rate, length, confidence) {
        var ours = is_own(id);
        var awaited = is_awaited(id) ? waiting : null;
        outlet(PAD, "made", x, y, ours ? 1 : 0);
        if (awaited !== null || (follows && !ours)) {
            waiting = awaited === null ? waiting : null;
            made = { wish: awaited === null ? "" : awaited.wish, x: x, y: y };
            load(path, hears_itself);
            if (awaited !== null && awaited.stored) {
                outlet(MEMORY, path);
            }
            note(file_name(path) + (confidence < UNKNOWN ? " (far from any sound that was learnt)" : ""));
            tell("ready", "ready");
        }
    },
    dropped: function (id) {
        if (is_awaited(id)) {
            waiting = null;
            tell("ready", "dropped: something newer came");
        }
    },
    kept: function (id, path) {
        if (is_own(id)) {
            outlet(PAD, "kept", made.x, made.y);
            note("kept as " + file_name(path) + ", in the folder kept");
        }
    },
    map: function (json) {
        map_id = 0;
        outlet(PAD, "map", json);
    },
    error: function (id, code, words) {
        if (is_own(id)) {
            if (is_awaited(id) && code !== "clamped") {
                waiting = null;
            }
            map_id = id === map_id ? 0 : map_id;
            tell("error", words);
            note(words);
        }
    }
};

function is_own(id) {
    return id > 0 && Math.floor(id / 65536) === own;
}

function is_awaited(id) {
    return waiting !== null && id === waiting.id;
}

function anything() {
    var verb = messagename.split("/latentpad/")[1];
    if (answers.hasOwnProperty(verb)) {
        last_heard = now();
        answers[verb].apply(null, arrayfromargs(arguments));
    }
}
