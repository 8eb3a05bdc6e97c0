// The hand-over (js, Max 8 and 9: ES5): the sample into a Simpler that is there, or into an empty clip slot. Nothing of
// the set is ever replaced that is no Simpler, and nothing is made but the clip.
//
// In:  bang (the device is ready) | sample PATH | tosimpler | toclip
// Out: 0 the panel: simpler active n, simpler text WORDS, clip ..., status set WORDS

autowatch = 0;
inlets = 1;
outlets = 1;

var SIMPLER_SINCE = [12, 4, 0]; // SimplerDevice.replace_sample
var CLIP_SINCE = [12, 0, 5]; // ClipSlot.create_audio_clip

var LONGEST_NAME = 14; // of a target, on the button

var path = "";
// Our own buttons take the selection away, so what was selected last is remembered.
var target = null; // a Simpler or a Drum Rack: id, name, rack
var audio_track = 0; // id
var watchers = [];

function note(words) {
    outlet(0, "status", "set", words);
}

function sample(new_path) {
    path = new_path;
}

// --- which Live this is

function live_version() {
    var app;
    if (typeof LiveAPI === "undefined") {
        return null;
    }
    app = new LiveAPI(null, "live_app");
    if (Number(app.id) === 0) {
        return null;
    }
    return ["major", "minor", "bugfix"].map(function (part) {
        return Number(app.call("get_" + part + "_version")) || 0;
    });
}

function at_least(version, wanted) {
    var i;
    for (i = 0; i < 3; i += 1) {
        if (version[i] !== wanted[i]) {
            return version[i] > wanted[i];
        }
    }
    return true;
}

function dotted(version) {
    return version[2] === 0 ? version[0] + "." + version[1] : version.join(".");
}

function offer(button, words, version, since) {
    var works = version !== null && at_least(version, since);
    outlet(0, button, "active", works ? 1 : 0);
    outlet(0, button, "text", works ? words : version === null ? "Only in Live" : "Needs Live " + dotted(since));
    return works;
}

function watch(callback, where, property) {
    var watcher = new LiveAPI(callback, where);
    watcher.mode = 1; // follow the path, not the object
    watcher.property = property;
    watchers.push(watcher);
}

function bang() {
    var version;
    if (watchers.length > 0) {
        return;
    }
    version = live_version();
    if (offer("simpler", "To Simpler", version, SIMPLER_SINCE)) {
        watch(device_selected, "live_set view selected_track view", "selected_device");
    }
    if (offer("clip", "To Clip", version, CLIP_SINCE)) {
        watch(track_selected, "live_set view", "selected_track");
    }
}

function notifydeleted() {
    watchers.forEach(function (watcher) {
        watcher.property = "";
    });
}

// --- a Simpler

function api(id_or_path) {
    var found = new LiveAPI(null, id_or_path);
    return Number(found.id) === 0 ? null : found;
}

function value(object, property) {
    return String(object.get(property));
}

function parent_of(object) {
    return object === null ? null : api("id " + object.get("canonical_parent").slice(-1)[0]);
}

// The object that an observer tells of: its name, "id" and a number.
function told(property, args) {
    return args[0] === property ? api("id " + args[args.length - 1]) : null;
}

function device_selected() {
    var device = told("selected_device", arrayfromargs(arguments));
    var rack;
    if (device === null) {
        return;
    }
    // a Simpler inside a Drum Rack stands for the rack: selecting another pad need not select another device
    rack = device.unquotedpath.indexOf(" chains ") < 0 ? device : parent_of(parent_of(device));
    if (rack !== null && value(rack, "class_name") === "DrumGroupDevice") {
        aim(rack, true);
    } else if (value(device, "class_name") === "OriginalSimpler") {
        aim(device, false);
    }
}

function aim(device, rack) {
    target = { id: device.id, name: value(device, "name"), rack: rack };
    outlet(0, "simpler", "text", "To " + (rack ? "pad: " : "") + target.name.slice(0, LONGEST_NAME));
}

function track_selected() {
    var track = told("selected_track", arrayfromargs(arguments));
    if (track !== null && value(track, "has_audio_input") === "1" && value(track, "is_foldable") !== "1") {
        audio_track = track.id;
    }
}

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

function native_path() {
    return (/^[A-Za-z]:\//).test(path) ? path.replace(/\//g, "\\") : path;
}

// Live says nothing about a call that it does not take, so its sample is looked at afterwards.
function took_it(device) {
    var there = api(device.unquotedpath + " sample");
    var file = there === null ? "" : value(there, "file_path");
    return file.split(/[\/\\]/).pop() === path.split("/").pop();
}

function tosimpler() {
    var device = target === null ? null : api("id " + target.id);
    if (path === "") {
        note("nothing to hand over yet: generate first");
        return;
    }
    if (device === null) {
        note("select a Simpler or a Drum Rack pad first, then To Simpler");
        return;
    }
    if (target.rack) {
        device = simpler_on_pad(device);
        if (device === null) {
            note("there is no Simpler on the selected pad: drop any sample on it first");
            return;
        }
    }
    if (value(device, "multi_sample_mode") === "1") {
        note(value(device, "name") + " holds several samples, and keeps them");
        return;
    }
    device.call("replace_sample", native_path());
    note(took_it(device) ? "in the Simpler " + value(device, "name")
        : "sent to " + value(device, "name") + ", but Live does not show it there");
}

// --- a clip slot

// The slot of the selected scene: Live's own highlighted slot is on our track, since our button was clicked.
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
        note("nothing to hand over yet: generate first");
    } else if (slot === null) {
        note("select an empty slot of an audio track first, then To Clip");
    } else if (value(slot, "has_clip") === "1") {
        note("the selected slot of " + value(track, "name") + " has a clip already; select an empty one");
    } else {
        slot.call("create_audio_clip", native_path());
        note(value(slot, "has_clip") === "1" ? "a clip in " + value(track, "name") : "Live made no clip of this file");
    }
}
