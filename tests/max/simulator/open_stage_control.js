// Runs the custom module of the Open Stage Control session and the script of one widget: {"module": SOURCE, "widget":
// SOURCE} on the standard input gives {"sent": the messages sent, "pings": those of the next ten pings, "received": what
// the widgets received}.
"use strict";

const fs = require("fs");
const vm = require("vm");

const { module: source, widget } = JSON.parse(fs.readFileSync(0, "utf8"));
/** @type {[string, any[]][]} */
const sent = [];
/** @type {any[]} */
const received = [];
let ping = () => {};

/** @param {any} value */
function typed(value) {
    return typeof value === "object" ? [value.type, value.value] : [typeof value === "string" ? "s" : "f", value];
}

/** Send as the app does: with host and port from the module, without them from a widget. @param {...any} args */
function sendOsc(...args) {
    const [address, ...values] = args[0][0] === "/" ? args : args.slice(2);
    sent.push([address, values.map(typed)]);
}

const context = {
    app: { on() {} },
    module: /** @type {any} */ ({}),
    receive: (/** @type {string} */ address, /** @type {any} */ value) => received.push([address, value]),
    send: sendOsc,
    setInterval: (/** @type {() => void} */ act) => (ping = act),
    settings: { read: (/** @type {"send" | "osc-port"} */ name) => ({ send: ["127.0.0.1:9310"], "osc-port": 9311 })[name] },
};

/** Pass a reply of latentpad through the module's filter. @param {string} verb @param {...any} values */
function receiveReply(verb, ...values) {
    const message = { address: "/latentpad/" + verb, args: values.map((value) => ({ value })) };
    const data = context.module.exports.oscInFilter(message);
    received.push(data ? [data.address, ...data.args.map((/** @type {any} */ argument) => argument.value)] : null);
}

vm.runInNewContext(source, context);
context.module.exports.init();
new Function("send", widget)(sendOsc);
receiveReply("welcome", "1.0", "default", "/drop", 40, 44100);
receiveReply("pong", 0);
receiveReply("value", "pitch", 3);
receiveReply("value", "seed", 7);
receiveReply("busy", 1);
receiveReply("done", 1, "/a b/kick.wav", 0.25, 0.5, 7, 44100, 88200, 0.9, 11.4);
receiveReply("error", 1, "key", "no setting");
const n_sent = sent.length;
for (let i = 0; i < 10; i++) ping();
console.log(JSON.stringify({ sent: sent.slice(0, n_sent), pings: sent.slice(n_sent), received }));
