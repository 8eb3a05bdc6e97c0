// OSC over UDP, as udpsend and udpreceive speak it.
"use strict";

const dgram = require("dgram");

/** @typedef {string | number} Value */

/** @param {string} text */
function padded(text) {
    const bytes = Buffer.from(text, "utf8");
    return Buffer.concat([bytes, Buffer.alloc(4 - (bytes.length % 4))]);
}

/** @param {Value[]} message the address and the arguments */
function encode([address, ...args]) {
    let tags = ",";
    const parts = args.map((value) => {
        if (typeof value === "string") {
            tags += "s";
            return padded(value);
        }
        const bytes = Buffer.alloc(4);
        const integer = Number.isInteger(value); // js sends whole numbers as ints
        tags += integer ? "i" : "f";
        integer ? bytes.writeInt32BE(value) : bytes.writeFloatBE(value);
        return bytes;
    });
    return Buffer.concat([padded(String(address)), padded(tags), ...parts]);
}

/** @param {Buffer} data @returns {[string, ...Value[]]} */
function decode(data) {
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

/**
 * Return the device's udpsend (outlet 0) and udpreceive (outlet 1).
 * @param {(...message: Value[]) => void} receive called with each message
 * @param {boolean} taken whether the first port asked for belongs to another program
 */
function createUdp(receive, taken) {
    const sender = dgram.createSocket("udp4");
    /** @type {dgram.Socket | null} */
    let receiver = null;
    /** @type {dgram.Socket | null} */
    let other = null;
    let port = 9310;

    /** @param {number} number */
    function listen(number) {
        receiver = dgram.createSocket("udp4");
        receiver.on("error", () => {}); // Max does not report a port in use
        receiver.on("message", (data) => receive(...decode(data)));
        receiver.bind(number, "127.0.0.1");
    }

    /** @param {number} number */
    function receiveOn(number) {
        if (receiver !== null) {
            receiver.close();
        }
        if (taken && other === null) {
            other = dgram.createSocket("udp4");
            other.bind(number, "127.0.0.1", () => listen(number));
        } else {
            listen(number);
        }
    }

    /** Take a message from an outlet of the script. @param {number} outlet @param {Value[]} message */
    function take(outlet, message) {
        if (message[0] === "port" && outlet === 0) {
            port = Number(message[1]);
        } else if (outlet === 0) {
            sender.send(encode(message), port, "127.0.0.1");
        } else if (outlet === 1 && message[0] === "port") {
            receiveOn(Number(message[1]));
        }
    }

    function close() {
        [sender, receiver, other].filter((socket) => socket !== null).forEach((socket) => socket.close());
    }

    return { take, close };
}

module.exports = { createUdp };
