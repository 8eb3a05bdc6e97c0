// The bridge (js, Max 8 and 9: ES5): the pad and the dials on one side, the daemon's OSC on the other. It chooses a
// port of its own for the answers and says hello with it, so that several devices work side by side; it asks every two
// seconds whether the daemon lives, and finds it again after a restart.
//
// In:  bang (the device is ready) | point x y | control KEY value | seed n | newseed | trigger n | audition n | follow n
//      port n | release | generate | play | keep | loaded | restored PATH | /latentpad/... (answers)
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
var playing = ""; // what the daemon plays, as its welcome says

var own = 1 + Math.floor(Math.random() * 32000); // upper half of our ids: which of the answers are ours
var counter = 0;
var waiting = { id: -1, since: 0 };
var sample = ""; // path of the sound in the buffer
var preview = false; // whether it is played as soon as it is loaded

var clock = new Task(tick, this);
var rest = new Task(generate, this);

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
    clock.interval = PING_MS;
    clock.repeat();
}

function hello() {
    if (hellos === HELLOS_A_PORT) {
        new_reply_port();
    }
    hellos += 1;
    outlet(TO_DAEMON, "/latentpad/hello", reply_port, "Max");
}

function tick() {
    if (connected && now() - last_heard > LOST_MS) {
        connected = false;
        waiting.id = -1;
    }
    if (!connected) {
        if (hellos > 0) {
            tell("lost", "no daemon on port " + daemon_port + ": run latentpad");
        }
        hello();
        return;
    }
    outlet(TO_DAEMON, "/latentpad/ping", own * 65536);
    if (waiting.id !== -1 && now() - waiting.since > PATIENCE_MS) {
        waiting.id = -1;
        tell("error", "no sound after " + PATIENCE_MS / 1000 + " s");
    }
}

function port(number) {
    var chosen = Math.round(number);
    if (chosen === daemon_port) {
        return;
    }
    daemon_port = chosen;
    if (started) {
        connected = false;
        playing = "";
        outlet(TO_DAEMON, "port", daemon_port);
        tell("lost", "looking for latentpad");
        hello();
    }
}

function notifydeleted() {
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

function release() {
    if (mode === ON_RELEASE) {
        generate();
    }
}

function generate() {
    rest.cancel();
    if (!started || !connected) {
        note("no sound without latentpad: type latentpad in a terminal");
        return;
    }
    counter = counter % 65535 + 1;
    waiting = { id: own * 65536 + counter, since: now() };
    outlet(TO_DAEMON, ["/latentpad/generate", waiting.id, at.x, at.y, settings.seed].concat(
        CONTROLS.map(function (key) {
            return settings[key];
        })
    ));
}

function play() {
    if (sample === "") {
        note("nothing to play yet: generate first");
    } else {
        outlet(VOICES, ROOT_NOTE, PREVIEW_VELOCITY);
    }
}

function keep() {
    if (sample === "") {
        note("nothing to keep yet: generate first");
    } else if (!connected) {
        note("not kept: there is no daemon; the sample is still " + file_name(sample));
    } else {
        counter = counter % 65535 + 1;
        outlet(TO_DAEMON, "/latentpad/keep", own * 65536 + counter, sample);
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

// The path that the set was saved with; it also comes back to us when we store one.
function restored(path) {
    var file;
    if (typeof path !== "string" || path === "" || path === "0" || path === sample) {
        return;
    }
    file = new File(path, "read");
    if (file.isopen) {
        file.close();
        load(path, false);
        note(file_name(path));
    } else {
        note("this set's sample is gone: " + path);
    }
}

// --- what the daemon answers

var answers = {
    welcome: function (version, bundle, folder, points) {
        var described = [version, bundle, points].join(" ");
        connected = true;
        hellos = 0;
        if (described !== playing) {
            playing = described;
            outlet(TO_DAEMON, "/latentpad/map");
            note(bundle + ", " + points + " sounds; new ones go to " + folder);
        }
        tell("ready", "ready");
    },
    pong: function () {
        return; // that it came is all that it says
    },
    busy: function (id) {
        if (id === waiting.id) {
            tell("busy", "making a sound");
        }
    },
    done: function (id, path, x, y, seed_used, rate, length, confidence) {
        var ours = is_own(id);
        outlet(PAD, "made", x, y, ours ? 1 : 0);
        if (id === waiting.id || (follows && !ours)) {
            waiting.id = id === waiting.id ? -1 : waiting.id;
            load(path, hears_itself);
            outlet(MEMORY, path);
            note(file_name(path) + (confidence < UNKNOWN ? " (far from any sound that was learnt)" : ""));
            tell("ready", "ready");
        }
    },
    dropped: function (id) {
        if (id === waiting.id) {
            waiting.id = -1;
            tell("ready", "dropped: something newer came");
        }
    },
    kept: function (id, path) {
        if (is_own(id)) {
            outlet(PAD, "kept");
            note("kept as " + file_name(path) + ", in the folder kept");
        }
    },
    map: function (json) {
        outlet(PAD, "map", json);
    },
    error: function (id, code, words) {
        if (is_own(id)) {
            if (id === waiting.id && code !== "clamped") {
                waiting.id = -1;
            }
            tell("error", words);
            note(words);
        }
    }
};

function is_own(id) {
    return id > 0 && Math.floor(id / 65536) === own;
}

function anything() {
    var verb = messagename.split("/latentpad/")[1];
    if (answers.hasOwnProperty(verb)) {
        last_heard = now();
        answers[verb].apply(null, arrayfromargs(arguments));
    }
}
