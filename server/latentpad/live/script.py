"""The control surface as files in Live's folder of scripts: putting it there, removing it, and telling what is there.

Beside the files lies a list of them with their hashes. By it, the files that latentpad wrote are told from those of the
user: what is not ours, or was changed since, is neither overwritten nor removed.
"""

import hashlib
import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from latentpad import __version__
from latentpad.files import replace_file, write_new
from latentpad.live.libraries import LiveError

FOLDER = "latentpad"
"""Name of the script's folder, which Live shows in its list of control surfaces."""

LIST = "installed-by-latentpad.json"
SCRIPTS = "Remote Scripts"
MAX_LIST = 1 << 20

INSTALLED = Path(__file__).parents[1] / "data" / "live"
IN_CHECKOUT = Path(__file__).parents[3] / "live" / FOLDER
"""Where the files to install are in an installed latentpad, and in a copy of its repository."""


@dataclass
class Script:
    """The control surface in a folder of scripts.

    Parameters
    ----------
    scripts : Path
        Live's folder *Remote Scripts*.
    """

    scripts: Path
    version: str = ""
    """Of the latentpad that wrote it; empty if it is not there."""
    hashes: dict[str, list[str]] = field(default_factory=dict)
    """Hashes that a file may have to be one of ours, by its name."""

    @property
    def folder(self) -> Path:
        """Folder of the script."""
        return self.scripts / FOLDER

    @property
    def is_foreign(self) -> bool:
        """Whether something is there that latentpad did not put there."""
        if self.version:
            return False
        is_empty = self.folder.is_dir() and not self.folder.is_symlink() and not any(self.folder.iterdir())
        return os.path.lexists(self.folder) and not is_empty

    def changed(self) -> list[str]:
        """Return the names of files that were changed since latentpad wrote them."""
        contents = {name: _content(self.folder / name) for name in self.hashes.keys() - self.missing()}
        return sorted(name for name, content in contents.items() if content is None or not self.is_ours(name, content))

    def missing(self) -> list[str]:
        """Return the names of files that are gone."""
        return [name for name in self.hashes if not os.path.lexists(self.folder / name)]

    def is_ours(self, name: str, content: bytes) -> bool:
        """Return whether a file is as latentpad wrote it."""
        return _digest(content) in self.hashes.get(name, [])


def read_script(scripts: Path) -> Script:
    """Return what is in a folder of scripts."""
    script = Script(scripts)
    if script.folder.is_symlink():
        return script
    try:
        found = json.loads((_content(script.folder / LIST) or b"")[:MAX_LIST])
        hashes = {str(name): [str(digest) for digest in digests] for name, digests in found["files"].items()}
        if all(Path(name).name == name and name != LIST for name in hashes):
            script.version, script.hashes = str(found["version"]), hashes
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    return script


def install(scripts: Path) -> tuple[Script, list[str]]:
    """Put the control surface into a folder of scripts, or bring it up to date.

    Returns
    -------
    script : Script
    kept : list of str
        Names of files that the user has changed, which stay as they are.

    Raises
    ------
    LiveError
        Something else has its name.
    OSError
        A file cannot be written; what was there stays usable.
    """
    script = read_script(scripts)
    if script.is_foreign:
        raise LiveError(f"{script.folder} was not made by latentpad: rename it, or remove it, and repeat the command")
    if os.path.lexists(scripts) and not scripts.is_dir():
        advice = "connect its disk if it is a link, or name another one with --folder"
        raise LiveError(f"{scripts} is not a folder: {advice}")
    new, kept = files_to_install(), []
    script.folder.mkdir(parents=True, exist_ok=True)
    digests = {name: [_digest(content)] for name, content in new.items()}
    names = {*script.hashes, *digests}
    known = {name: [*script.hashes.get(name, []), *digests.get(name, [])] for name in names}
    _write_list(script, known)  # if this is cut short, files before and after are ours all the same
    for name, content in new.items():
        old = _content(script.folder / name)
        if not os.path.lexists(script.folder / name):
            write_new(script.folder / name, content)
        elif old is None or (old != content and not script.is_ours(name, old)):
            kept.append(name)
        elif old != content:
            replace_file(script.folder / name, content)
    for name in script.hashes.keys() - new.keys():
        old = _content(script.folder / name)
        if old is not None and script.is_ours(name, old):
            (script.folder / name).unlink()
    _write_list(script, {**digests, **{name: script.hashes.get(name, []) for name in kept}})
    return read_script(scripts), kept


def uninstall(scripts: Path) -> tuple[Script, list[str]]:
    """Remove the control surface from a folder of scripts.

    Returns
    -------
    script : Script
        As it was.
    left : list of str
        Names of files that stay since the user has changed or added them.

    Raises
    ------
    LiveError
        It is not there, or not latentpad's.
    OSError
        A file cannot be removed.
    """
    script = read_script(scripts)
    if script.is_foreign:
        raise LiveError(f"{script.folder} was not made by latentpad, and stays as it is")
    if not script.version:
        raise LiveError(f"the control surface is not in {scripts}")
    for name in script.hashes:
        content = _content(script.folder / name)
        if content is not None and script.is_ours(name, content):
            (script.folder / name).unlink()
    _remove_compiled(script)
    left = sorted(path.name for path in script.folder.iterdir() if path.name != LIST)
    if left:
        _write_list(script, {name: digests for name, digests in script.hashes.items() if name in left})
    else:
        (script.folder / LIST).unlink()
        script.folder.rmdir()
    return script, left


def files_to_install() -> dict[str, bytes]:
    """Return the files of the control surface by their names."""
    folder = INSTALLED if INSTALLED.is_dir() else IN_CHECKOUT
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in (".py", ".json")}


def _remove_compiled(script: Script) -> None:
    """Remove what Live has compiled from our files."""
    compiled = script.folder / "__pycache__"
    modules = {Path(name).stem for name in script.hashes if name.endswith(".py")}
    if compiled.is_symlink() or not compiled.is_dir():
        return
    for path in compiled.glob("*.pyc"):
        if path.name.partition(".")[0] in modules:
            path.unlink()
    if not any(compiled.iterdir()):
        compiled.rmdir()


def _write_list(script: Script, hashes: dict[str, list[str]]) -> None:
    text = json.dumps({"version": __version__, "files": hashes}, indent=1, sort_keys=True)
    path = script.folder / LIST
    (replace_file if path.exists() else write_new)(path, text.encode("ascii"))


def _content(path: Path) -> bytes | None:
    """Return the content of a file that is no link; None if there is none."""
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
