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

var path = "";
var target = null; // the Simpler or Drum Rack that was clicked last: our own buttons take the selection away
var watcher = null;

function note(words) {
    outlet(0, "status", "set", words);
}

function sample(new_path) {
    path = new_path;
}

// --- which Live this is

function live_version() {
    var app, text, found;
    if (typeof LiveAPI === "undefined") {
        return null;
    }
    app = new LiveAPI(null, "live_app");
    if (Number(app.id) === 0) {
        return null;
    }
    text = String(app.call("get_version_string"));
    found = text.match(/(\d+)\.(\d+)(?:\.(\d+))?/);
    return found ? [Number(found[1]), Number(found[2]), Number(found[3] || 0)] : null;
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

function bang() {
    var version = live_version();
    var simpler = offer("simpler", "To Simpler", version, SIMPLER_SINCE);
    offer("clip", "To Clip", version, CLIP_SINCE);
    if (simpler && watcher === null) {
        watcher = new LiveAPI(selected, "live_set view selected_track view");
        watcher.mode = 1; // follow the selection to other tracks
        watcher.property = "selected_device";
    }
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
    return api("id " + object.get("canonical_parent").slice(-1)[0]);
}

function selected() {
    var args = arrayfromargs(arguments);
    var device = args[0] === "selected_device" ? api("id " + args[args.length - 1]) : null;
    var kind = device === null ? "" : value(device, "class_name");
    if (kind === "OriginalSimpler" || kind === "DrumGroupDevice") {
        target = { id: device.id, rack: kind === "DrumGroupDevice" };
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

function tosimpler() {
    var device = target === null ? null : api("id " + target.id);
    if (path === "") {
        note("nothing to hand over yet: generate first");
        return;
    }
    if (device === null) {
        note("click a Simpler or a Drum Rack pad first, then To Simpler");
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
    note("sent to the Simpler " + value(device, "name"));
}

// --- a clip slot

function toclip() {
    var slot = api("live_set view highlighted_clip_slot");
    var track = slot === null ? null : parent_of(slot);
    if (path === "") {
        note("nothing to hand over yet: generate first");
    } else if (track === null || value(track, "has_audio_input") !== "1" || value(track, "is_foldable") === "1") {
        note("select an empty slot of an audio track first, then To Clip");
    } else if (value(slot, "has_clip") === "1") {
        note("the selected slot has a clip already; select an empty one");
    } else {
        slot.call("create_audio_clip", native_path());
        note(value(slot, "has_clip") === "1" ? "a clip in " + value(track, "name") : "Live made no clip of this file");
    }
}
