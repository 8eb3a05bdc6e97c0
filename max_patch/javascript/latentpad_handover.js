// The hand-over (js, Max 8 and 9: ES5): loads the sample into an existing Simpler, or into an empty clip slot. Nothing
// in the set is replaced but the sample of a Simpler, and nothing is created but the clip. The clip gets the name and
// the colour of the sample's kind; so does the chain of a Drum Rack's pad, unless the user has given it others.
//
// In:  bang (the device is ready) | sample PATH | tosimpler | toclip | colours NAME RGB ... (of the kinds)
// Out: 0 the panel: simpler active n, simpler text TEXT, clip ..., status set TEXT
//      1 rack ID NAME (a Drum Rack is selected) | available (this Live can fill racks)

autowatch = 0;
inlets = 1;
outlets = 2;

var SIMPLER_SINCE = [12, 4, 0]; // SimplerDevice.replace_sample
var CLIP_SINCE = [12, 0, 5]; // ClipSlot.create_audio_clip

var MAX_NAME = 10; // letters of the target on the button
var COLLECTED = "; Collect All and Save copies it"; // what Live has loaded belongs to the set

/** The first letters of a file's name are its kind. */
var SAMPLE_NAME = /^(.*)_x[01]\.\d{3}_y[01]\.\d{3}_s\d+(_\d+)?\.wav$/;
var UNLABELLED = "sound";

var path = "";
/** The letters from U+00E0 on, as file names have them: without accents, or a space if they are left out. */
var LATIN = "aaaaaa ceeeeiiii nooooo  uuuuy y";
/** The map's kinds by key. @type {Record<string, { name: string, colour: number }>} */
var kinds = {};
/** What chains got here, by id. @type {Record<number, { name: string, colour: string }>} */
var marked = {};
// A click on our own buttons changes the selection, so the last one is remembered.
/** @type {{ id: number, name: string, rack: boolean } | null} */
var target = null; // a Simpler or a Drum Rack
var audio_track = 0; // id
/** @type {LiveAPI[]} */
var observers = [];

/** @param {string} text */
function show_status(text) {
    outlet(0, "status", "set", text);
}

/** @param {string} new_path */
function sample(new_path) {
    path = new_path;
}

// --- the sample's kind

/** Name a kind as file names and maps have it in common. @param {string} kind */
function key(kind) {
    var plain_letters = kind.toLowerCase().replace(/[\u00e0-\u00ff]/g, function (letter) {
        return LATIN.charAt(letter.charCodeAt(0) - 0xe0);
    });
    return "kind " + plain_letters.replace(/[^a-z0-9]/g, "");
}

/** The pad has read the map: its kinds, each with its colour. */
function colours() {
    var args = arrayfromargs(arguments);
    var i;
    kinds = {};
    for (i = 0; i + 1 < args.length; i += 2) {
        kinds[key(String(args[i]))] = { name: String(args[i]).replace(/_/g, " "), colour: Number(args[i + 1]) };
    }
}

/** Return the sample's kind, or null if it has none. @returns {{ name: string, colour: number } | null} */
function sample_kind() {
    var found = path.split("/").pop().match(SAMPLE_NAME);
    if (found === null) {
        return null;
    }
    return kinds[key(found[1])] || (found[1] === UNLABELLED ? null : { name: found[1].replace(/[_-]/g, " "), colour: -1 });
}

/**
 * Give a chain the name and the colour of a kind, as far as the user has not given it others.
 * @param {LiveAPI} chain @param {string} name @param {number} colour 0xRRGGBB, -1 if there is none
 * @param {boolean} automatic whether Live has named the chain
 */
function mark(chain, name, colour, automatic) {
    var last = marked[chain.id] || { name: "", colour: "" };
    var is_free = value(chain, "is_auto_colored") === "1" || last.colour === value(chain, "color");
    if (automatic || last.name === value(chain, "name")) {
        if (value(chain, "name") !== name) {
            chain.set("name", name);
        }
        last.name = name;
    }
    if (colour >= 0 && is_free) {
        chain.set("is_auto_colored", 0); // or else it keeps the track's colour
        chain.set("color", colour);
        last.colour = value(chain, "color"); // the nearest that Live has
    }
    marked[chain.id] = last;
}

/** @param {LiveAPI | null} clip */
function mark_clip(clip) {
    var kind = sample_kind();
    if (clip !== null && kind !== null) {
        clip.set("name", kind.name);
        if (kind.colour >= 0) {
            clip.set("color", kind.colour);
        }
    }
}

// --- the version of Live

/** Return the three numbers of the version, or null outside of Live. @returns {number[] | null} */
function live_version() {
    var app = typeof LiveAPI === "undefined" ? null : api("live_app");
    if (app === null) {
        return null;
    }
    return ["major", "minor", "bugfix"].map(function (part) {
        return Number(app.call("get_" + part + "_version")) || 0;
    });
}

/** @param {number[]} version @param {number[]} wanted */
function at_least(version, wanted) {
    var i;
    for (i = 0; i < 3; i += 1) {
        if (version[i] !== wanted[i]) {
            return version[i] > wanted[i];
        }
    }
    return true;
}

/** @param {number[]} version */
function version_text(version) {
    return version[2] === 0 ? version[0] + "." + version[1] : version.join(".");
}

/**
 * Enable a button if this Live is recent enough, or show on it what it needs.
 * @param {string} button @param {string} text @param {number[] | null} version @param {number[]} since
 */
function enable(button, text, version, since) {
    var works = version !== null && at_least(version, since);
    outlet(0, button, "active", works ? 1 : 0);
    outlet(0, button, "text", works ? text : version === null ? "Only in Live" : "Needs Live " + version_text(since));
    return works;
}

/** @param {() => void} callback @param {string} path @param {string} property */
function observe(callback, path, property) {
    var observer = new LiveAPI(callback, path);
    observer.mode = 1; // follow the path, not the object
    observer.property = property;
    observers.push(observer);
}

function bang() {
    var version;
    if (observers.length > 0) {
        return;
    }
    version = live_version();
    if (enable("simpler", "To Simpler", version, SIMPLER_SINCE)) {
        observe(device_selected, "live_set view selected_track view", "selected_device");
        outlet(1, "available");
    }
    if (enable("clip", "To Clip", version, CLIP_SINCE)) {
        observe(track_selected, "live_set view", "selected_track");
    }
}

function notifydeleted() {
    observers.forEach(function (observer) {
        observer.property = "";
    });
}

// --- a Simpler

/** Return an object of the set, or null if there is none. @param {string} id_or_path @returns {LiveAPI | null} */
function api(id_or_path) {
    var found = new LiveAPI(null, id_or_path);
    return Number(found.id) === 0 ? null : found;
}

/** @param {LiveAPI} object @param {string} property */
function value(object, property) {
    return String(object.get(property));
}

/** @param {LiveAPI | null} object @returns {LiveAPI | null} */
function parent_of(object) {
    return object === null ? null : api("id " + object.get("canonical_parent").slice(-1)[0]);
}

/**
 * Return the object in an observer's message: the property, "id" and a number.
 * @param {string} property @param {any[]} args
 */
function observed(property, args) {
    return args[0] === property ? api("id " + args[args.length - 1]) : null;
}

function device_selected() {
    var device = observed("selected_device", arrayfromargs(arguments));
    var rack;
    if (device === null) {
        return;
    }
    // a Simpler in a Drum Rack stands for the rack: selecting another pad may not select another device
    rack = device.unquotedpath.indexOf(" chains ") < 0 ? device : parent_of(parent_of(device));
    if (rack !== null && value(rack, "class_name") === "DrumGroupDevice") {
        set_target(rack, true);
    } else if (value(device, "class_name") === "OriginalSimpler") {
        set_target(device, false);
    }
}

/** @param {LiveAPI} device @param {boolean} rack */
function set_target(device, rack) {
    target = { id: device.id, name: value(device, "name"), rack: rack };
    outlet(0, "simpler", "text", "To " + (rack ? "pad: " : "") + target.name.slice(0, MAX_NAME));
    if (rack) {
        outlet(1, "rack", Number(target.id), target.name);
    }
}

function track_selected() {
    var track = observed("selected_track", arrayfromargs(arguments));
    if (track !== null && value(track, "has_audio_input") === "1" && value(track, "is_foldable") !== "1") {
        audio_track = track.id;
    }
}

/** @param {LiveAPI} rack @returns {LiveAPI | null} */
function simpler_on_pad(rack) {
    var pad = api(rack.unquotedpath + " view selected_drum_pad");
    var chain = pad === null ? null : api(pad.unquotedpath + " chains 0");
    var i, device;
    if (chain === null) {
        return null;
    }
    for (i = 0; i < chain.getcount("devices"); i += 1) {
        device = api(chain.unquotedpath + " devices " + i);
        if (device !== null && value(device, "class_name") === "OriginalSimpler") {
            return device;
        }
    }
    return null;
}

/** Windows' paths begin with a drive or, in the network, with two slashes. */
function native_path() {
    return (/^([A-Za-z]:|\/)\//).test(path) ? path.replace(/\//g, "\\") : path;
}

/** Live does not report a call that it ignores, so look at the sample afterwards. @param {LiveAPI} device */
function has_sample(device) {
    var loaded = api(device.unquotedpath + " sample");
    var file = loaded === null ? "" : value(loaded, "file_path");
    return file.split(/[/\\]/).pop() === path.split("/").pop();
}

/** Replace the sample of a Simpler; of one on a pad, mark the chain. @param {LiveAPI} device @param {boolean} on_pad */
function replace_sample(device, on_pad) {
    var name = value(device, "name");
    var chain = on_pad ? parent_of(device) : null;
    var is_automatic = chain !== null && ["", name].indexOf(value(chain, "name")) >= 0;
    var kind = sample_kind();
    device.call("replace_sample", native_path());
    if (!has_sample(device)) {
        show_status("sent to " + name + ", but Live does not show it there");
        return;
    }
    if (chain !== null && kind !== null) {
        mark(chain, kind.name, kind.colour, is_automatic);
    }
    show_status("loaded into the Simpler " + name + COLLECTED);
}

function tosimpler() {
    var device = target === null ? null : api("id " + target.id);
    if (path === "") {
        show_status("nothing to hand over yet: generate first");
        return;
    }
    if (device === null) {
        show_status("select a Simpler or a Drum Rack pad first, then To Simpler");
        return;
    }
    if (target.rack) {
        device = simpler_on_pad(device);
        if (device === null) {
            show_status("there is no Simpler on the selected pad: drop any sample on it first");
            return;
        }
    }
    if (value(device, "multi_sample_mode") === "1") {
        show_status(value(device, "name") + " holds several samples: not changed");
        return;
    }
    replace_sample(device, target.rack);
}

// --- a clip slot

/**
 * Return the slot of the selected scene; Live's highlighted slot is on our track, since our button was clicked.
 * @param {LiveAPI} track
 */
function selected_slot(track) {
    var scene = api("live_set view selected_scene");
    var n = new LiveAPI(null, "live_set").getcount("scenes");
    var i, other;
    for (i = 0; scene !== null && i < n; i += 1) {
        other = api("live_set scenes " + i);
        if (other !== null && other.id === scene.id) {
            return api(track.unquotedpath + " clip_slots " + i);
        }
    }
    return null;
}

function toclip() {
    var track = audio_track === 0 ? null : api("id " + audio_track);
    var slot = track === null ? null : selected_slot(track);
    if (path === "") {
        show_status("nothing to hand over yet: generate first");
    } else if (slot === null) {
        show_status("select an empty slot of an audio track first, then To Clip");
    } else if (value(slot, "has_clip") === "1") {
        show_status("the selected slot of " + value(track, "name") + " already has a clip; select an empty one");
    } else {
        slot.call("create_audio_clip", native_path());
        mark_clip(api(slot.unquotedpath + " clip"));
        show_status(value(slot, "has_clip") === "1" ? "clip created in " + value(track, "name") + COLLECTED
            : "Live did not create a clip from this file");
    }
}
