"""The script's source: the Python of Live 11, the standard library alone, and the object model of the stubs."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
import vermin

SCRIPT = Path(__file__).parents[2] / "live" / "latentpad"
KEPT = ("PATH", "SYSTEMROOT", "HOME", "USERPROFILE")
"""Variables of the environment that are kept: none that say where Python or mypy look for modules."""

SOURCES = sorted(SCRIPT.glob("*.py"))


def test_there_is_a_script():
    assert {"__init__", "surface", "settings"} <= {path.stem for path in SOURCES}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_it_is_written_in_the_python_of_live_11(path):
    source = path.read_text("utf-8")
    ast.parse(source, feature_version=(3, 7))
    assert "\nfrom __future__ import annotations\n" in source  # or `X | None` would be an error there
    _, version = vermin.detect(source)  # what is imported, called and written, but for annotations
    assert version <= (3, 7)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_it_imports_the_standard_library_and_live_alone(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            assert all(name.name == "Live" or name.name in sys.stdlib_module_names for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            top = node.module.split(".")[0]
            assert top == "Live" or top in sys.stdlib_module_names
    assert "import threading" not in path.read_text("utf-8")


def test_it_uses_lives_object_model_as_the_stubs_have_it():
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--python-version=3.11", "--config-file=", "latentpad"],
        cwd=SCRIPT.parent,
        env={**{name: os.environ[name] for name in KEPT if name in os.environ}, "MYPY_CACHE_DIR": os.devnull},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
