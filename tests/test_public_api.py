"""The names that ``from latentpad import …`` offers."""

import subprocess
import sys

import pytest

import latentpad
from latentpad.player.player import Player
from latentpad.request import Controls
from latentpad.samples.folder import Folder


def test_every_public_name_can_be_imported():
    assert {name for name in latentpad.__all__ if getattr(latentpad, name) is None} == set()
    assert set(latentpad.__all__) <= set(dir(latentpad))
    assert (latentpad.Controls, latentpad.Folder, latentpad.Player) == (Controls, Folder, Player)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="module 'latentpad' has no attribute 'Daemon'"):
        _ = latentpad.Daemon


def test_a_library_user_renders_a_sample_with_public_names_only(bundle_path, drop):
    player = latentpad.Player(latentpad.load_bundle(bundle_path), latentpad.Folder(drop))
    request = latentpad.Request(0.125, 0.125, seed=7, controls=latentpad.Controls(length=2.0))
    rendered = player.play(request)
    assert rendered.path.parent == drop
    assert latentpad.read_recipe(rendered.path).request == request


def test_importing_latentpad_or_its_command_imports_no_other_package():
    heavy = "{'numpy', 'numba', 'onnxruntime', 'soundfile', 'torch'}"
    script = f"import sys, latentpad.cli.main as cli\ncli.main(['--help'])\nprint({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.endswith("set()\n")
