// A stand-in for Max, to run the device's scripts in Node: `node simulate.js SCRIPT [--udp] [--taken]`.
//
// Commands come in as lines of JSON and are answered with events, the last of them {"done": true}:
//   {"call": NAME, "args": [...]}    a message at the script's inlet
//   {"mouse": "onclick", "args": []} what the mouse does on a jsui
//   {"paint": true}                  {"svg": TEXT}: what the jsui draws
//   {"size": [w, h]}                 of the jsui
//   {"theme": {NAME: [R, G, B, A]}}  what max.getcolor gives
//   {"advance": MS}                  lets time go by (without --udp)
//   {"live": [OBJECT, ...]}          a set for LiveAPI: {"path": ..., "id": ..., any property: value}
//   {"select": ID}                   a device is selected in Live; with "track": true, a track
//   {"get": NAME}                    {"value": ...}: a variable of the script
// Events: {"out": [OUTLET, ...]} | {"live": [PATH, FUNCTION, ...]} | {"post": TEXT} | {"error": TEXT}
// With --udp, outlet 0 is a udpsend, outlet 1 sets the port of a udpreceive whose messages come in, and time is real,
// but ten times as fast; with --taken, the first port that it asks for belongs to another program.
"use strict";

const dgram = require("dgram");
const fs = require("fs");
const readline = require("readline");
const vm = require("vm");

const [script, ...flags] = process.argv.slice(2);
const real = flags.includes("--udp");

function tell(event) {
    process.stdout.write(JSON.stringify(event) + "\n");
}

// --- time

const FASTER = 10;

let now = 1e12;
const scheduled = [];

class Task {
    constructor(callback, object) {
        Object.assign(this, { callback, object, interval: 500, repeating: false, due: null, timer: null });
        scheduled.push(this);
    }
    schedule(ms) {
        this.cancel();
        this.due = now + ms;
        this.timer = real ? setTimeout(() => this.fire(), ms / FASTER) : null;
    }
    repeat(times = -1, initial = 0) {
        this.schedule(initial);
        this.repeating = true;
    }
    cancel() {
        clearTimeout(this.timer);
        this.due = null;
        this.repeating = false;
    }
    fire() {
        const repeating = this.repeating;
        this.due = null;
        this.callback.call(this.object);
        if (repeating) {
            this.repeat(-1, this.interval);
        }
    }
}

function advance(ms) {
    const end = now + ms;
    for (;;) {
        const next = scheduled.filter((task) => task.due !== null && task.due <= end).sort((a, b) => a.due - b.due)[0];
        if (next === undefined) {
            break;
        }
        now = next.due;
        next.fire();
    }
    now = end;
}

// --- drawing: what mgraphics does, as SVG

function escaped(text) {
    return String(text).replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
}

class MGraphics {
    constructor(w, h) {
        this.size = [w, h];
        this.elements = [];
        this.path = [];
        this.redraws = 0;
        this.groups = [0]; // SVG groups that are open, for each save
        Object.assign(this, { colour: "#000", opacity: 1, width: 2, font: "Arial", font_size: 12, at: [0, 0] });
    }
    init() {}
    redraw() {
        this.redraws += 1;
    }
    set_source_rgba(...given) {
        const [r, g, b, a] = Array.isArray(given[0]) ? given[0] : given;
        if (![r, g, b, a].every((value) => value >= 0 && value <= 1)) {
            throw new Error("a colour outside of 0 to 1: " + [r, g, b, a]);
        }
        this.colour = "rgb(" + [r, g, b].map((value) => Math.round(255 * value)).join(",") + ")";
        this.opacity = a;
    }
    set_line_width(width) {
        this.width = width;
    }
    select_font_face(font) {
        this.font = font;
    }
    set_font_size(size) {
        this.font_size = size;
    }
    save() {
        this.elements.push("<g>");
        this.groups.push(1);
    }
    scale(x, y) {
        this.elements.push("<g transform='scale(" + x + " " + y + ")'>");
        this.groups[this.groups.length - 1] += 1;
    }
    restore() {
        this.elements.push("</g>".repeat(this.groups.pop()));
    }
    text_measure(text) {
        const width = (letter) => (/[fijlrt.,:;' |]/.test(letter) ? 0.29 : /[mwMW]/.test(letter) ? 0.8 : 0.56);
        return [this.font_size * [...text].reduce((sum, letter) => sum + width(letter), 0), this.font_size];
    }
    rectangle(x, y, w, h) {
        this.path.push("M" + x + " " + y + "h" + w + "v" + h + "h" + -w + "z");
    }
    ellipse(x, y, w, h) {
        const [rx, ry] = [w / 2, h / 2];
        const arc = "a" + rx + " " + ry + " 0 1 0 ";
        this.path.push("M" + x + " " + (y + ry) + arc + w + " 0" + arc + -w + " 0z");
    }
    move_to(x, y) {
        this.at = [x, y];
        this.path.push("M" + x + " " + y);
    }
    line_to(x, y) {
        this.path.push("L" + x + " " + y);
    }
    fill() {
        this.draw(`fill='${this.colour}' fill-opacity='${this.opacity}'`);
    }
    stroke() {
        const opacity = `stroke-opacity='${this.opacity}'`;
        this.draw(`fill='none' stroke='${this.colour}' ${opacity} stroke-width='${this.width}'`);
    }
    draw(style) {
        this.elements.push("<path d='" + this.path.join("") + "' " + style + "/>");
        this.path = [];
    }
    show_text(text) {
        const [x, y] = this.at;
        const font = `font-family='${this.font}, Arial, sans-serif' font-size='${this.font_size}'`;
        const colour = `fill='${this.colour}' fill-opacity='${this.opacity}'`;
        const length = `textLength='${this.text_measure(text)[0]}'`;
        this.elements.push(`<text x='${x}' y='${y}' ${font} ${colour} ${length}>${escaped(text)}</text>`);
        this.path = [];
    }
    image_surface_draw(image) {
        this.elements.push("<g>" + image.elements.join("") + "</g>");
    }
    svg() {
        const [w, h] = this.size;
        const box = "width='" + w + "' height='" + h + "' viewBox='0 0 " + w + " " + h + "'";
        return "<svg xmlns='http://www.w3.org/2000/svg' " + box + ">" + this.elements.join("") + "</svg>";
    }
}

// Only what the real one has may be called.
function strict(canvas) {
    return new Proxy(canvas, {
        get(target, name) {
            if (!(name in target)) {
                throw new Error("mgraphics has no " + String(name));
            }
            return target[name];
        },
        set(target, name, value) {
            target[name] = value;
            return true;
        }
    });
}

const mgraphics = strict(Object.assign(new MGraphics(147, 161), { relative_coords: 1, autofill: 1 }));

class Image {
    constructor(canvas) {
        context.images = (context.images || 0) + 1;
        this.elements = [...canvas.elements, "</g>".repeat(canvas.groups[0])];
    }
}

// --- files

class File {
    constructor(path, access) {
        this.isopen = access === "read" && fs.existsSync(path);
        this.text = this.isopen ? fs.readFileSync(path, "latin1") : "";
        this.position = 0;
        this.eof = this.text.length;
    }
    readstring(n) {
        const part = this.text.slice(this.position, this.position + Math.min(n, 32767));
        this.position += part.length;
        return part;
    }
    close() {
        this.isopen = false;
    }
}

// --- Live

let objects = [];
const watchers = [];

class LiveAPI {
    constructor(callback, where) {
        this.callback = callback;
        const found = objects.find((object) => where === object.path || where === "id " + object.id);
        this.object = found || { id: 0, path: "" };
        this.id = String(this.object.id);
        this.unquotedpath = this.object.path;
    }
    set property(name) {
        watchers.push({ api: this, name });
    }
    get(name) {
        const value = this.object[name] === undefined ? 0 : this.object[name];
        return name === "canonical_parent" ? ["id", value] : [value];
    }
    getcount(child) {
        const below = this.object.path + " " + child + " ";
        const rests = objects.map(({ path }) => (path.startsWith(below) ? path.slice(below.length) : ""));
        return rests.filter((rest) => /^\d+$/.test(rest)).length;
    }
    call(name, ...args) {
        const part = ["get_major_version", "get_minor_version", "get_bugfix_version"].indexOf(name);
        if (part >= 0) {
            return this.object.version[part];
        }
        tell({ live: [this.object.path, name, ...args] });
        if (this.object.refuses) {
            return null; // as Live does with a call that it does not know
        }
        if (name === "create_audio_clip") {
            this.object.has_clip = 1;
        } else if (name === "replace_sample") {
            objects.push({ id: 1000 + objects.length, path: this.object.path + " sample", file_path: args[0] });
        }
        return null;
    }
}

function select(id, { track = false }) {
    const told = track ? "selected_track" : "selected_device";
    watchers.filter(({ name }) => name === told).forEach(({ api, name }) => api.callback.call(api, name, "id", id));
}

// --- OSC, as udpsend and udpreceive speak it

function padded(text) {
    const bytes = Buffer.from(text, "utf8");
    return Buffer.concat([bytes, Buffer.alloc(4 - (bytes.length % 4))]);
}

function encoded([address, ...args]) {
    let tags = ",";
    const parts = args.map((value) => {
        if (typeof value === "string") {
            tags += "s";
            return padded(value);
        }
        const bytes = Buffer.alloc(4);
        tags += Number.isInteger(value) ? "i" : "f"; // whole numbers leave js as ints
        Number.isInteger(value) ? bytes.writeInt32BE(value) : bytes.writeFloatBE(value);
        return bytes;
    });
    return Buffer.concat([padded(address), padded(tags), ...parts]);
}

function decoded(data) {
    let at = 0;
    const string = () => {
        const end = data.indexOf(0, at);
        const text = data.toString("utf8", at, end);
        at = end + 4 - (end % 4);
        return text;
    };
    const address = string();
    const args = [...string().slice(1)].map((tag) => {
        if (tag === "s") {
            return string();
        }
        at += 4;
        return tag === "i" ? data.readInt32BE(at - 4) : data.readFloatBE(at - 4);
    });
    return [address, ...args];
}

const sender = real ? dgram.createSocket("udp4") : null;
let receiver = null;
let port = 9310;
let other = null;

function listen(number) {
    receiver = dgram.createSocket("udp4");
    receiver.on("error", () => {}); // a taken port is silent in Max
    receiver.on("message", (data) => message(...decoded(data)));
    receiver.bind(number, "127.0.0.1");
}

function udp(outlet, args) {
    if (outlet === 0 && args[0] === "port") {
        port = args[1];
    } else if (outlet === 0) {
        sender.send(encoded(args), port, "127.0.0.1");
    } else if (outlet === 1 && args[0] === "port") {
        if (receiver !== null) {
            receiver.close();
        }
        if (flags.includes("--taken") && other === null) {
            other = dgram.createSocket("udp4");
            other.bind(args[1], "127.0.0.1", () => listen(args[1]));
        } else {
            listen(args[1]);
        }
    }
}

// --- the script

const context = vm.createContext({
    Task,
    File,
    LiveAPI,
    Image,
    MGraphics: function (w, h) {
        return strict(new MGraphics(w, h));
    },
    mgraphics,
    max: {},
    post: (...words) => tell({ post: words.join(" ") }),
    arrayfromargs: (args) => Array.from(args),
    outlet: (number, ...args) => {
        const values = args.flat();
        tell({ out: [number, ...values] });
        if (real) {
            udp(number, values);
        }
    },
    Date: function () {
        this.getTime = () => (real ? FASTER * Date.now() : now);
    }
});

function message(name, ...args) {
    const known = typeof context[name] === "function";
    context.messagename = name;
    if (!known && typeof context.anything !== "function") {
        throw new Error("the script takes no message " + name);
    }
    context[known ? name : "anything"](...args);
}

const commands = {
    call: (name, { args = [] }) => message(name, ...args),
    mouse: (name, { args }) => context[name](...args),
    size: (size) => {
        mgraphics.size = size;
        context.onresize();
    },
    paint: () => {
        mgraphics.elements = [];
        context.paint();
        tell({ svg: mgraphics.svg() });
    },
    theme: (colours) => {
        context.max.getcolor = (name) => colours[name] || [0, 0, 0, 1];
    },
    advance,
    live: (set) => {
        objects = set;
    },
    select,
    get: (name) => tell({ value: context[name] })
};

vm.runInContext(fs.readFileSync(script, "utf8"), context, { filename: script });

const lines = readline.createInterface({ input: process.stdin });
lines.on("line", (line) => {
    const given = JSON.parse(line);
    const name = Object.keys(commands).find((key) => key in given);
    try {
        commands[name](given[name], given);
    } catch (error) {
        tell({ error: String(error) });
    }
    tell({ done: true });
});
lines.on("close", () => {
    // no process.exit: what was told may still be on its way
    scheduled.forEach((task) => task.cancel());
    [sender, receiver, other].filter((socket) => socket !== null).forEach((socket) => socket.close());
});
tell({ done: true });
