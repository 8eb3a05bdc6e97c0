// Live's object model, as far as LiveAPI shows it: objects with a path, an id and properties.
"use strict";

/** @typedef {{ id: number, path: string, [property: string]: any }} LiveObject */

/** Properties that can be set, by the ends of paths. @type {[RegExp, string[]][]} */
const SETTABLE = [
    [/ chains \d+$/, ["in_note", "name", "choke_group", "color", "is_auto_colored"]],
    [/ clip$/, ["name", "color"]],
    [/ volume$/, ["display_value"]],
    [/ devices \d+$/, ["playback_mode"]],
];

/** Return LiveAPI on a set that can be replaced. @param {(event: object) => void} emit */
function createLive(emit) {
    /** @type {LiveObject[]} */
    let objects = [];
    /** @type {{ api: LiveAPI, name: string }[]} */
    const observers = [];

    /** Return the chains that a rack has for a note. @param {string} rack with a space @param {number} note */
    function chains_of(rack, note) {
        return objects.filter(({ path, in_note }) => path.startsWith(rack + "chains ") && in_note === note);
    }

    /** Return the path of what is on a pad: that of a chain for its note. @param {string} where */
    function resolve(where) {
        const found = where.match(/^(.* )drum_pads (\d+) chains 0(.*)$/);
        const chain = found && chains_of(found[1], Number(found[2]))[0];
        return chain ? chain.path + found[3] : where;
    }

    class LiveAPI {
        /** @param {Function | null} callback @param {string} where a path, or "id " and a number */
        constructor(callback, where) {
            this.callback = callback;
            const path = resolve(where);
            const found = objects.find((object) => path === object.path || where === "id " + object.id);
            this.object = found || { id: 0, path: "" };
            this.id = String(this.object.id);
            this.unquotedpath = this.object.path;
        }
        /** Observe a property. */
        set property(/** @type {string} */ name) {
            observers.push({ api: this, name });
        }
        /** @param {string} name */
        get(name) {
            const value = this.object[name] === undefined ? 0 : this.object[name];
            return name === "canonical_parent" ? ["id", value] : [value];
        }
        /** @param {string} child */
        getcount(child) {
            const prefix = this.object.path + " " + child + " ";
            const rests = objects.map(({ path }) => (path.startsWith(prefix) ? path.slice(prefix.length) : ""));
            const pad = this.object.path.match(/^(.* )drum_pads (\d+)$/);
            const received = pad && child === "chains" ? chains_of(pad[1], Number(pad[2])).length : 0;
            return rests.filter((rest) => /^\d+$/.test(rest)).length + received;
        }
        /** @param {string} name @param {unknown} value */
        set(name, value) {
            if (!SETTABLE.some(([end, names]) => end.test(this.object.path) && names.includes(name))) {
                throw new Error(`${name} of ${this.object.path} cannot be set`);
            }
            emit({ live: [this.object.path, "set " + name, value] });
            this.object[name] = value;
        }
        /** Append a child. @param {string} list @param {object} properties */
        insert(list, properties) {
            const path = this.object.path + " " + list + " " + this.getcount(list);
            objects.push({ id: 1000 + objects.length, path, ...properties });
            if (list === "chains") {
                objects.push({ id: 1000 + objects.length, path: path + " mixer_device volume" });
            }
        }
        /** @param {string} name @param {...any} args */
        call(name, ...args) {
            const part = ["get_major_version", "get_minor_version", "get_bugfix_version"].indexOf(name);
            if (part >= 0) {
                return this.object.version[part];
            }
            emit({ live: [this.object.path, name, ...args] });
            if (this.object.refuses) {
                return null; // as Live does with a call that it does not know
            }
            if (name === "create_audio_clip") {
                this.object.has_clip = 1;
                objects.push({ id: 1000 + objects.length, path: this.object.path + " clip" });
            } else if (name === "insert_chain") {
                this.insert("chains", { in_note: -1, is_auto_colored: 1 });
            } else if (name === "insert_device") {
                this.insert("devices", { class_name: args[0] === "Simpler" ? "OriginalSimpler" : args[0], name: args[0] });
            } else if (name === "replace_sample") {
                objects = objects.filter(({ path }) => path !== this.object.path + " sample");
                const file = this.object.decomposes ? args[0].normalize("NFD") : args[0]; // as macOS does
                objects.push({ id: 1000 + objects.length, path: this.object.path + " sample", file_path: file });
            }
            return null;
        }
    }

    /** Notify the observers of a selection. @param {number} id @param {{ track?: boolean }} command */
    function select(id, { track = false }) {
        const selected = track ? "selected_track" : "selected_device";
        observers.filter(({ name }) => name === selected).forEach(({ api, name }) => api.callback.call(api, name, "id", id));
    }

    /** @param {LiveObject[]} set */
    function replace(set) {
        objects = set;
    }

    return { LiveAPI, select, replace };
}

module.exports = { createLive };
