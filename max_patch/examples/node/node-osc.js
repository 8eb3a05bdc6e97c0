// latentpad in Node with the package node-osc: request the point (x, y) of the map, and print the path of the new wav.
//
// npm install --no-package-lock --omit=optional , start latentpad, then  node node-osc.js 0.3 0.6 9310 9311  (x, y,
// latentpad's port, ours). It prints the replies and ends with the wav.
const { Client, Server } = require("node-osc");

const [x = 0.3, y = 0.6, port = 9310, replyPort = 9311] = process.argv.slice(2).map(Number);

const latentpad = new Client("127.0.0.1", port);
const replies = new Server(replyPort, "127.0.0.1");

/** Request the sound of a point. @param {number} x @param {number} y */
const pad = (x, y) => latentpad.send("/latentpad/generate", 7, x, y);

// client and server have different ports, so hello gives the one for the replies
replies.on("listening", async () => {
  await latentpad.send("/latentpad/hello", replyPort);
  await pad(x, y);
});

replies.on("message", async ([address, ...values]) => {
  console.log(address, ...values);
  if (address === "/latentpad/done") {
    await latentpad.close();
    await replies.close();
  }
});

replies.on("error", console.error);

setTimeout(() => {
  console.error(`no wav within ten seconds; is latentpad running on port ${port}?`);
  process.exit(1);
}, 10000).unref();
