"""The other end of the shelf's connection."""

import json
import threading
from contextlib import suppress

from shelf_desktop import TIMEOUT, wait_for
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import serve


class FakeDaemon:
    """The page's WebSocket of a daemon, with these samples; what it receives is in `received`."""

    def __init__(self, samples, folder, port=0):
        self.samples, self.folder, self.received, self._connections = samples, folder, [], []
        self._server = serve(self._talk, "127.0.0.1", port)
        self.port = self._server.socket.getsockname()[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def _talk(self, connection):
        self._connections.append(connection)
        start = ["/latentpad/welcome", "0.2.0", "toy", str(self.folder), 32, 8000], ["/page/ready"]
        with suppress(ConnectionClosed):
            for message in (*start, ["/page/samples", self.samples]):
                connection.send(json.dumps(message))
            for content in connection:
                self.received.append(json.loads(content))

    def send(self, *message):
        for connection in self._connections:
            connection.send(json.dumps(message))

    def wait_for(self, address):
        """Return the next message of an address."""

        def find():
            return next((message for message in self.received if message[0] == address), None)

        return wait_for(find, f"{address} was not sent")

    def stop(self):
        for connection in self._connections:
            connection.close()
        self._server.shutdown()
        self._thread.join(TIMEOUT)
