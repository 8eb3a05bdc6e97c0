"""Imports that import-linter does not check: third-party packages, side effects, telemetry."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import latentpad
import latentpad_export
from latentpad.synth.kernels.jit import cache_folder
from latentpad.synth.synth import Synth

FOLDER = Path(latentpad.__file__).parent
SOURCES = {path.relative_to(FOLDER).with_suffix("").as_posix().replace("/", "."): path for path in FOLDER.rglob("*.py")}
STORED = {"synth.kernels.jit", "synth.kernels.stored_code"}
PURE = sorted(name for name in SOURCES if name.startswith("synth.") and name not in STORED)
"""Modules without files, sockets and clocks; only the compiler's cache needs a folder."""

FOREIGN = ("torch", "librosa", "umap", "sklearn", "scipy", "tqdm", "onnx", "onnxscript", "pytest")

BLOCKED = f"""
import pkgutil, sys
from importlib import import_module
from pathlib import Path

FOREIGN = {{*{FOREIGN!r}, "latentpad_export"}}

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in FOREIGN:
            raise ModuleNotFoundError(f"{{name}} is not a dependency of the runtime", name=name)

sys.meta_path.insert(0, Blocker())
"""
ALL_MODULES = """
import latentpad
for module in pkgutil.walk_packages(latentpad.__path__, "latentpad."):
    if module.name != "latentpad.__main__" and not module.name.startswith("latentpad.shelf.window."):
        import_module(module.name)  # except what needs Tk
"""
RENDER = """
signal = latentpad.Synth(latentpad.load_bundle(Path(sys.argv[1]))).render(latentpad.Request(0.125, 0.125, 7))
assert len(signal) > 100
"""
PRINT_FOREIGN = """
print(sorted(FOREIGN & {name.partition(".")[0] for name in sys.modules}))
"""


def third_party(name):
    """Return the packages other than latentpad that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(SOURCES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name} imports relatively"
            found.add(str(node.module).split(".")[0])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
    return found - {"latentpad"}


def run(script, *arguments):
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_every_module_is_imported_and_a_sound_rendered_without_the_training_half(bundle_path):
    done = run(BLOCKED + ALL_MODULES + RENDER + PRINT_FOREIGN, bundle_path)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_render_does_not_import_the_transforms_of_scipy_where_it_is_installed(bundle_path):
    script = f"import sys\nfrom pathlib import Path\nimport latentpad\n{RENDER}\nprint('scipy.fft' in sys.modules)"
    done = run(script + "\nimport scipy.fft", bundle_path)
    assert (done.stdout, done.stderr) == ("False\n", "")


def test_blocked_packages_cannot_be_imported():
    done = run(BLOCKED + "import scipy.fft")
    assert "scipy is not a dependency of the runtime" in done.stderr


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_module_imports_only_dependencies_of_the_runtime(name):
    allowed = {
        "numba",
        "numpy",
        "onnxruntime",
        "platformdirs",
        "psutil",
        "pythonosc",
        "rocket_fft",
        "soundfile",
        "soxr",
        "websockets",
    }
    if name == "web.oscquery.announcement":
        allowed |= {"ifaddr", "zeroconf"}  # the extra discovery
    if name == "shelf.speaker":
        allowed |= {"sounddevice"}  # the extra shelf
    if name.startswith("shelf.window."):
        allowed |= {"tkinterdnd2"}  # as above
    if name == "packaged_loops":
        allowed |= {"llvmlite"}  # part of numba
    assert third_party(name) <= allowed | sys.stdlib_module_names


@pytest.mark.parametrize("name", PURE)
def test_synthesis_uses_no_file_socket_or_thread(name):
    assert not third_party(name) & {"logging", "os", "pathlib", "socket", "soundfile", "threading", "time"}


def test_python_osc_is_imported_by_the_wire_module_only():
    assert [name for name in SOURCES if "pythonosc" in third_party(name)] == ["osc.wire"]


def test_onnxruntime_is_imported_by_one_module_only():
    files = [*FOLDER.rglob("*.py"), *Path(latentpad_export.__file__).parent.rglob("*.py")]
    found = {path.name for path in files if re.search(r"^\s*(import|from) onnxruntime", path.read_text("utf-8"), re.M)}
    assert found == {"onnx_session.py"}


def test_numba_is_imported_by_one_module_of_the_runtime_only():
    assert [name for name in SOURCES if "numba" in third_party(name)] == ["compiler"]


@pytest.mark.parametrize("first", ["", "import latentpad_export.model.to_onnx\n"])
def test_onnxruntime_sends_and_stores_nothing(bundle_path, bundle, tmp_path, first):
    """Only compiled loops are in the user's folders afterwards: no identifier, no queue of usage data."""
    home = tmp_path / "home"
    Synth(bundle).warm_up()
    loops = cache_folder()
    (home / "cache").mkdir(parents=True)
    if loops.exists():  # else they are compiled, which takes a while
        shutil.copytree(loops, home / "cache" / "latentpad" / loops.name)
    clean = {name: value for name, value in os.environ.items() if name not in ("CI", "ORT_DISABLE_TELEMETRY")}
    clean |= {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "LOCALAPPDATA": str(home / "cache")}
    script = f"import sys\nfrom pathlib import Path\nimport latentpad\n{first}{RENDER}"
    command = [sys.executable, "-c", script, str(bundle_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=clean)
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in home.iterdir()] == ["cache"]
    assert [path.name for path in (home / "cache").iterdir()] == ["latentpad"]


def test_serving_osc_alone_does_not_import_the_page():
    script = "import sys, latentpad.cli.serve\nprint({'asyncio', 'websockets'} & set(sys.modules))"
    assert run(script).stdout == "set()\n"
