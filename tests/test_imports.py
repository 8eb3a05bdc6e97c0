"""Who may know whom: the runtime without the training half, and the arrows inside the runtime."""

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
from latentpad.kernels.compiling import cache_folder
from latentpad.synth import Synth

FOLDER = Path(latentpad.__file__).parent
SOURCES = {path.stem: path for path in FOLDER.glob("*.py") if path.stem != "__init__"}
INNER = {
    f"{path.parent.stem}.{path.stem}": path
    for path in [*FOLDER.glob("kernels/*.py"), *FOLDER.glob("bench/*.py"), *FOLDER.glob("web/*.py")]
    if path.stem != "__init__"
}
SOURCES |= INNER
BENCH = {name for name in INNER if name.startswith("bench.")}
"""What measures the rest, and may know all of it."""

WEB = {name for name in INNER if name.startswith("web.")}
"""The page: somebody who talks."""

KERNELS = set(INNER) - BENCH - WEB
SOUND = {"decoder", "drawing", "finish", "griffinlim", "pad", "rooms", "shape", "synth"}
SOUND |= KERNELS - {"kernels.compiling"}
"""What knows about sound."""

TALK = {
    "aliases",
    "binding",
    "checks",
    "daemon",
    "folder",
    "history",
    "latest",
    "monitor",
    "osc",
    "outbox",
    "reception",
    "recipe",
    "reference",
    "request",
} | {*("signals", "sockets", "state", "subscribers", "wire"), *WEB}
"""What carries requests and files."""

CONTRACT = {"arrays", "bundle", "errors", "representation", "storage"}
"""What the training half may build on."""

BELOW = {
    "errors": set(),
    "request": set(),
    "representation": {"errors"},
    "storage": {"errors"},
    "arrays": {"errors", "storage"},
    "bundle": {"errors", "representation", "storage", "arrays"},
    "kernels.compiling": set(),
    "kernels.elementary": set(),
    "kernels.levels": {"kernels.compiling"},
    "kernels.nearest": {"kernels.compiling"},
    "kernels.onsets": {"kernels.compiling"},
    "kernels.phase": {"kernels.compiling", "kernels.elementary"},
    "kernels.griffin_lim": {"kernels.compiling", "kernels.elementary"},
    "kernels.drawing": {"kernels.compiling", "kernels.elementary", "kernels.griffin_lim"},
    "griffinlim": {"kernels.griffin_lim", "kernels.onsets", "kernels.phase"},
    "drawing": {"decoder", "errors", "griffinlim", "kernels.drawing", "kernels.griffin_lim", "representation"},
    "pad": {"bundle", "kernels.nearest"},
    "decoder": {"bundle", "errors", "network"},
    "network": {"errors"},
    "finish": {"errors", "kernels.levels"},
    "rooms": set(),
    "shape": {"decoder", "errors", "representation"},
    "meter": set(),
    "wire": {"errors"},
    "latest": set(),
    "binding": {"errors"},
    "history": {"request"},
    "monitor": {"wire"},
    "originals": {"folder"},
    "listening": {"bundle", "chart", "errors", "folder", "history", "originals", "recipe", "request", "synth"},
    "web.doors": set(),
    "web.hears": {"history", "request"},
    "web.made": {"history", "state"},
    "web.reveal": {"errors"},
    "web.words": {"errors", "wire"},
    "web.files": {"history", "state", "web.hears"},
    "aliases": {"wire"},
    "chart": {"bundle", "errors", "folder"},
}
"""What a module may import of ours at the most; kept by hand, so that an arrow is drawn on purpose."""

FOREIGN = ("torch", "librosa", "umap", "sklearn", "scipy", "soxr", "tqdm", "onnx", "onnxscript", "pythonosc", "pytest")

BLOCKED = f"""
import pkgutil, sys
from importlib import import_module
from pathlib import Path

FOREIGN = {{*{FOREIGN!r}, "latentpad_export"}}

class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in FOREIGN:
            raise ModuleNotFoundError(f"{{name}} is none of the runtime's dependencies", name=name)

sys.meta_path.insert(0, Wall())
import latentpad
for module in pkgutil.walk_packages(latentpad.__path__, "latentpad."):
    if module.name != "latentpad.__main__":
        import_module(module.name)
"""
RENDERED = """
signal = latentpad.Synth(latentpad.load_bundle(Path(sys.argv[1]))).render(latentpad.Request(0.125, 0.125, 7))
assert len(signal) > 100
"""
COUNTED = """
print(sorted(FOREIGN & {name.partition(".")[0] for name in sys.modules}))
"""


def imports(name):
    """Give the modules of latentpad that one of them imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(SOURCES[name].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "latentpad":
            found |= {alias.name for alias in node.names} & set(SOURCES)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("latentpad."):
            package = node.module.removeprefix("latentpad.")
            inner = {f"{package}.{alias.name}" for alias in node.names} & set(SOURCES)
            found |= inner or {package}
        elif isinstance(node, ast.Import):
            found |= {
                alias.name.removeprefix("latentpad.") for alias in node.names if alias.name.startswith("latentpad.")
            }
    return found


def reached(name):
    """Give everything of latentpad that an import of one module brings along."""
    found, waiting = set(), [name]
    while waiting:
        new = imports(waiting.pop()) - found
        found |= new
        waiting += new
    return found


def outside(name):
    """Give the packages other than latentpad that a module names."""
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


def test_the_runtime_imports_nothing_of_the_training_half():
    done = run(BLOCKED + COUNTED)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_sound_is_rendered_without_the_training_half(bundle_path):
    done = run(BLOCKED + RENDERED + COUNTED, bundle_path)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_the_wall_would_be_felt():
    done = run(BLOCKED + "import scipy.fft")
    assert "scipy is none of the runtime's dependencies" in done.stderr


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_module_names_its_dependencies_only(name):
    allowed = {"numba", "numpy", "onnxruntime", "platformdirs", "rocket_fft", "soundfile", "websockets"}
    assert outside(name) <= allowed | sys.stdlib_module_names


@pytest.mark.parametrize("name", sorted(BELOW))
def test_a_module_imports_only_what_lies_below_it(name):
    assert imports(name) <= BELOW[name]


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_the_contract_with_the_training_half_stands_alone(name):
    assert reached(name) <= CONTRACT


@pytest.mark.parametrize("name", sorted(TALK))
def test_what_talks_knows_nothing_of_sound(name):
    assert not reached(name) & (SOUND | {"bundle", "player"})


@pytest.mark.parametrize("name", sorted(SOUND))
def test_what_sounds_knows_no_file_socket_or_thread(name):
    assert reached(name) <= SOUND | CONTRACT | {"request", "kernels.compiling", "network"}
    assert not outside(name) & {"logging", "os", "pathlib", "socket", "soundfile", "threading", "time"}


def test_only_synth_knows_the_order():
    steps = {"decoder", "drawing", "finish", "griffinlim", "pad", "shape"}
    assert {name for name in SOURCES if len(imports(name) & steps) > 2} - BENCH == {"synth"}
    assert {name for name in SOURCES if "synth" in imports(name)} - BENCH == {"player", "commands", "listening"}


def test_onnxruntime_has_one_door():
    halves = [*FOLDER.rglob("*.py"), *Path(latentpad_export.__file__).parent.rglob("*.py")]
    found = {path.name for path in halves if re.search(r"^\s*(import|from) onnxruntime", path.read_text("utf-8"), re.M)}
    assert found == {"network.py"}


@pytest.mark.parametrize("first", ["", "import latentpad_export.to_onnx\n"])
def test_onnxruntime_sends_and_keeps_nothing(bundle_path, bundle, tmp_path, first):
    """Nothing but compiled loops lies in the user's folders afterwards: no identifier, no queue of usage data."""
    home = tmp_path / "home"
    Synth(bundle).warm_up()
    loops = cache_folder()
    (home / "cache").mkdir(parents=True)
    if loops.exists():  # else they are compiled, which takes a while
        shutil.copytree(loops, home / "cache" / "latentpad" / loops.name)
    clean = {name: value for name, value in os.environ.items() if name not in ("CI", "ORT_DISABLE_TELEMETRY")}
    clean |= {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "LOCALAPPDATA": str(home / "cache")}
    script = f"import sys\nfrom pathlib import Path\nimport latentpad\n{first}{RENDERED}"
    command = [sys.executable, "-c", script, str(bundle_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=clean)
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in home.iterdir()] == ["cache"]
    assert [path.name for path in (home / "cache").iterdir()] == ["latentpad"]


def test_no_arrow_goes_around():
    assert [name for name in SOURCES if name in reached(name)] == []


def test_every_module_has_its_place():
    around = {"__main__", "chart", "cli", "commands", "default", "kernels.compiling", "meter", "network", "player"}
    around |= {"listening", "originals"}
    assert set(SOURCES) == SOUND | TALK | CONTRACT | BENCH | around


def test_nothing_but_the_command_line_knows_the_benchmark():
    assert {name for name in set(SOURCES) - BENCH if imports(name) & BENCH} == {"cli"}


def test_nobody_waits_for_the_page_who_wants_none():
    script = "import sys, latentpad.cli\nprint({'asyncio', 'websockets'} & set(sys.modules))"
    assert run(script).stdout == "set()\n"
    assert {name for name in set(SOURCES) - WEB if imports(name) & WEB} == {"commands"}
