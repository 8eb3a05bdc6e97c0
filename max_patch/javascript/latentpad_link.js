// The link (js, Max 8 and 9: ES5) to the daemon. It chooses its own port for the replies and says hello with it, so that
// several devices work side by side; it pings the daemon every two seconds, and finds it again after a restart.
//
// In:  bang (the device is ready) | port n | /latentpad/... (replies)
// Out: 0 udpsend   1 udpreceive   2 pad   3 bridge: offline | tick (every two seconds) | the replies, welcome once

autowatch = 0;
inlets = 1;
outlets = 4;

var TO_DAEMON = 0, PORTS = 1, PAD = 2, BRIDGE = 3;

var PING_MS = 2000;
var LOST_MS = 3500; // without a reply
var HELLOS_PER_PORT = 3; // then another reply port is tried: this one may be in use
var FIRST_PORT = 20000, N_PORTS = 10000; // below the ephemeral ports of every system

var started = false;
var daemon_port = 9310;
var reply_port = 0;
var hellos = 0;
var connected = false;
var last_reply = 0;

var clock = new Task(tick, this);
clock.interval = PING_MS;

function now() {
    return new Date().getTime();
}

function new_reply_port() {
    reply_port = FIRST_PORT + Math.floor(Math.random() * N_PORTS);
    hellos = 0;
    outlet(PORTS, "port", reply_port);
}

function bang() {
    if (started) {
        return;
    }
    started = true;
    new_reply_port();
    look();
    clock.repeat(-1, PING_MS);
}

/** Look for the daemon on its port. */
function look() {
    go_offline("looking for latentpad");
    outlet(TO_DAEMON, "port", daemon_port);
    hello();
}

/** @param {string} text */
function go_offline(text) {
    connected = false;
    outlet(BRIDGE, "offline");
    outlet(PAD, "state", "lost", text);
}

function hello() {
    if (hellos === HELLOS_PER_PORT) {
        new_reply_port();
    }
    hellos += 1;
    outlet(TO_DAEMON, "/latentpad/hello", reply_port, "Max");
}

function tick() {
    if (connected && now() - last_reply <= LOST_MS) {
        outlet(TO_DAEMON, "/latentpad/ping", reply_port, reply_port);
    } else {
        go_offline("start latentpad: no answer on port " + daemon_port);
        hello();
    }
    outlet(BRIDGE, "tick");
}

/** @param {number} number */
function port(number) {
    var chosen = Math.round(number);
    if (chosen === daemon_port) {
        return;
    }
    daemon_port = chosen;
    if (started) {
        look();
    }
}

function notifydeleted() {
    clock.cancel();
    if (started) {
        outlet(TO_DAEMON, "/latentpad/bye", reply_port);
    }
}

/** Pass on a reply; each hello is answered with a welcome, but only the first one is news. */
function anything() {
    var reply = [messagename].concat(arrayfromargs(arguments));
    var welcome = messagename === "/latentpad/welcome";
    if (messagename.indexOf("/latentpad/") !== 0) {
        return;
    }
    last_reply = now();
    hellos = welcome ? 0 : hellos;
    if (!welcome || !connected) {
        connected = connected || welcome;
        outlet(BRIDGE, reply);
    }
}
