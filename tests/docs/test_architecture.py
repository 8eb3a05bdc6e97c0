"""The modules that ARCHITECTURE.md names."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOTS = ("server/latentpad", "server/latentpad/synth", "server/latentpad/web", "export/latentpad_export", "export", "")
NAME = re.compile(r"`([a-z_]+(?:[./][A-Za-z_]+)+)`")


def unknown(text):
    """Return the dotted names and paths in a text that are no module, package or file of this repository."""
    return [name for name in NAME.findall(text) if not is_known(name)]


def is_known(name):
    path = re.sub(r"\.[A-Z]\w*$", "", name)  # a class or constant of the module
    candidates = (path.replace(".", "/"), path.replace(".", "/") + ".py", path, f"static/{path}")
    return any((ROOT / root / one).exists() for root in ROOTS for one in candidates)


def test_every_module_that_the_architecture_names_exists():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert len(NAME.findall(text)) > 20
    assert unknown(text) == []


@pytest.mark.parametrize("name", ["synth.gone", "latentpad.bundle.gone", "gone.Controls", "evaluate/gone", "gone.js"])
def test_a_module_that_is_gone_is_found(name):
    assert unknown(f"See `{name}` and `synth.texture`.") == [name]
