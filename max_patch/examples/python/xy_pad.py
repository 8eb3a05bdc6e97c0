"""latentpad in Python: request the point (x, y) of the map, and print the path of the new wav.

``pip install "python-osc>=1.9"``, start latentpad, then ``python xy_pad.py 0.3 0.6`` (``--port`` if it is not 9310). It
prints the replies and ends with the wav.
"""

import argparse

from pythonosc.udp_client import SimpleUDPClient

parser = argparse.ArgumentParser(description="Request the sound of a point from latentpad.")
parser.add_argument("x", type=float, nargs="?", default=0.3)
parser.add_argument("y", type=float, nargs="?", default=0.6)
parser.add_argument("--port", type=int, default=9310, help="latentpad's port (9310)")
arguments = parser.parse_args()

# replies go to the port that the client sends from; not "localhost", which may mean ::1
client = SimpleUDPClient("127.0.0.1", arguments.port)
client.send_message("/latentpad/hello", [])
client.send_message("/latentpad/generate", [7, arguments.x, arguments.y])

for message in client.get_messages(timeout=10):
    print(message.address, *message.params)
    if message.address == "/latentpad/done":
        break
else:
    raise SystemExit(f"no wav within ten seconds; is latentpad running on port {arguments.port}?")
