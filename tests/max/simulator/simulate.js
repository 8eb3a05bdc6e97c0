// A stand-in for Max that runs the device's scripts in Node: `node simulate.js SCRIPT [--udp] [--taken]`.
//
// Commands are lines of JSON; each is answered with events, the last of them {"done": true}:
//   {"call": NAME, "args": [...]}    a message at the script's inlet
//   {"mouse": "onclick", "args": []} a mouse event of a jsui
//   {"paint": true}                  {"svg": TEXT}: what the jsui draws
//   {"size": [w, h]}                 of the jsui
//   {"theme": {NAME: [R, G, B, A]}}  the colours of max.getcolor
//   {"advance": MS}                  move the clock (without --udp)
//   {"live": [OBJECT, ...]}          a set for LiveAPI: {"path": ..., "id": ..., any property: value}
//   {"select": ID}                   select a device in Live; with "track": true, a track
//   {"get": NAME}                    {"value": ...}: a variable of the script
// Events: {"out": [OUTLET, ...]} | {"live": [PATH, FUNCTION, ...]} | {"post": TEXT} | {"error": TEXT}
// With --udp, outlet 0 is a udpsend, outlet 1 sets the port of a udpreceive whose messages come in, and time is real,
// but ten times as fast; with --taken, the first port that the script asks for belongs to another program.
"use strict";

const fs = require("fs");
const readline = require("readline");
const vm = require("vm");

const { createLive } = require("./live.js");
const { createCanvas } = require("./mgraphics.js");
const { createTime } = require("./time.js");
const { createUdp } = require("./udp.js");

const [script, ...flags] = process.argv.slice(2);
const real = flags.includes("--udp");

/** @param {object} event */
function emit(event) {
    process.stdout.write(JSON.stringify(event) + "\n");
}

const live = createLive(emit);
const time = createTime(real);
const udp = real ? createUdp(message, flags.includes("--taken")) : null;
const mgraphics = createCanvas(147, 161);

class Image {
    /** @param {ReturnType<typeof createCanvas>} canvas */
    constructor(canvas) {
        context.images = (context.images || 0) + 1;
        this.elements = [...canvas.elements, "</g>".repeat(canvas.groups[0])];
    }
}

class File {
    /** @param {string} path @param {string} access */
    constructor(path, access) {
        this.isopen = access === "read" && fs.existsSync(path);
        this.text = this.isopen ? fs.readFileSync(path, "latin1") : "";
        this.position = 0;
        this.eof = this.text.length;
    }
    /** @param {number} n */
    readstring(n) {
        const part = this.text.slice(this.position, this.position + Math.min(n, 32767));
        this.position += part.length;
        return part;
    }
    close() {
        this.isopen = false;
    }
}

/** @type {Record<string, any>} */
const context = vm.createContext({
    Task: time.Task,
    File,
    LiveAPI: live.LiveAPI,
    Image,
    /** @param {number} w @param {number} h */
    MGraphics: function (w, h) {
        return createCanvas(w, h);
    },
    mgraphics,
    max: {},
    post: (/** @type {unknown[]} */ ...words) => emit({ post: words.join(" ") }),
    arrayfromargs: (/** @type {IArguments} */ args) => Array.from(args),
    outlet: (/** @type {number} */ number, /** @type {any[]} */ ...args) => {
        const values = args.flat();
        emit({ out: [number, ...values] });
        udp?.take(number, values);
    },
    Date: class {
        getTime = time.getTime;
    },
});

/** Send a message to the script's inlet. @param {...any} message the name and the arguments */
function message(...[name, ...args]) {
    const known = typeof context[name] === "function";
    context.messagename = name;
    if (!known && typeof context.anything !== "function") {
        throw new Error("the script takes no message " + name);
    }
    context[known ? name : "anything"](...args);
}

/** @type {Record<string, (value: any, command: any) => void>} */
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
        emit({ svg: mgraphics.svg() });
    },
    theme: (colours) => {
        context.max.getcolor = (/** @type {string} */ name) => colours[name] || [0, 0, 0, 1];
    },
    advance: time.advance,
    live: live.replace,
    select: live.select,
    get: (name) => emit({ value: context[name] }),
};

vm.runInContext(fs.readFileSync(script, "utf8"), context, { filename: script });

const lines = readline.createInterface({ input: process.stdin });
lines.on("line", (line) => {
    const command = JSON.parse(line);
    const name = Object.keys(commands).find((key) => key in command);
    try {
        commands[name](command[name], command);
    } catch (error) {
        emit({ error: String(error) });
    }
    emit({ done: true });
});
lines.on("close", () => {
    // without process.exit, which could cut off output that is still on its way
    time.cancelAll();
    udp?.close();
});
emit({ done: true });
