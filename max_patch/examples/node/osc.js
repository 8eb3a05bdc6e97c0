// latentpad in Node with the package osc: request the point (x, y) of the map, and print the path of the new wav.
//
// npm install --no-package-lock --omit=optional  (without the serial port package, which OSC over UDP does not need),
// start latentpad, then  node osc.js 0.3 0.6 9310  (x, y, latentpad's port). It prints the replies and ends with the wav.
const osc = require("osc");

const [x = 0.3, y = 0.6, port = 9310] = process.argv.slice(2).map(Number);

// 0: the system chooses our port, and the replies go to it. With metadata, each argument has its type.
const udp = new osc.UDPPort({
  localAddress: "127.0.0.1",
  localPort: 0,
  remoteAddress: "127.0.0.1",
  remotePort: port,
  metadata: true,
});

/** Request the sound of a point. @param {number} x @param {number} y */
function pad(x, y) {
  udp.send({
    address: "/latentpad/generate",
    args: [
      { type: "i", value: 7 },
      { type: "f", value: x },
      { type: "f", value: y },
    ],
  });
}

udp.on("ready", () => {
  udp.send({ address: "/latentpad/hello", args: [] });
  pad(x, y);
});

udp.on("message", ({ address, args }) => {
  console.log(address, ...args.map(({ value }) => value));
  if (address === "/latentpad/done") udp.close();
});

udp.on("error", console.error);
udp.open();

setTimeout(() => {
  console.error(`no wav within ten seconds; is latentpad running on port ${port}?`);
  process.exit(1);
}, 10000).unref();
