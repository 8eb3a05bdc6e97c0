// The bridge (js, Max 8 and 9: ES5) between the panel and the daemon's OSC. It chooses its own port for the replies and
// says hello with it, so that several devices work side by side; it pings the daemon every two seconds, and finds it
// again after a restart.
//
// In:  bang (the device is ready) | point x y | control KEY value | seed n | newseed | trigger n | audition n
//      follow n | port n | release x y | generate [x y] | play | keep | loaded | restored PATH
//      /latentpad/... (replies)
// Out: 0 udpsend   1 udpreceive   2 pad   3 buffer~   4 voices   5 panel   6 saved value   7 hand-over

autowatch = 0;
inlets = 1;
outlets = 8;

var TO_DAEMON = 0, PORTS = 1, PAD = 2, BUFFER = 3, VOICES = 4, PANEL = 5, SAVED = 6, HAND_OVER = 7;
var ON_RELEASE = 0, AUTO = 1;
var CONTROLS = ["variation", "length", "pitch", "decay", "tone", "detail", "dynamics"];

var PING_MS = 2000;
var LOST_MS = 3500; // without a reply
var TIMEOUT_MS = 15000; // for a sound
var REST_MS = 150; // without changes, then AUTO generates
var HELLOS_PER_PORT = 3; // then another reply port is tried: this one may be in use
var FIRST_PORT = 20000, N_PORTS = 10000; // below the ephemeral ports of every system
var ROOT_NOTE = 60, PREVIEW_VELOCITY = 100;
var N_SEEDS = 10000;
var LOW_CONFIDENCE = 0.35; // below it, a point lies between unlike sounds, or the model alone made its sound

/** @type {Record<string, number>} */
var settings = { seed: 0, variation: 0, length: 1, pitch: 0, decay: 1, tone: 0, detail: 1, dynamics: 0 };
var position = { x: 0.5, y: 0.5 };
var mode = ON_RELEASE;
var auditions = true;
var follows = false;

var started = false;
var daemon_port = 9310;
var reply_port = 0;
var hellos = 0;
var connected = false;
var last_reply = 0;

var device_id = 1 + Math.floor(Math.random() * 32000); // upper half of our ids: tells our replies from others'
var counter = 0;
/** @typedef {{ id: number, since: number, request: string, saved: boolean }} Pending */
/** @type {Pending | null} */
var pending = null; // the sound that was requested; saved: whether it is to be saved with the set
var sample = ""; // path of the sample in the buffer
var origin = { request: "", x: -1, y: -1 }; // of the sample, if known
var preview = false; // whether the sample is played as soon as it is loaded
var map_id = 0; // of the request for the map; 0 once it came, or cannot come

var clock = new Task(tick, this);
clock.interval = PING_MS;
var rest = new Task(generate_by_itself, this);

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
    show_state("lost", "looking for latentpad");
    hello();
    clock.repeat(-1, PING_MS);
}

function hello() {
    if (hellos === HELLOS_PER_PORT) {
        new_reply_port();
    }
    hellos += 1;
    outlet(TO_DAEMON, "/latentpad/hello", reply_port, "Max");
}

function request_map() {
    map_id = new_id();
    outlet(TO_DAEMON, "/latentpad/map", map_id);
}

function tick() {
    if (connected && now() - last_reply > LOST_MS) {
        connected = false;
    }
    if (pending !== null && now() - pending.since > TIMEOUT_MS) {
        pending = null;
        show_state("error", "no sound after " + TIMEOUT_MS / 1000 + " s");
    }
    if (connected) {
        outlet(TO_DAEMON, "/latentpad/ping", device_id * 65536, reply_port);
        if (map_id !== 0) {
            request_map();
        }
        return;
    }
    show_state("lost", "no daemon on port " + daemon_port + ": run latentpad");
    hello();
}

/** @param {number} number */
function port(number) {
    var chosen = Math.round(number);
    if (chosen === daemon_port) {
        return;
    }
    daemon_port = chosen;
    if (started) {
        connected = false;
        outlet(TO_DAEMON, "port", daemon_port);
        show_state("lost", "looking for latentpad");
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

// --- texts on the panel

/** @param {string} kind @param {string} text */
function show_state(kind, text) {
    outlet(PAD, "state", kind, text);
}

/** @param {string} text */
function show_status(text) {
    outlet(PANEL, "status", "set", text);
}

/** @param {string} path */
function file_name(path) {
    return path.split("/").pop();
}

// --- messages from the panel

/** @param {number} x @param {number} y */
function point(x, y) {
    position = { x: x, y: y };
    changed();
}

/** @param {string} key @param {number} value */
function control(key, value) {
    if (CONTROLS.indexOf(key) >= 0) {
        settings[key] = value;
        changed();
    }
}

/** @param {number} value */
function seed(value) {
    settings.seed = Math.round(value);
    changed();
}

function newseed() {
    if (!started) {
        return; // a set that opens keeps its seed
    }
    outlet(PANEL, "seed", Math.floor(Math.random() * N_SEEDS));
}

function changed() {
    if (started && connected && mode === AUTO) {
        rest.cancel();
        rest.schedule(REST_MS);
    }
}

/** @param {number} number */
function trigger(number) {
    mode = number;
    rest.cancel();
}

/** @param {number} on */
function audition(on) {
    auditions = on === 1;
}

/** @param {number} on */
function follow(on) {
    follows = on === 1;
}

/** The pad sends where the mouse was released: the dials may lag behind. @param {number} x @param {number} y */
function release(x, y) {
    if (mode === ON_RELEASE) {
        generate(x, y);
    }
}

/** @param {number} [x] @param {number} [y] */
function generate(x, y) {
    if (y !== undefined) {
        position = { x: x, y: y };
    }
    request_sound(true);
}

function generate_by_itself() {
    request_sound(false);
}

function new_id() {
    counter = counter % 65535 + 1;
    return device_id * 65536 + counter;
}

/** What AUTO generates is not saved: each saved value is a step of Live's undo history. @param {boolean} saved */
function request_sound(saved) {
    var values = [position.x, position.y, settings.seed].concat(CONTROLS.map(function (key) {
        return settings[key];
    }));
    var request = values.join(" ");
    rest.cancel();
    if (!started || !connected) {
        show_status("latentpad is not running: type latentpad in a terminal");
    } else if (pending !== null && pending.request === request) {
        pending.saved = pending.saved || saved;
    } else if (sample !== "" && origin.request === request) {
        repeat_sample(saved);
    } else {
        pending = { id: new_id(), since: now(), request: request, saved: saved };
        outlet(TO_DAEMON, ["/latentpad/generate", pending.id].concat(values));
    }
}

/** The same request is the same sound, bit for bit: no second file is written. @param {boolean} saved */
function repeat_sample(saved) {
    if (saved) {
        outlet(SAVED, sample);
        show_status("same point, dials and seed, so the same sound (New draws a new seed)");
        if (auditions) {
            outlet(VOICES, ROOT_NOTE, PREVIEW_VELOCITY);
        }
    }
}

function play() {
    if (sample === "") {
        show_status("nothing to play yet: generate first");
    } else {
        outlet(VOICES, ROOT_NOTE, PREVIEW_VELOCITY);
        outlet(SAVED, sample);
    }
}

function keep() {
    if (sample === "") {
        show_status("nothing to keep yet: generate first");
    } else if (!connected) {
        show_status("not kept, as latentpad is not running; the sample is still " + file_name(sample));
    } else {
        outlet(TO_DAEMON, "/latentpad/keep", new_id(), sample);
        outlet(SAVED, sample);
    }
}

// --- the sample

/** @param {string} path @param {boolean} audible */
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

/** @param {string} path */
function exists(path) {
    var file = new File(path, "read");
    var open = file.isopen;
    if (open) {
        file.close();
    }
    return open;
}

// The path that was saved with the set, or that undo brings back; a path that we save comes back too.
function restored() {
    var path = arrayfromargs(arguments).pop();
    if (typeof path !== "string" || path === "" || path === "0" || path === sample) {
        return;
    }
    // on a Mac, some versions of Max need the name of the volume
    if (exists(path) || (path.charAt(0) === "/" && exists("Macintosh HD:" + path))) {
        origin = { request: "", x: -1, y: -1 };
        load(path, false);
        show_status(file_name(path));
    } else {
        show_status("this set's sample is missing: " + path);
    }
}

// --- replies of the daemon

/** @type {Record<string, (...args: any[]) => void>} */
var replies = {
    welcome: function (version, bundle, folder, points) {
        if (!connected) {
            connected = true;
            origin.request = ""; // the daemon may have another bundle now
            show_status(bundle + ", " + points + " sounds; new ones go to " + folder);
            request_map();
            show_state(pending === null ? "ready" : "busy", pending === null ? "ready" : "generating");
        }
        hellos = 0;
    },
    pong: function () {
        return; // any reply shows that the daemon is alive
    },
    busy: function (id) {
        if (is_pending(id)) {
            show_state("busy", "generating");
        }
    },
    done: function (id, path, x, y, seed_used, rate, length, confidence) {
        var ours = is_own(id);
        var awaited = is_pending(id) ? pending : null;
        outlet(PAD, "sample", x, y, ours ? 1 : 0);
        if (awaited !== null || (follows && !ours)) {
            pending = awaited === null ? pending : null;
            origin = { request: awaited === null ? "" : awaited.request, x: x, y: y };
            load(path, auditions);
            if (awaited !== null && awaited.saved) {
                outlet(SAVED, path);
            }
            show_status(file_name(path) + (confidence < LOW_CONFIDENCE ? " (unsure)" : ""));
            show_state("ready", "ready");
        }
    },
    dropped: function (id) {
        if (is_pending(id)) {
            pending = null;
            show_state("ready", "cancelled, or replaced by a newer request");
        }
    },
    kept: function (id, path) {
        if (is_own(id)) {
            outlet(PAD, "kept", origin.x, origin.y);
            show_status("kept as " + file_name(path) + ", in the folder kept");
        }
    },
    map: function (json) {
        map_id = 0;
        outlet(PAD, "map", json);
    },
    notice: function (text) {
        show_status(text);
    },
    error: function (id, code, text) {
        if (is_own(id)) {
            if (is_pending(id) && code !== "clamped") {
                pending = null;
            }
            map_id = id === map_id ? 0 : map_id;
            show_state("error", text);
            show_status(text);
        }
    }
};

/** @param {number} id */
function is_own(id) {
    return id > 0 && Math.floor(id / 65536) === device_id;
}

/** @param {number} id */
function is_pending(id) {
    return pending !== null && id === pending.id;
}

function anything() {
    var verb = messagename.split("/latentpad/")[1];
    if (Object.prototype.hasOwnProperty.call(replies, verb)) {
        last_reply = now();
        replies[verb].apply(null, arrayfromargs(arguments));
    }
}
