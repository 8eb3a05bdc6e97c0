// A stand-in for Max that runs the device's scripts in Node: `node simulate.js SCRIPT [SCRIPT ...] [--udp] [--taken]
// [--wires=JSON]`. Several scripts are connected by the wires: {SCRIPT: {OUTLET: another SCRIPT, or a number}}; a number
// is the outlet in events. A message goes to the first script that has a function for it.
//
// Commands are lines of JSON; each is answered with events, the last of them {"done": true}:
//   {"call": NAME, "args": [...]}    a message at a script's inlet
//   {"mouse": "onclick", "args": []} a mouse event of a jsui
//   {"paint": true}                  {"svg": TEXT}: what the jsui draws
//   {"size": [w, h]}                 of the jsui
//   {"theme": {NAME: [R, G, B, A]}}  the colours of max.getcolor
//   {"disk": {ROOT: FOLDER}}         from now on, File opens only paths that begin with a root, such as "C:/"; in those
//                                    with backslashes, no slash is taken
//   {"apppath": PATH}                of max
//   {"advance": MS}                  move the clock (without --udp)
//   {"live": [OBJECT, ...]}          a set for LiveAPI: {"path": ..., "id": ..., any property: value}
//   {"select": ID}                   select a device in Live; with "track": true, a track
//   {"get": NAME}                    {"value": ...}: a variable of the script
// Events: {"out": [OUTLET, ...]} | {"live": [PATH, FUNCTION, ...]} | {"post": TEXT} | {"error": TEXT}
// With --udp, outlet 0 is a udpsend, outlet 1 sets the port of a udpreceive whose messages come in, and time is real,
// but ten times as fast; with --taken, the first port that the script asks for belongs to another program.
"use strict";

const fs = require("fs");
const path = require("path");
const readline = require("readline");
const vm = require("vm");

const { createLive } = require("./live.js");
const { createCanvas } = require("./mgraphics.js");
const { createTime } = require("./time.js");
const { createUdp } = require("./udp.js");

const flags = process.argv.slice(2).filter((word) => word.startsWith("--"));
const files = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const wires = JSON.parse(flags.find((flag) => flag.startsWith("--wires="))?.slice(8) || "{}");
const real = flags.includes("--udp");

/** @param {object} event */
function emit(event) {
    process.stdout.write(JSON.stringify(event) + "\n");
}

const live = createLive(emit);
const time = createTime(real);
const udp = real ? createUdp(send, flags.includes("--taken")) : null;
const mgraphics = createCanvas(147, 161);

class Image {
    /** @param {ReturnType<typeof createCanvas>} canvas */
    constructor(canvas) {
        contexts[0].images = (contexts[0].images || 0) + 1;
        this.elements = [...canvas.elements, "</g>".repeat(canvas.groups[0])];
    }
}

/** @type {Record<string, string> | null} */
let disk = null;

/** Return where a path of the simulated system leads to, or "". @param {string} path */
function real_path(path) {
    const roots = disk || { "": "" };
    const root = Object.keys(roots).find((root) => path.startsWith(root));
    const rest = path.slice(root?.length);
    return root === undefined || (root.includes("\\") && rest.includes("/")) ? ""
        : roots[root] + (root.includes("\\") ? rest.replaceAll("\\", "/") : rest);
}

class File {
    /** @param {string} path @param {string} access */
    constructor(path, access) {
        const real = real_path(path);
        this.isopen = access === "read" && fs.existsSync(real);
        this.text = this.isopen ? fs.readFileSync(real, "latin1") : "";
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

const max = {};

/** Return the globals of a script. @param {string} name */
function globals(name) {
    return {
        Task: time.Task,
        File,
        LiveAPI: live.LiveAPI,
        Image,
        /** @param {number} w @param {number} h */
        MGraphics: function (w, h) {
            return createCanvas(w, h);
        },
        mgraphics,
        max,
        post: (/** @type {unknown[]} */ ...words) => emit({ post: words.join(" ") }),
        arrayfromargs: (/** @type {IArguments} */ args) => Array.from(args),
        outlet: (/** @type {number} */ number, /** @type {any[]} */ ...args) => leave(name, number, args.flat()),
        Date: class {
            getTime = time.getTime;
        },
    };
}

/** @type {Record<string, any>[]} */
const contexts = files.map((file) => {
    const name = path.basename(file, ".js").replace("latentpad_", "");
    return vm.createContext({ ...globals(name), name });
});

/** Pass on what leaves an outlet. @param {string} name @param {number} number @param {any[]} values */
function leave(name, number, values) {
    const to = wires[name]?.[number] ?? number;
    if (typeof to === "string") {
        arrive(contexts.find((context) => context.name === to), values);
        return;
    }
    emit({ out: [to, ...values] });
    udp?.take(to, values);
}

/** Send a message to a script's inlet. @param {Record<string, any>} context @param {any[]} message the name, arguments */
function arrive(context, [name, ...args]) {
    const known = typeof context[name] === "function";
    context.messagename = name;
    if (!known && typeof context.anything !== "function") {
        throw new Error("the script takes no message " + name);
    }
    context[known ? name : "anything"](...args);
}

/** Send a message to the script that takes it; all are notified when they are deleted. @param {...any} message */
function send(...message) {
    const taking = contexts.filter((context) => typeof context[message[0]] === "function");
    const all = message[0] === "notifydeleted" ? taking : [taking[0] || contexts[0]];
    all.forEach((context) => arrive(context, message));
}

/** @type {Record<string, (value: any, command: any) => void>} */
const commands = {
    call: (name, { args = [] }) => send(name, ...args),
    mouse: (name, { args }) => contexts[0][name](...args),
    size: (size) => {
        mgraphics.size = size;
        contexts[0].onresize();
    },
    paint: () => {
        mgraphics.elements = [];
        contexts[0].paint();
        emit({ svg: mgraphics.svg() });
    },
    theme: (colours) => {
        Object.assign(max, { getcolor: (/** @type {string} */ name) => colours[name] || [0, 0, 0, 1] });
    },
    disk: (roots) => {
        disk = roots;
    },
    apppath: (path) => {
        Object.assign(max, { apppath: path });
    },
    advance: time.advance,
    live: live.replace,
    select: live.select,
    get: (name) => emit({ value: contexts.find((context) => name in context)[name] }),
};

files.forEach((file, number) => vm.runInContext(fs.readFileSync(file, "utf8"), contexts[number], { filename: file }));

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
