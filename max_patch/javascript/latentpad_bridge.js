// The bridge (js, Max 8 and 9: ES5) between the panel and the daemon: what is requested, and what becomes of the replies.
//
// In:  point x y | control KEY value | seed n | newseed | trigger n | follow n | release x y | generate [x y] | keep
//      random | kinds any NAME ... | kind n | relatives | amount n | kit | recipe n
//      from the link: offline | tick | /latentpad/... (replies); from the sounds: sample PATH X Y REQUEST
// Out: 0 udpsend   1 pad   2 panel   3 sounds   4 rack

autowatch = 0;
inlets = 1;
outlets = 5;

var TO_DAEMON = 0, PAD = 1, PANEL = 2, SOUNDS = 3, RACK = 4;
var ON_RELEASE = 0, AUTO = 1;
var CONTROLS = ["variation", "length", "pitch", "decay", "tone", "detail", "dynamics"];

var TIMEOUT_MS = 15000; // for a sound
var REST_MS = 150; // without changes, then AUTO generates
var N_SEEDS = 10000;
var N_RELATIVES = 8;
var RECIPES = ["", "acoustic", "electronic", "percussion"];
var LOW_CONFIDENCE = 0.35; // below it, a point lies between unlike sounds, or the model alone made its sound

/** @type {Record<string, number>} */
var settings = { seed: 0, variation: 0, length: 1, pitch: 0, decay: 1, tone: 0, detail: 1, dynamics: 0 };
var position = { x: 0.5, y: 0.5 };
var mode = ON_RELEASE;
var follows = false;
/** @type {string[]} */
var kind_names = [];
var kind_chosen = ""; // of random places, empty for any
var amount_percent = 50; // how unlike relatives are
var recipe_chosen = ""; // of kits

var started = false;
var connected = false;

var device_id = 1 + Math.floor(Math.random() * 32000); // upper half of our ids: tells our replies from others'
var counter = 0;
/** @typedef {{ id: number, since: number, request: string, settings: number[], saved: boolean }} Pending */
/** @type {Pending | null} */
var pending = null; // the requested sound: its request, empty for a random place; whether the set is to remember it
/** @typedef {{ id: number, since: number, n_done: number }} Batch */
/** @type {Record<string, Batch | null>} */
var batches = { relatives: null, kit: null };
/** The sound that is loaded. @type {{ path: string, x: number, y: number, request: string }} */
var current = { path: "", x: -1, y: -1, request: "" };
var bundle_path = ""; // of the bundle that the daemon plays
var map_id = 0; // of the request for the map; 0 once it came, or cannot come

var rest = new Task(generate_by_itself, this);

// --- the link and the sounds

function now() {
    return new Date().getTime();
}

function offline() {
    started = true;
    connected = false;
}

function request_map() {
    map_id = new_id();
    outlet(TO_DAEMON, "/latentpad/map", map_id);
}

function tick() {
    if (pending !== null && now() - pending.since > TIMEOUT_MS) {
        pending = null;
        give_up("no sound after " + TIMEOUT_MS / 1000 + " s");
    }
    Object.keys(batches).forEach(function (what) {
        if (batches[what] !== null && now() - batches[what].since > TIMEOUT_MS) {
            batches[what] = null;
            give_up("still no " + what + " after " + TIMEOUT_MS / 1000 + " s");
        }
    });
    if (connected && map_id !== 0) {
        request_map();
    }
}

/** @param {string} text */
function give_up(text) {
    if (connected) { // or else the link says what is wrong
        show_state("error", text);
    }
}

/** @param {string} path @param {number} x @param {number} y @param {string} request */
function sample(path, x, y, request) {
    current = { path: path, x: x, y: y, request: request };
}

function notifydeleted() {
    rest.cancel();
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
        show_status("start latentpad: open the app, or type latentpad in a terminal");
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
    } else if (current.request === request) {
        if (saved) {
            outlet(SOUNDS, "again");
        }
    } else {
        send_request(["/latentpad/generate", await_sound(request, values, saved), position.x, position.y], values);
    }
}

function keep() {
    if (current.path === "") {
        show_status("nothing to keep yet: generate first");
    } else if (!connected) {
        show_status("not kept, as latentpad is not running; the sample is still " + file_name(current.path));
    } else {
        outlet(TO_DAEMON, "/latentpad/keep", new_id(), current.path);
        outlet(SOUNDS, "store");
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
    if (current.path === "") {
        show_status("no sound yet to have relatives: generate first");
    } else if (is_connected()) {
        id = begin_batch("relatives");
        if (id !== 0) {
            outlet(TO_DAEMON, "/latentpad/vary", id, N_RELATIVES, amount_percent / 100, current.path);
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

/**
 * The first relative is loaded; the others wait, one step each.
 * @param {string} what @param {string} path @param {number} x @param {number} y
 */
function take_sample(what, path, x, y) {
    var batch = batches[what];
    batch.since = now();
    batch.n_done += 1;
    if (what === "relatives" && batch.n_done === 1) {
        outlet(SOUNDS, "add", path, x, y, "", 1);
        show_status(file_name(path));
    } else if (what === "relatives") {
        outlet(SOUNDS, "wait", path, x, y);
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

// --- replies of the daemon

/** @type {Record<string, (...args: any[]) => void>} */
var replies = {
    welcome: function (version, bundle, folder, points) {
        connected = true;
        outlet(SOUNDS, "forget");
        show_status(bundle + ", " + points + " sounds; new ones go to " + folder);
        request_map();
        show_state(pending === null ? "ready" : "busy", pending === null ? "ready" : "generating");
    },
    bundle: function (name, points, path) {
        var is_other = bundle_path !== "" && bundle_path !== path;
        bundle_path = path;
        if (is_other) { // another client has chosen it: the same request gives another sound now
            outlet(SOUNDS, "forget");
            show_status(name + ", " + points + " sounds");
            request_map();
        }
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
            take_sample(what, path, x, y);
        } else if (is_pending(id)) {
            take_pending(path, x, y);
            show_status(file_name(path) + (confidence < LOW_CONFIDENCE ? " (unsure)" : ""));
        } else if (follows && !ours && !index) { // of a batch, the first
            outlet(SOUNDS, "add", path, x, y, "", 0);
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
            outlet(PAD, "kept", current.x, current.y);
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
    outlet(SOUNDS, "add", path, x, y, name, awaited.saved ? 1 : 0);
    if (awaited.request === "") { // a random place: the dials go there
        position = { x: x, y: y };
        outlet(PANEL, "point", x, y);
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
        replies[verb].apply(null, arrayfromargs(arguments));
    }
}
