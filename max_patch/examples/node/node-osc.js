// A latentpad in Node with the package node-osc: ask for the point (x, y) of the map, see where the new wav lies.
//
// npm install --no-package-lock --omit=optional , start latentpad, then  node node-osc.js 0.3 0.6 9310 9311  (x, y,
// latentpad's port, our own). It prints the answers and ends with the wav.
const { Client, Server } = require("node-osc");

const [x = 0.3, y = 0.6, port = 9310, replyPort = 9311] = process.argv.slice(2).map(Number);

const latentpad = new Client("127.0.0.1", port);
const answers = new Server(replyPort, "127.0.0.1");

const pad = (x, y) => latentpad.send("/latentpad/generate", 7, x, y);

// the client sends from another port than the server's, so hello says where to answer
answers.on("listening", async () => {
  await latentpad.send("/latentpad/hello", replyPort);
  await pad(x, y);
});

answers.on("message", async ([address, ...values]) => {
  console.log(address, ...values);
  if (address === "/latentpad/done") {
    await latentpad.close();
    await answers.close();
  }
});

answers.on("error", console.error);

setTimeout(() => {
  console.error(`no wav in ten seconds; does latentpad listen on port ${port}?`);
  process.exit(1);
}, 10000).unref();
