"""Other programs list the bundles, and choose one."""

import queue
import threading

import pytest
from programs import free_port, program, run_to_end, running
from pythonosc.dispatcher import Dispatcher
from pythonosc.osc_server import ThreadingOSCUDPServer
from pythonosc.udp_client import SimpleUDPClient

TIMEOUT = 10.0


@pytest.mark.clients
def test_liblo_lists_the_bundles_and_chooses_one(daemon, other_path):
    oscsend, oscdump = program("oscsend", "liblo-tools"), program("oscdump", "liblo-tools")
    reply_port = free_port()

    def send(*message):
        run_to_end([oscsend, "127.0.0.1", daemon.port, *message])

    lines = queue.SimpleQueue()
    with running([oscdump, "-L", reply_port], {}) as dump:
        reading = threading.Thread(target=lambda: [lines.put(line) for line in dump.stdout])
        reading.start()
        while lines.empty():  # it listens some time after its start
            send("/latentpad/hello", "i", reply_port)
        send("/latentpad/bundles", "i", "7")
        send("/latentpad/bundle", "si", "Drums", "8")
        path, received = other_path.as_posix(), []
        while f'/latentpad/bundle sis "drums" 16 "{path}"' not in "".join(received):
            received.append(lines.get(timeout=TIMEOUT))
    reading.join()
    assert f'/latentpad/listed iiisisi 7 2 3 "drums" 16 "{path}" 0' in "".join(received)


def test_python_osc_switches_and_hears_of_it(daemon, other_path):
    heard = queue.SimpleQueue()
    dispatcher = Dispatcher()
    dispatcher.map("/latentpad/bundle", lambda _, *values: heard.put(values))
    with ThreadingOSCUDPServer(("127.0.0.1", 0), dispatcher) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            with SimpleUDPClient("127.0.0.1", daemon.port) as client:
                client.send_message("/latentpad/hello", server.server_address[1])
                assert heard.get(timeout=TIMEOUT)[0] == "toy"
                client.send_message("/latentpad/bundle", "drums")
            assert heard.get(timeout=TIMEOUT) == ("drums", 16, other_path.as_posix())
        finally:
            server.shutdown()
            thread.join()
