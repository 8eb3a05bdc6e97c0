// The rack (js, Max 8 and 9: ES5): puts the samples of a kit on the pads of a Drum Rack, or opens the kit's folder. On
// pads that have a Simpler, nothing but its sample is replaced; empty pads get a Simpler, and a chain with the name of
// the pad and the colour of its kind; other pads are left as they are. By itself it fills only racks that are empty, or
// that it has filled before. If no rack has been selected, it takes the next one that is empty.
//
// In:  bang (the device is ready) | rack ID NAME (the Drum Rack that was selected last) | kit FOLDER | torack
//      available (this Live can fill racks) | colours NAME RGB ... (of the kinds)
// Out: 0 the panel: rack text TEXT, status set TEXT   1 a folder for Max's launchbrowser

autowatch = 0;
inlets = 1;
outlets = 2;

var MAX_NAME = 10; // letters of the rack on the button
var CHUNK = 4096; // characters of a file per read
var ONE_SHOT = 1; // SimplerDevice.playback_mode

/** @typedef {{ name: string, kind: string, note: number, choke: number, level: number, file: string }} Pad */

var folder = ""; // of the last kit
var rack_id = 0;
var rack_name = "";
/** @type {number[]} */
var filled = []; // ids of the racks that were filled
var can_fill = false; // whether this Live can
/** The letters from U+00E0 on, as file names have them: without accents, or a space if they are left out. */
var LATIN = "aaaaaa ceeeeiiii nooooo  uuuuy y";
/** The map's kinds by key. @type {Record<string, { name: string, colour: number }>} */
var kinds = {};
/** What chains got here, by id. @type {Record<number, { name: string, colour: string }>} */
var marked = {};

/** @param {string} text */
function show_status(text) {
    outlet(0, "status", "set", text);
}

function bang() {
    outlet(0, "rack", "text", "Kit Folder");
}

/** @param {number} id @param {string} name */
function rack(id, name) {
    rack_id = id;
    rack_name = name;
    outlet(0, "rack", "text", "Kit to: " + name.slice(0, MAX_NAME));
}

function available() {
    can_fill = true;
}

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

/** @param {string} new_folder */
function kit(new_folder) {
    var target = current_rack();
    folder = new_folder;
    if (target === null) {
        open_folder();
    } else if (filled.indexOf(rack_id) >= 0 || target.getcount("chains") === 0) {
        fill(target);
    } else {
        show_status(kit_name() + " is ready; Kit to: " + rack_name + " replaces the samples there");
    }
}

function torack() {
    var target = current_rack();
    if (folder === "") {
        show_status("no kit yet: click Kit first");
    } else if (target === null) {
        open_folder();
    } else {
        fill(target);
    }
}

function kit_name() {
    return folder.split("/").pop();
}

// --- the kit's folder

/** Explorer opens paths, but not file URLs; the Finder opens file URLs. */
function open_folder() {
    var url = "file://" + encodeURI(folder).replace(/#/g, "%23").replace(/\?/g, "%3F");
    outlet(1, is_windows() ? native_path(folder) : url);
    show_status("kit: drag " + kit_name() + ".adg from its folder onto a track, or select a Drum Rack");
}

function is_windows() {
    return (/^([A-Za-z]:|\/)\//).test(folder);
}

/** @param {string} path */
function native_path(path) {
    return is_windows() ? path.replace(/\//g, "\\") : path;
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

/** Return the file, which is not open if no form of its path leads to one. @param {string} path */
function open_file(path) {
    /** @type {File} */
    var file = null;
    path_forms(path).some(function (form) {
        file = new File(form, "read");
        return file.isopen;
    });
    return file;
}

/** @param {string} path */
function read_text(path) {
    var file = open_file(path);
    var text = "";
    var part;
    while (file.isopen && file.position < file.eof) {
        part = file.readstring(CHUNK);
        if (part === null || part.length === 0) {
            break;
        }
        text += part;
    }
    file.close();
    return decoded(text);
}

/** Bytes that were read as characters are UTF-8. @param {string} text */
function decoded(text) {
    try {
        return decodeURIComponent(escape(text));
    } catch (error) {
        return text;
    }
}

/** Return the pads that the kit's SFZ file describes, which has a line for each opcode. @returns {Pad[]} */
function read_pads() {
    /** @type {Pad[]} */
    var pads = [];
    var name = "";
    /** @type {Pad} */
    var pad = null;
    read_text(folder + "/" + kit_name() + ".sfz").split(/\r?\n/).forEach(function (line) {
        var found;
        if (pad !== null && line.slice(0, 9) === "// kind: ") {
            pad.kind = line.slice(9);
        } else if (line.slice(0, 3) === "// ") {
            name = line.slice(3);
        } else if (line === "<group>") {
            pad = { name: name, kind: "", note: -1, choke: 0, level: 0, file: "" };
            pads.push(pad);
        } else if (pad !== null) {
            found = line.match(/^(key|group|sample)=(.*)$/) || line.match(/(volume)=(\S+)/) || [];
            pad.note = found[1] === "key" ? Number(found[2]) : pad.note;
            pad.choke = found[1] === "group" ? Number(found[2]) : pad.choke;
            pad.level = found[1] === "volume" ? Number(found[2]) : pad.level;
            pad.file = found[1] === "sample" ? found[2] : pad.file;
        }
    });
    return pads.filter(function (one) {
        return one.note >= 0 && one.file !== "";
    });
}

// --- the Drum Rack

/** Return an object of the set, or null if there is none. @param {string} id_or_path @returns {LiveAPI | null} */
function api(id_or_path) {
    var found = new LiveAPI(null, id_or_path);
    return Number(found.id) === 0 ? null : found;
}

/** @param {LiveAPI} object @param {string} property */
function value(object, property) {
    return String(object.get(property));
}

/** Return the rack that was selected last, or the next empty one; not one in another rack, where it has no pads. */
function current_rack() {
    var found = rack_id === 0 ? null : api("id " + rack_id);
    if (found === null && can_fill) {
        found = next_empty_rack();
        rack_id = found === null ? 0 : Number(found.id);
        if (found !== null) {
            rack(rack_id, value(found, "name"));
        } else {
            bang();
        }
    }
    return found !== null && value(found, "has_drum_pads") === "1" ? found : null;
}

/** Return the first empty Drum Rack from this device's track on, and then from the first track on. */
function next_empty_rack() {
    var own = api("this_device canonical_parent");
    var song = api("live_set");
    /** @type {LiveAPI[]} */
    var tracks = [];
    var n = song === null ? 0 : song.getcount("tracks");
    var first = 0;
    var i, found;
    for (i = 0; i < n; i += 1) {
        tracks.push(api("live_set tracks " + i));
        first = own !== null && tracks[i] !== null && tracks[i].id === own.id ? i : first;
    }
    for (i = 0; i < n; i += 1) {
        found = empty_rack_on(tracks[(first + i) % n]);
        if (found !== null) {
            return found;
        }
    }
    return null;
}

/** @param {LiveAPI | null} track @returns {LiveAPI | null} */
function empty_rack_on(track) {
    var n = track === null ? 0 : track.getcount("devices");
    var i, device;
    for (i = 0; i < n; i += 1) {
        device = api(track.unquotedpath + " devices " + i);
        if (device !== null && value(device, "class_name") === "DrumGroupDevice" && device.getcount("chains") === 0) {
            return device;
        }
    }
    return null;
}

/** @param {LiveAPI} target */
function fill(target) {
    var pads = read_pads();
    var left = pads.filter(function (pad) {
        return !fill_pad(target, pad);
    }).map(function (pad) {
        return pad.name;
    });
    if (pads.length === 0) {
        show_status(folder + " has no kit that can be read");
        return;
    }
    filled.push(rack_id);
    if (left.length === 0) {
        show_status(kit_name() + " is in " + rack_name + ", on " + pads.length + " pads");
    } else {
        show_status(kit_name() + " is in " + rack_name + ", but not on " + left.join(", "));
    }
}

/** Return whether the sample is on its pad. @param {LiveAPI} target @param {Pad} pad */
function fill_pad(target, pad) {
    var path = target.unquotedpath + " drum_pads " + pad.note;
    var slot = api(path);
    var simpler, chain, is_new;
    if (slot === null || Number(value(slot, "note")) !== pad.note) {
        return false;
    }
    is_new = slot.getcount("chains") === 0;
    simpler = is_new ? new_simpler(target, pad) : simpler_in(path + " chains 0");
    if (simpler === null || value(simpler, "multi_sample_mode") === "1") {
        return false;
    }
    simpler.call("replace_sample", native_path(folder + "/" + pad.file));
    if (!has_sample(simpler, pad.file)) {
        return false;
    }
    chain = is_new ? null : api(path + " chains 0");
    if (chain !== null && marked[chain.id] !== undefined) {
        mark(chain, pad.name, colour_of(pad), false);
    }
    return true;
}

/** @param {Pad} pad */
function colour_of(pad) {
    var kind = kinds[key(pad.kind)];
    return kind === undefined ? -1 : kind.colour;
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

/** @param {string} chain its path @returns {LiveAPI | null} */
function simpler_in(chain) {
    var found = api(chain);
    var n = found === null ? 0 : found.getcount("devices");
    var i, device;
    for (i = 0; i < n; i += 1) {
        device = api(chain + " devices " + i);
        if (device !== null && value(device, "class_name") === "OriginalSimpler") {
            return device;
        }
    }
    return null;
}

/**
 * Add a chain with a Simpler; Live appends it, and it receives all notes at first.
 * @param {LiveAPI} target @param {Pad} pad
 */
function new_simpler(target, pad) {
    var n = target.getcount("chains");
    var path = target.unquotedpath + " chains " + n;
    var chain, simpler, volume;
    target.call("insert_chain");
    chain = api(path);
    if (chain === null || target.getcount("chains") !== n + 1) {
        return null;
    }
    chain.set("in_note", pad.note);
    chain.set("choke_group", pad.choke);
    mark(chain, pad.name, colour_of(pad), true);
    chain.call("insert_device", "Simpler");
    volume = api(path + " mixer_device volume");
    if (volume !== null) {
        volume.set("display_value", pad.level); // in decibels
    }
    simpler = simpler_in(path);
    if (simpler !== null) {
        simpler.set("playback_mode", ONE_SHOT);
    }
    return simpler;
}

/**
 * Live does not report a call that it ignores, so look at the sample afterwards.
 * @param {LiveAPI} simpler @param {string} file
 */
function has_sample(simpler, file) {
    var loaded = api(simpler.unquotedpath + " sample");
    return loaded !== null && plain(value(loaded, "file_path").split(/[/\\]/).pop()) === plain(file);
}

/** Return a name for comparison: macOS takes accents apart. @param {string} name */
function plain(name) {
    return name.replace(/(?:[\s\S][\u0300-\u036f\u3099\u309a]+|[^ -~])+/g, "?");
}
