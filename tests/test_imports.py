"""The arrows: the runtime never needs the training half, and its layers know only what lies below them."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import latentpad

PACKAGE = Path(latentpad.__file__).parent
FOREIGN = ("torch", "librosa", "umap", "sklearn", "scipy", "soxr", "tqdm", "onnx", "pythonosc", "latentpad_export")

BLOCK = f"""
import importlib, pkgutil, sys

for name in {FOREIGN!r}:
    sys.modules[name] = None  # the import statement raises ModuleNotFoundError
"""

EVERYTHING = """
import latentpad
for module in pkgutil.walk_packages(latentpad.__path__, "latentpad."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
"""

RENDER = """
from pathlib import Path
from latentpad import Request, Synth, load_bundle
print(len(Synth(load_bundle(Path(sys.argv[1]))).render(Request(0.125, 0.125))))
"""

ALLOWED = {
    "errors": set(),
    "request": set(),
    "representation": {"errors"},
    "storage": {"errors"},
    "arrays": {"errors", "storage"},
    "bundle": {"errors", "representation", "storage", "arrays"},
    "kernels": set(),
    "griffinlim": {"kernels"},
    "texture": {"kernels", "griffinlim"},
    "pad": {"bundle"},
    "decoder": {"bundle", "errors"},
    "finish": {"errors"},
    "wire": {"errors"},
    "latest": set(),
}
"""What a module may import of ours at the most; kept by hand, so that an arrow is drawn on purpose."""

SIGNAL_PROCESSING = {"kernels", "griffinlim", "texture", "pad", "decoder", "finish", "synth"}
OSC_SIDE = (
    "wire",
    "osc",
    "checks",
    "state",
    "subscribers",
    "latest",
    "sockets",
    "signals",
    "outbox",
    "reception",
    "daemon",
)


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, timeout=120)


def ours(module: str) -> set[str]:
    """Names of our modules that a module imports, type checking aside."""
    found = set()
    for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("latentpad."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.ImportFrom) and node.module == "latentpad":
            found |= {alias.name for alias in node.names if (PACKAGE / f"{alias.name}.py").exists()}
    return found


def test_every_module_of_the_runtime_imports_without_the_training_half():
    done = run(BLOCK + EVERYTHING)
    assert done.returncode == 0, done.stderr


def test_a_sound_is_rendered_without_the_training_half(bundle_path):
    done = run(BLOCK + RENDER, str(bundle_path))
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 0


def test_the_block_blocks():
    assert "ModuleNotFoundError" in run(BLOCK + "import torch").stderr


@pytest.mark.parametrize("module", sorted(ALLOWED))
def test_a_module_imports_only_what_lies_below_it(module):
    assert ours(module) <= ALLOWED[module]


@pytest.mark.parametrize("module", OSC_SIDE)
def test_the_osc_side_knows_no_signal_processing(module):
    assert not ours(module) & SIGNAL_PROCESSING


def test_only_the_synth_knows_the_order_of_the_steps():
    users = {path.stem for path in PACKAGE.glob("*.py") if ours(path.stem) & {"griffinlim", "texture", "finish"}}
    assert users <= {"synth", "texture"}
