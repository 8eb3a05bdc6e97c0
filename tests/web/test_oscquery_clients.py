"""OSCQuery clients that are not ours: the packages oscquery and osc for Node, and python-oscquery."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from pythonoscquery.osc_query_client import OSCQueryClient
from pythonoscquery.shared.osc_access import OSCAccess
from zeroconf import ServiceInfo

pytestmark = pytest.mark.clients

ROOT = Path(__file__).parents[2]
NODE = ROOT / "max_patch" / "examples" / "node"
TIMEOUT = 30.0

BROWSE = """
const { OSCQueryDiscovery } = require("oscquery");
new OSCQueryDiscovery().queryNewService("127.0.0.1", Number(process.argv[1])).then((service) => {
  const methods = service.flat().map((node) => {
    const { full_path, description, access, arguments: args } = node;
    return [full_path, { description, access, args }];
  });
  const { name, oscIp, oscPort, wsPort, extensions } = service.hostInfo;
  console.log(JSON.stringify({ host: { name, oscIp, oscPort, wsPort, extensions }, methods }));
});
"""
"""Prints the tree as the package oscquery reads it."""

PLAY = """
const osc = require("osc");
const [remotePort, path, ...values] = process.argv.slice(1);
const ws = new osc.WebSocketPort({ url: `ws://127.0.0.1:${remotePort}/`, metadata: true });
const udp = new osc.UDPPort({ localAddress: "127.0.0.1", localPort: 0, remoteAddress: "127.0.0.1", remotePort });
const args = values.map((text) => (isNaN(text) ? { type: "s", value: text } : { type: "f", value: Number(text) }));
ws.on("ready", () => {
  ws.socket.send(JSON.stringify({ COMMAND: "LISTEN", DATA: path }));
  udp.open();
});
// a moving finger: one of its points comes after LISTEN has been served
udp.on("ready", () => setInterval(() => udp.send({ address: path, args }), 20));
ws.on("message", ({ address, args }) => {
  console.log(JSON.stringify([address, ...args.map(({ type, value }) => [type, value])]));
  process.exit(0);
});
ws.open();
"""
"""Listens to a node by WebSocket, sends to it by UDP, and prints what it hears."""


@pytest.fixture
def port(query_app):
    return query_app.daemon.port


def run_node(script, folder, package, *arguments):
    """Run a script that uses a package; return what it prints, read as JSON."""
    node = shutil.which("node")
    if node is None or not (folder / "node_modules" / package).is_dir():
        pytest.skip(f"npm {package} is not installed (npm install --no-package-lock in {folder})")
    command = [node, "--input-type=commonjs", "-e", script, *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_npm_oscquery_reads_the_whole_tree(port):
    found = run_node(BROWSE, ROOT, "oscquery", port)
    host, methods = found["host"], dict(found["methods"])
    assert (host["name"], host["oscIp"], host["oscPort"], host["wsPort"]) == ("latentpad", "127.0.0.1", port, port)
    assert host["extensions"]["LISTEN"] is True
    pad = methods["/latentpad/xy"]
    assert [(one["type"], one["range"], one["value"]) for one in pad["args"]] == [("f", {"min": 0, "max": 1}, 0.5)] * 2
    assert pad["access"] == 3
    (pitch,) = methods["/latentpad/set/pitch"]["args"]
    assert (pitch["type"], pitch["range"], pitch["value"]) == ("f", {"min": -24, "max": 24}, 0)
    (trigger,) = methods["/latentpad/set/trigger"]["args"]
    assert trigger["range"]["vals"] == ["manual", "auto"]
    assert methods["/latentpad/random"]["args"] == [{"type": "I"}]


@pytest.mark.parametrize(
    ("path", "values", "heard"),
    [
        ("/latentpad/xy", (0.25, 0.75), [["f", 0.25], ["f", 0.75]]),
        ("/latentpad/set/pitch", (7,), [["f", 7]]),
        ("/latentpad/set/tune", ("A minor",), [["s", "A minor"]]),
    ],
)
def test_npm_osc_hears_by_websocket_what_it_sends_by_udp(port, path, values, heard):
    assert run_node(PLAY, NODE, "osc", port, path, *values) == [path, *heard]


def test_python_oscquery_reads_host_and_nodes(port):
    kind = "_oscjson._tcp.local."
    client = OSCQueryClient(ServiceInfo(kind, f"latentpad.{kind}", addresses=[bytes([127, 0, 0, 1])], port=port))
    host = client.get_host_info()
    assert (host.name, host.osc_ip, host.osc_port, host.osc_transport) == ("latentpad", "127.0.0.1", port, "UDP")
    node = client.query_node("/latentpad/xy")
    assert (node.access, node.value, node.type) == (OSCAccess.READWRITE_VALUE, [0.5, 0.5], [float, float])
    assert client.query_node("/latentpad/gone") is None
