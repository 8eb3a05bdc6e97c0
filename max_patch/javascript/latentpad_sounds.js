// The sounds (js, Max 8 and 9: ES5): all of this device so far, of which one is loaded, played, and saved with the set.
//
// In:  add PATH X Y REQUEST saved | wait PATH X Y (added, but not loaded) | previous | next | play | again | store
//      forget (the requests) | loaded | restored PATH | audition n
// Out: 0 buffer~   1 voices   2 panel   3 saved value   4 hand-over   5 bridge: sample PATH X Y REQUEST

autowatch = 0;
inlets = 1;
outlets = 6;

var BUFFER = 0, VOICES = 1, PANEL = 2, SAVED = 3, HAND_OVER = 4, BRIDGE = 5;

var ROOT_NOTE = 60, PREVIEW_VELOCITY = 100;
var MAX_HISTORY = 200; // sounds to step back to

/** @typedef {{ path: string, x: number, y: number, request: string }} Sound */
/** @type {Sound[]} */
var history = []; // the newest last
var place = -1; // in the history, of the sample in the buffer
var auditions = true;
var preview = false; // whether the sample is played as soon as it is loaded

/** @param {number} on */
function audition(on) {
    auditions = on === 1;
}

/** @param {string} text */
function show_status(text) {
    outlet(PANEL, "status", "set", text);
}

/** @param {string} path */
function file_name(path) {
    return path.split("/").pop();
}

function show_place() {
    outlet(PANEL, "place", "set", (place + 1) + " / " + history.length);
}

// --- the history

/** @param {Sound} sound */
function remember(sound) {
    history.push(sound);
    if (history.length > MAX_HISTORY) {
        history.shift();
        place -= 1;
    }
}

/** @param {string} path @param {number} x @param {number} y @param {string} request @param {number} saved */
function add(path, x, y, request, saved) {
    remember({ path: path, x: x, y: y, request: request });
    load(history.length - 1, auditions);
    if (saved) {
        store();
    }
}

/** @param {string} path @param {number} x @param {number} y */
function wait(path, x, y) {
    remember({ path: path, x: x, y: y, request: "" });
    show_place();
}

/** The daemon may have another bundle now. */
function forget() {
    history.forEach(function (sound) {
        sound.request = "";
    });
    if (place >= 0) {
        tell_bridge();
    }
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
        load(place + steps, auditions);
        store();
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

function tell_bridge() {
    var sound = history[place];
    outlet(BRIDGE, "sample", sound.path, sound.x, sound.y, sound.request);
}

/** @param {number} number in the history @param {boolean} audible */
function load(number, audible) {
    place = number;
    preview = audible;
    show_place();
    tell_bridge();
    outlet(VOICES, "choke");
    outlet(BUFFER, "replace", openable(history[place].path));
    outlet(HAND_OVER, "sample", history[place].path);
}

function loaded() {
    if (preview) {
        preview = false;
        outlet(VOICES, ROOT_NOTE, PREVIEW_VELOCITY);
    }
}

function store() {
    if (place >= 0) {
        outlet(SAVED, history[place].path);
    }
}

function play() {
    if (place < 0) {
        show_status("nothing to play yet: generate first");
    } else {
        outlet(VOICES, ROOT_NOTE, PREVIEW_VELOCITY);
        store();
    }
}

/** The same request is the same sound, bit for bit: no second file is written. */
function again() {
    store();
    show_status("same point, dials and seed, so the same sound (New draws a new seed)");
    if (auditions) {
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

/**
 * Return the forms of an absolute path that versions of Max take: on a Mac, the name of the volume may come first; on
 * Windows, network folders may need backslashes.
 * @param {string} path
 */
function path_forms(path) {
    var volume = path.match(/^\/Volumes\/([^/]+)(\/.*)$/);
    if (volume !== null) {
        return [path, volume[1] + ":" + volume[2]];
    }
    return [path, (/^\/[^/]/).test(path) ? startup_volume() + ":" + path : path.replace(/\//g, "\\")];
}

/** Max's own path tells the name of the volume that a Mac starts from. */
function startup_volume() {
    var found = typeof max === "undefined" ? null : String(max.apppath).match(/^([^/:]{2,}):\//);
    return found === null ? "Macintosh HD" : found[1];
}

/** @param {string} path */
function is_there(path) {
    return path_forms(path).some(can_open);
}

/** Return the form of a path that this Max opens, or the path if it opens none. @param {string} path */
function openable(path) {
    return path_forms(path).filter(can_open)[0] || path;
}

// The path that was saved with the set, or that undo brings back; a path that we save comes back too.
function restored() {
    var path = arrayfromargs(arguments).pop();
    if (typeof path !== "string" || path === "" || path === "0" || (place >= 0 && path === history[place].path)) {
        return;
    }
    if (is_there(path)) {
        restore(path);
        show_status(file_name(path) + (typeof LiveAPI === "undefined" ? ""
            : " (not in Collect All and Save: use To Simpler or To Clip)"));
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
        paths.push(path);
        remember({ path: path, x: -1, y: -1, request: "" });
    }
    load(Math.min(paths.indexOf(path), history.length - 1), false);
}
