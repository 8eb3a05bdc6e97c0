// A latentpad in Node with the package osc: ask for the point (x, y) of the map, see where the new wav lies.
//
// npm install --no-package-lock --omit=optional  (leaves out a serial port that OSC over UDP has no use for), start
// latentpad, then  node osc.js 0.3 0.6 9310  (x, y, latentpad's port). It prints the answers and ends with the wav.
const osc = require("osc");

const [x = 0.3, y = 0.6, port = 9310] = process.argv.slice(2).map(Number);

// 0: the system chooses our own port, and the answers come back to it. In metadata each argument has its type.
const udp = new osc.UDPPort({
  localAddress: "127.0.0.1",
  localPort: 0,
  remoteAddress: "127.0.0.1",
  remotePort: port,
  metadata: true,
});

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
  console.error(`no wav in ten seconds; does latentpad listen on port ${port}?`);
  process.exit(1);
}, 10000).unref();
