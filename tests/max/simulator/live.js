// Live's object model, as far as LiveAPI shows it: objects with a path, an id and properties.
"use strict";

/** @typedef {{ id: number, path: string, [property: string]: any }} LiveObject */

/** Return LiveAPI on a set that can be replaced. @param {(event: object) => void} emit */
function createLive(emit) {
    /** @type {LiveObject[]} */
    let objects = [];
    /** @type {{ api: LiveAPI, name: string }[]} */
    const observers = [];

    class LiveAPI {
        /** @param {Function | null} callback @param {string} where a path, or "id " and a number */
        constructor(callback, where) {
            this.callback = callback;
            const found = objects.find((object) => where === object.path || where === "id " + object.id);
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
            return rests.filter((rest) => /^\d+$/.test(rest)).length;
        }
        /** @param {string} name @param {unknown} value */
        set(name, value) {
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
            } else if (name === "insert_chain") {
                this.insert("chains", { in_note: -1 });
            } else if (name === "insert_device") {
                this.insert("devices", { class_name: args[0] === "Simpler" ? "OriginalSimpler" : args[0], name: args[0] });
            } else if (name === "replace_sample") {
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
