"""Shared fixtures: a toy bundle whose sounds are known, daemons and OSC clients.

The toy's decoder is ``latent @ WEIGHT``: latents 0, 1 and 2 each fill one band for some frames, latent 3 none. Its map
has the four of them near the corners, eight points each.
"""

import importlib.util
import os
import socket
import subprocess
import sys
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

# Tests run side by side, one process per core. Set before torch and numba are imported; UMAP's kernels would otherwise
# raise torch's number of threads too, and threads that wait for a busy core multiply the time of small networks.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("NUMBA_NUM_THREADS", "1")

import numpy as np
import onnx
import pytest
import soundfile
from onnx import TensorProto, helper, numpy_helper
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder
from scipy.spatial import Delaunay

from latentpad.bundle.bundle import Bundle, load_bundle, save_bundle
from latentpad.bundle.map import Map
from latentpad.bundle.outline import outline, to_bytes
from latentpad.bundle.palette import make_palette
from latentpad.bundle.representation import Representation
from latentpad.daemon.daemon import Daemon
from latentpad.daemon.options import DaemonOptions
from latentpad.player.compilation import compile_loops
from latentpad.player.player import Player
from latentpad.samples.folder import Folder
from latentpad.samples.one_shot import read_one_shot
from latentpad.samples.sketch import sketch
from latentpad.samples.vorbis import encode_vorbis
from latentpad.synth.synth import Synth

TIMEOUT = 5.0

TOY = Representation(sample_rate=8000, n_fft=256, hop_length=64, n_bands=65, n_frames=32, top_db=80.0)
Sound = namedtuple("Sound", "x y hz n_frames label")
SOUNDS = (
    Sound(0.125, 0.125, 500.0, 10, "kick"),
    Sound(0.875, 0.125, 1000.0, 20, "snare"),
    Sound(0.125, 0.875, 1500.0, 30, "sound"),
    Sound(0.875, 0.875, 0.0, 0, "hat"),
)
"""Position, sound and label of each latent; the third has no label."""

WEIGHT = np.zeros((4, TOY.n_bands, TOY.n_frames), dtype=np.float32)
for row, sound in zip(WEIGHT, SOUNDS, strict=True):
    row[round(sound.hz / TOY.sample_rate * TOY.n_fft / 2), : sound.n_frames] = 1.0


def network(nodes, source, targets, **constants):
    """Return the bytes of an ONNX network; the first dimension of all values is the batch."""
    graph = helper.make_graph(
        nodes,
        "toy",
        [helper.make_tensor_value_info(source[0], TensorProto.FLOAT, ["batch", *source[1]])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", *shape]) for name, shape in targets.items()],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, ir_version=9, opset_imports=[helper.make_opsetid("", 18)])
    onnx.checker.check_model(model)
    return model.SerializeToString()


def decoder_network(weight=WEIGHT, spread=0.0):
    """Return a network that computes ``latent @ weight`` and, with a spread, that share of it as the scale."""
    nodes = [
        helper.make_node("MatMul", ["latent", "weight"], ["flat"]),
        helper.make_node("Reshape", ["flat", "shape"], ["mean"]),
        helper.make_node("Mul", ["mean", "spread"], ["scale"]),
    ]
    shape = weight.shape[1:]
    constants = {"weight": weight.reshape(len(weight), -1), "shape": np.array([-1, *shape])}
    if not spread:
        return network(nodes[:2], ("latent", weight.shape[:1]), {"mean": shape}, **constants)
    constants["spread"] = np.float32(spread)
    return network(nodes, ("latent", weight.shape[:1]), {"mean": shape, "scale": shape}, **constants)


def encoder_network():
    """Return a network that inverts the decoder."""
    nodes = [
        helper.make_node("Reshape", ["feature", "shape"], ["flat"]),
        helper.make_node("MatMul", ["flat", "weight"], ["latent"]),
    ]
    constants = {"shape": np.array([-1, WEIGHT[0].size]), "weight": np.linalg.pinv(WEIGHT.reshape(4, -1))}
    return network(nodes, ("feature", WEIGHT.shape[1:]), {"latent": (4,)}, **constants)


def toy_map():
    """Return a map with eight points around each sound."""
    angles = np.arange(8) * np.pi / 4
    around = 0.01 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return Map(
        points=np.concatenate([around + sound[:2] for sound in SOUNDS]).astype(np.float32),
        latents=np.repeat(np.eye(4, dtype=np.float32), 8, axis=0),
        labels=np.repeat(np.array([0, 1, -1, 2], dtype=np.int32), 8),
        names=np.array([f"{sound.label}/{i}.wav" for sound in SOUNDS for i in range(8)]),
        seconds=np.full(32, 0.25, dtype=np.float32),
        peaks=np.full(32, 0.5, dtype=np.float32),
    )


def toy_bundle():
    """Return a bundle whose band ``b`` is bin ``2 b``; odd bins are the mean of their neighbours."""
    synthesis = np.zeros((TOY.n_bins, TOY.n_bands), dtype=np.float32)
    synthesis[::2] = np.eye(TOY.n_bands)
    synthesis[1::2] = (synthesis[:-1:2] + synthesis[2::2]) / 2
    return Bundle(
        name="toy",
        preset="studio",
        representation=TOY,
        latent_dim=4,
        labels=("kick", "snare", "hat"),
        licence="CC0-1.0",
        versions={"latentpad": "0.1.0"},
        training={"steps": 0},
        map=toy_map(),
        analysis=(synthesis / synthesis.sum(axis=0)).T.copy(),
        synthesis=synthesis,
        decoder=decoder_network(),
        encoder=encoder_network(),
        attribution="Nobody recorded anything for this bundle.\n",
        model_card="# toy\n\nDecodes to what its test expects: é.\n",
    )


@pytest.fixture(autouse=True, scope="session")
def library_records(tmp_path_factory):
    """Keep records of libraries out of the user's own folder."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("libraries")
        patch.setattr("latentpad.player.library_audio.libraries_folder", lambda: folder)
        yield folder


@pytest.fixture(autouse=True, scope="session")
def inbox_of_nobody(tmp_path_factory):
    """Keep the inbox out of the user's music folder."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("music") / "inbox"
        patch.setattr("latentpad.cli.inbox.default_inbox", lambda: folder)
        yield folder


@pytest.fixture(autouse=True, scope="session")
def work_cache(tmp_path_factory):
    """Keep what is computed for libraries out of the user's cache folder."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setattr("latentpad.work_cache.user_cache_folder", lambda: folder)
        yield folder


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory, monkeypatch):
    """Give each test, and the processes that it starts, a folder for what latentpad remembers."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(name, str(folder))
    return folder / "latentpad"


@pytest.fixture(scope="session")
def toy():
    """The toy bundle before it is saved."""
    return toy_bundle()


@pytest.fixture
def bundle_path(tmp_path):
    path = tmp_path / "toy.latentpad"
    save_bundle(toy_bundle(), path)
    return path


@pytest.fixture
def bundle(bundle_path):
    return load_bundle(bundle_path)


@pytest.fixture
def noisy_bundle(bundle):
    """The toy bundle with a scale."""
    return replace(bundle, decoder=noisy_network())


def noisy_network():
    """Return the toy's decoder with a scale."""
    return decoder_network(spread=0.05)


def decaying_tone(index, rate):
    """Return a stereo sound [n_samples, 2] with a length, pitch and decay of its own, after a moment of silence."""
    time = np.arange(round((0.1 + 0.02 * index) * rate)) / rate
    envelope = np.exp(-time / (0.05 + 0.01 * (index % 5))) * (1 + 0.8 * np.sin(2 * np.pi * (4 + index) * time))
    signal = 0.4 * envelope * np.sin(2 * np.pi * (200 + 40 * index) * time + 1)
    return np.outer(np.concatenate([np.zeros(rate // 20), signal]), [1.0, 0.5])


def write_library(folder):
    """Write the 32 sounds of the toy's map into a folder; return it."""
    for index, name in enumerate(toy_map().names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(folder / name, decaying_tone(index, 11_025), 11_025, "PCM_24")
    return folder


def prepare(library):
    """Return the sounds of the library as they were when its map was made."""
    return [read_one_shot(library / name, TOY.sample_rate, 4000) for name in toy_map().names]


def with_detail(bundle, prepared):
    """Return the toy with all that it takes to play the library's sounds."""
    layout = replace(
        bundle.map,
        seconds=np.array([len(shot.signal) / TOY.sample_rate for shot in prepared], dtype=np.float32),
        peaks=np.array([shot.peak for shot in prepared], dtype=np.float32),
        pitches=np.arange(200, 200 + 32 * 40, 40, dtype=np.float32),
        pitch_certainties=np.ones(32, dtype=np.float32),
        triangles=Delaunay(bundle.map.points).simplices,
        sketches=np.stack([sketch(shot.signal) for shot in prepared]),
        outlines=np.repeat(to_bytes(outline(WEIGHT)), 8, axis=0),
    )
    return replace(bundle, map=layout, detail_seconds=0.5)


def complete_toy(folder):
    """Return the toy with all that a bundle can have, made of a library that is written into a folder."""
    prepared = prepare(write_library(folder))
    palette = make_palette([encode_vorbis(shot.signal, TOY.sample_rate) for shot in prepared])
    return replace(with_detail(toy_bundle(), prepared), decoder=noisy_network(), palette=palette)


@pytest.fixture
def own_library(tmp_path):
    """A folder with the 32 sounds of the toy's map."""
    return write_library(tmp_path / "my sounds é")


@pytest.fixture
def prepared(own_library):
    """The sounds of the library as they were when its map was made."""
    return prepare(own_library)


@pytest.fixture
def detailed_bundle(bundle, prepared):
    """The toy with all that it takes to play the library's sounds."""
    return with_detail(bundle, prepared)


@pytest.fixture
def complete_bundle(tmp_path):
    """The toy with all that a bundle can have."""
    return complete_toy(tmp_path / "sounds of the complete toy")


@pytest.fixture
def drop(tmp_path):
    """A drop folder with a name that is easily mishandled."""
    folder = tmp_path / "new sounds é"
    folder.mkdir()
    return folder


@pytest.fixture
def serve(bundle, drop, tmp_path):
    """Start daemons that play the toy into the drop folder; all are stopped after the test."""
    player = Player(bundle, Folder(drop), tmp_path / "cache é b")
    player.warm_up()
    daemons = []

    def start(port=0):
        daemons.append(Daemon(player, DaemonOptions(port=port)))
        daemons[-1].start()
        return daemons[-1]

    yield start
    for daemon in daemons:
        daemon.stop()


class Client:
    """A socket that sends and receives OSC through python-osc."""

    def __init__(self, port, host="127.0.0.1"):
        self.socket = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.socket.settimeout(TIMEOUT)
        self.to = (host, port)
        self.port = self.socket.getsockname()[1]

    @staticmethod
    def message(verb, *args):
        builder = OscMessageBuilder(address="/latentpad/" + verb)
        for value in args:
            builder.add_arg(value)
        return builder.build()

    def send(self, verb, *args):
        self.send_raw(self.message(verb, *args).dgram)

    def send_raw(self, datagram):
        self.socket.sendto(datagram, self.to)

    def receive(self):
        message = OscMessage(self.socket.recv(65536))
        return message.address.removeprefix("/latentpad/"), *message.params

    def receive_until(self, verb):
        received = [self.receive()]
        while received[-1][0] != verb:
            received.append(self.receive())
        return received

    def replies_before_pong(self):
        """Return every reply before the one to a ping sent now."""
        self.send("ping", 999)
        return self.receive_until("pong")[:-1]


@pytest.fixture
def connect():
    """Open clients of any port."""
    clients = []

    def make(port, host="127.0.0.1"):
        clients.append(Client(port, host))
        return clients[-1]

    yield make
    for client in clients:
        client.socket.close()


@pytest.fixture
def make_decoder():
    return decoder_network


@pytest.fixture
def sounds():
    return SOUNDS


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture(scope="module")
def short_training(one_thread):
    """Train the classifier of an evaluation for fewer steps: the labels of the tests are easy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("latentpad_export.evaluate.metrics.classifier.DRAWN_EACH", 15)
        yield


@pytest.fixture(scope="module")
def one_thread():
    """Leave the other cores alone: threads that wait for a busy core make tiny networks slow."""
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def cached_umap():
    """Keep umap-learn's compiled functions on disk, in numba's default place: compiling them takes eight seconds."""
    umap_, layouts = (pytest.importorskip(f"umap.{name}") for name in ("umap_", "layouts"))
    for function in (*vars(umap_).values(), *vars(layouts).values()):
        if hasattr(function, "enable_caching"):
            function.enable_caching()


TOGETHER = (
    "tests/export/layout/",
    "tests/export/evaluate/subjects/test_embeddings.py",
    "tests/export/model/",
    "tests/export/training/",
    "tests/test_end_to_end.py",
)
"""Tests that share what is slow once per process: the first export to ONNX, and UMAP where nothing is compiled yet."""


COMPILE = """
import librosa, numpy, umap
for kind in ("float32", "float64"):
    spectrum = librosa.stft(numpy.sin(numpy.arange(9000, dtype=kind)))
    librosa.griffinlim(numpy.abs(spectrum), n_iter=1)
    librosa.yin(librosa.istft(spectrum), fmin=200, fmax=4000)
"""


def compile_dependencies():
    """Have librosa and umap-learn compile what they do at their first use, unless it is cached in their folders.

    Processes that write such a cache at the same time can read each other's code for other types, and crash.
    """
    for package, compiled in (("librosa", "core/__pycache__/pitch.*.nbi"), ("pynndescent", "__pycache__/*.nbi")):
        found = importlib.util.find_spec(package)
        if found is None:
            return
        if not any(Path(found.origin).parent.glob(compiled)):
            subprocess.run([sys.executable, "-W", "ignore", "-c", COMPILE], check=False)
            return


def pytest_configure(config):
    """Compile everything once, before xdist starts processes that would each compile it."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        compile_loops(lambda _done, _total: None)
        Synth(toy_bundle()).warm_up()  # in case nothing could be started or stored
        compile_dependencies()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Distribute tests by file, as --dist=loadfile does, but keep those together that share what is slow."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            return "together" if nodeid.startswith(TOGETHER) else super()._split_scope(nodeid)

    return Scheduling(config, log) if config.getvalue("dist") == "loadfile" else None
