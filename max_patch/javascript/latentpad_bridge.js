// The bridge (js, Max 8 and 9: ES5) between the panel and the daemon's OSC. It chooses its own port for the replies and
// says hello with it, so that several devices work side by side; it pings the daemon every two seconds, and finds it
// again after a restart.
//
// In:  bang (the device is ready) | point x y | control KEY value | seed n | newseed | trigger n | audition n
//      follow n | port n | release x y | generate [x y] | play | keep | loaded | restored PATH
//      random | kinds any NAME ... | kind n | relatives | amount n | previous | next | kit | recipe n
//      /latentpad/... (replies)
// Out: 0 udpsend   1 udpreceive   2 pad   3 buffer~   4 voices   5 panel   6 saved value   7 hand-over   8 rack

autowatch = 0;
inlets = 1;
outlets = 9;

var TO_DAEMON = 0, PORTS = 1, PAD = 2, BUFFER = 3, VOICES = 4, PANEL = 5, SAVED = 6, HAND_OVER = 7, RACK = 8;
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
var N_RELATIVES = 8;
var MAX_HISTORY = 200; // sounds to step back to
var RECIPES = ["", "acoustic", "electronic", "percussion"];
var LOW_CONFIDENCE = 0.35; // below it, a point lies between unlike sounds, or the model alone made its sound

/** @type {Record<string, number>} */
var settings = { seed: 0, variation: 0, length: 1, pitch: 0, decay: 1, tone: 0, detail: 1, dynamics: 0 };
var position = { x: 0.5, y: 0.5 };
var mode = ON_RELEASE;
var auditions = true;
var follows = false;
/** @type {string[]} */
var kind_names = [];
var kind_chosen = ""; // of random places, empty for any
var amount_percent = 50; // how unlike relatives are
var recipe_chosen = ""; // of kits

var started = false;
var daemon_port = 9310;
var reply_port = 0;
var hellos = 0;
var connected = false;
var last_reply = 0;

var device_id = 1 + Math.floor(Math.random() * 32000); // upper half of our ids: tells our replies from others'
var counter = 0;
/** @typedef {{ id: number, since: number, request: string, settings: number[], saved: boolean }} Pending */
/** @type {Pending | null} */
var pending = null; // the requested sound: its request, empty for a random place; whether the set is to remember it
/** @typedef {{ id: number, since: number, n_done: number }} Batch */
/** @type {Record<string, Batch | null>} */
var batches = { relatives: null, kit: null };
/** @typedef {{ path: string, request: string, x: number, y: number }} Sound */
/** @type {Sound[]} */
var history = []; // all sounds so far, the newest last
var place = -1; // in the history, of the sample in the buffer
var sample = ""; // path of the sample in the buffer
/** @type {Sound} */
var origin = { path: "", request: "", x: -1, y: -1 }; // of the sample, if known
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
    give_up_batches();
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

/** The seed and the dials, in the order of the message. */
function current_settings() {
    return [settings.seed].concat(CONTROLS.map(function (key) {
        return settings[key];
    }));
}

/**
 * Name a request, to recognise the same one; coordinates pass through floats of 32 bits.
 * @param {number} x @param {number} y @param {number[]} values
 */
function request_name(x, y, values) {
    return [x.toFixed(5), y.toFixed(5)].concat(values.map(String)).join(" ");
}

function is_connected() {
    if (!started || !connected) {
        show_status("latentpad is not running: type latentpad in a terminal");
    }
    return started && connected;
}

/** @param {string} request @param {number[]} values @param {boolean} saved */
function await_sound(request, values, saved) {
    pending = { id: new_id(), since: now(), request: request, settings: values, saved: saved };
    return pending.id;
}

/** @param {any[]} head @param {number[]} values */
function send_request(head, values) {
    outlet(TO_DAEMON, head.concat(values));
}

/** What AUTO generates is not saved: each saved value is a step of Live's undo history. @param {boolean} saved */
function request_sound(saved) {
    var values = current_settings();
    var request = request_name(position.x, position.y, values);
    rest.cancel();
    if (!is_connected()) {
        return;
    }
    if (pending !== null && pending.request === request) {
        pending.saved = pending.saved || saved;
    } else if (sample !== "" && origin.request === request) {
        repeat_sample(saved);
    } else {
        send_request(["/latentpad/generate", await_sound(request, values, saved), position.x, position.y], values);
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

// --- random places, relatives, kits

/** The pad has read the map. @param {string} any the first choice; the kinds on the map follow */
function kinds(any) {
    var names = arrayfromargs(arguments).slice(1).map(String);
    if (names.join("\n") === kind_names.join("\n")) {
        return;
    }
    kind_names = names;
    kind_chosen = "";
    outlet(PANEL, ["kinds", "_parameter_range", any].concat(names.map(function (name) {
        return name.replace(/_/g, " ");
    })));
    outlet(PANEL, "kinds", "set", 0);
}

/** @param {number} number 0 for any */
function kind(number) {
    kind_chosen = kind_names[number - 1] || "";
}

/** @param {number} percent */
function amount(percent) {
    amount_percent = percent;
}

/** @param {number} number */
function recipe(number) {
    recipe_chosen = RECIPES[number] || "";
}

/** The daemon chooses the point; the dials and the seed shape the sound. */
function random() {
    var values = current_settings();
    rest.cancel();
    if (is_connected()) {
        send_request(["/latentpad/random", await_sound("", values, true), kind_chosen], values);
    }
}

/** @param {string} what @returns {number} its id, or 0 if there is one already */
function begin_batch(what) {
    if (batches[what] !== null) {
        show_status("one moment: still making the " + what);
        return 0;
    }
    batches[what] = { id: new_id(), since: now(), n_done: 0 };
    return batches[what].id;
}

function relatives() {
    var id;
    if (sample === "") {
        show_status("no sound yet to have relatives: generate first");
    } else if (is_connected()) {
        id = begin_batch("relatives");
        if (id !== 0) {
            outlet(TO_DAEMON, "/latentpad/vary", id, N_RELATIVES, amount_percent / 100, sample);
        }
    }
}

/** Each kit is another one: it has a random seed. */
function kit() {
    var id;
    if (is_connected()) {
        id = begin_batch("kit");
        if (id !== 0) {
            outlet(TO_DAEMON, "/latentpad/kit", id, recipe_chosen, Math.floor(Math.random() * N_SEEDS));
        }
    }
}

/** Return what the batch with this id makes, or "". @param {number} id */
function batch_of(id) {
    return Object.keys(batches).filter(function (what) {
        return batches[what] !== null && batches[what].id === id;
    })[0] || "";
}

function give_up_batches() {
    Object.keys(batches).forEach(function (what) {
        if (batches[what] !== null && now() - batches[what].since > TIMEOUT_MS) {
            batches[what] = null;
            show_state("error", "still no " + what + " after " + TIMEOUT_MS / 1000 + " s");
        }
    });
}

/** The first relative is loaded; the others wait, one step each. @param {string} what @param {Sound} sound */
function take_sample(what, sound) {
    var batch = batches[what];
    batch.since = now();
    batch.n_done += 1;
    if (what === "relatives") {
        remember(sound);
        if (batch.n_done === 1) {
            place = history.length - 1;
            load(sound, auditions);
            outlet(SAVED, sound.path);
            show_status(file_name(sound.path));
        }
        show_place();
    }
}

/** @param {string} what @param {string} folder */
function finish_batch(what, folder) {
    var n = batches[what].n_done;
    batches[what] = null;
    show_state("ready", "ready");
    if (what === "kit") {
        outlet(RACK, "kit", folder);
    } else if (n > 0) {
        show_status(n + " relatives: > plays the next, < goes back as far as the sound before");
    } else {
        show_status("there are no relatives here: all of them are silent");
    }
}

// --- the sounds so far

/** @param {Sound} sound */
function remember(sound) {
    history.push(sound);
    if (history.length > MAX_HISTORY) {
        history.shift();
        place -= 1;
    }
}

function show_place() {
    outlet(PANEL, "place", "set", (place + 1) + " / " + history.length);
}

/** Add a sound, which is then loaded. @param {Sound} sound @param {boolean} audible */
function add(sound, audible) {
    remember(sound);
    place = history.length - 1;
    show_place();
    load(sound, audible);
}

/** @param {number} steps */
function step(steps) {
    var sound = history[place + steps];
    if (sound === undefined) {
        show_status(steps < 0 ? "this is the first sound" : "this is the newest sound");
    } else if (!is_there(sound.path)) {
        history.splice(place + steps, 1);
        place -= steps < 0 ? 1 : 0;
        show_place();
        show_status("this sound's file is gone: " + sound.path);
    } else {
        place += steps;
        show_place();
        load(sound, auditions);
        outlet(SAVED, sound.path);
        show_status(file_name(sound.path));
    }
}

function previous() {
    step(-1);
}

function next() {
    step(1);
}

// --- the sample

/** @param {Sound} sound @param {boolean} audible */
function load(sound, audible) {
    origin = sound;
    sample = sound.path;
    preview = audible;
    outlet(VOICES, "choke");
    outlet(BUFFER, "replace", sample);
    outlet(HAND_OVER, "sample", sample);
}

function loaded() {
    if (preview) {
        preview = false;
        outlet(VOICES, ROOT_NOTE, PREVIEW_VELOCITY);
    }
}

/** @param {string} path */
function can_open(path) {
    var file = new File(path, "read");
    var open = file.isopen;
    if (open) {
        file.close();
    }
    return open;
}

/** On a Mac, some versions of Max need the name of the volume. @param {string} path */
function is_there(path) {
    return can_open(path) || (path.charAt(0) === "/" && can_open("Macintosh HD:" + path));
}

// The path that was saved with the set, or that undo brings back; a path that we save comes back too.
function restored() {
    var path = arrayfromargs(arguments).pop();
    if (typeof path !== "string" || path === "" || path === "0" || path === sample) {
        return;
    }
    if (is_there(path)) {
        restore(path);
        show_status(file_name(path));
    } else {
        show_status("this set's sample is missing: " + path);
    }
}

/** @param {string} path */
function restore(path) {
    var paths = history.map(function (sound) {
        return sound.path;
    });
    if (paths.indexOf(path) < 0) {
        add({ path: path, request: "", x: -1, y: -1 }, false);
        return;
    }
    place = paths.indexOf(path);
    show_place();
    load(history[place], false);
}

// --- replies of the daemon

/** @type {Record<string, (...args: any[]) => void>} */
var replies = {
    welcome: function (version, bundle, folder, points) {
        if (!connected) {
            connected = true;
            history.forEach(function (sound) {
                sound.request = ""; // the daemon may have another bundle now
            });
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
        var what = batch_of(id);
        if (what !== "") {
            batches[what].since = now();
            show_state("busy", "making the " + what);
        } else if (is_pending(id)) {
            show_state("busy", "generating");
        }
    },
    done: function (id, path, x, y, seed_used, rate, length, confidence, ms, index) {
        var ours = is_own(id);
        var what = batch_of(id);
        outlet(PAD, "sample", x, y, ours ? 1 : 0);
        if (what !== "") {
            take_sample(what, { path: path, request: "", x: x, y: y });
        } else if (is_pending(id)) {
            take_pending(path, x, y);
            show_status(file_name(path) + (confidence < LOW_CONFIDENCE ? " (unsure)" : ""));
        } else if (follows && !ours && !index) { // of a batch, the first
            add({ path: path, request: "", x: x, y: y }, auditions);
            show_status(file_name(path) + (confidence < LOW_CONFIDENCE ? " (unsure)" : ""));
            show_state("ready", "ready");
        }
    },
    progress: function (id, done, total) {
        var what = batch_of(id);
        if (what !== "") {
            batches[what].since = now();
            show_state("busy", what + ": " + done + " of " + total);
        }
    },
    finished: function (id, folder) {
        var what = batch_of(id);
        if (what !== "") {
            finish_batch(what, folder);
        }
    },
    dropped: function (id) {
        var what = batch_of(id);
        if (what !== "") {
            batches[what] = null;
            show_state("ready", "cancelled");
        } else if (is_pending(id)) {
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
            if (code !== "clamped") {
                fail(id, code);
            }
            map_id = id === map_id ? 0 : map_id;
            show_state("error", text);
            show_status(text);
        }
    }
};

/** @param {string} path @param {number} x @param {number} y */
function take_pending(path, x, y) {
    var awaited = pending;
    var name = awaited.request || request_name(x, y, awaited.settings);
    pending = null;
    add({ path: path, request: name, x: x, y: y }, auditions);
    if (awaited.request === "") { // a random place: the dials go there
        position = { x: x, y: y };
        outlet(PANEL, "point", x, y);
    }
    if (awaited.saved) {
        outlet(SAVED, path);
    }
    show_state("ready", "ready");
}

/** A batch goes on without one of its sounds, but not after another error. @param {number} id @param {string} code */
function fail(id, code) {
    var what = batch_of(id);
    if (is_pending(id)) {
        pending = null;
    } else if (what !== "" && code !== "render") {
        batches[what] = null;
    }
}

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
