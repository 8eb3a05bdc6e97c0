"""The wheel, installed by the tools that give a program an environment of its own."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.clients

ROOT = Path(__file__).parents[2]
TIMEOUT = 600.0


def module(name):
    """Return the command that runs an installer's module, or skip the test, naming it."""
    if not importlib.util.find_spec(name):
        pytest.skip(f"{name} is not installed (pip install {name})")
    return [sys.executable, "-m", name]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this version."""
    folder = tmp_path_factory.mktemp("wheel")
    run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT])
    (found,) = folder.glob("latentpad-*.whl")
    return found


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Have installers use folders of the test; what they have downloaded before is used."""
    for name in ("PIPX_HOME", "PIPX_BIN_DIR", "UV_TOOL_DIR", "UV_TOOL_BIN_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("UV_PYTHON", sys.executable)
    monkeypatch.delenv("PYTHONPATH", raising=False)  # nothing but what is installed
    return tmp_path


def run(command, **environment):
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, timeout=TIMEOUT, env=os.environ | environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def play(program, folder):
    """Render a sample with an installed latentpad."""
    run([*program, "render", "0.3", "0.6", "-o", folder / "sound.wav"])
    assert (folder / "sound.wav").stat().st_size > 1000


def test_uv_installs_a_tool(wheel, home):
    uv = module("uv")
    run([*uv, "tool", "install", wheel])
    play([home / "UV_TOOL_BIN_DIR" / "latentpad"], home)
    assert "a package" in run([home / "UV_TOOL_BIN_DIR" / "latentpad", "doctor"])
    run([*uv, "tool", "uninstall", "latentpad"])


def test_uvx_runs_the_wheel(wheel, home):
    play([*module("uv"), "tool", "run", "--from", wheel, "latentpad"], home)


def test_pipx_installs_an_application(wheel, home):
    pipx = module("pipx")
    run([*pipx, "install", "--python", sys.executable, wheel])
    play([home / "PIPX_BIN_DIR" / "latentpad"], home)
    run([*pipx, "uninstall", "latentpad"])
