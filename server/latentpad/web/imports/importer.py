"""What pages can ask for: folders to be imported, copied first or not, learnt, gone on with or forgotten."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from latentpad.errors import LibraryImportError
from latentpad.web.imports.folders import ImportFolders
from latentpad.web.imports.library_copy import LibraryCopy, disk_free
from latentpad.web.imports.needs import map_advice, train_advice
from latentpad.web.imports.offer import Offer
from latentpad.web.imports.openings import BundleOpener
from latentpad.web.imports.plan import MAX_MINUTES, MIN_MINUTES, ImportPlan, PlanCommand, plan_command
from latentpad.web.imports.records import ImportRecords
from latentpad.web.imports.runner import ImportRunner
from latentpad.web.imports.state import ImportState

EXAMPLE = Path.home() / "Samples"
"""A path as users type it."""

Free = Callable[[Path], int]


class Importer:
    """Imports of folders; methods that look at the disk can take a while.

    Parameters
    ----------
    folders : ImportFolders
        Where bundles and copies go.
    opener : BundleOpener
        Plays the bundles.
    command : callable, optional
        Returns the program that runs a plan.
    free : callable, optional
        Returns the free bytes of a folder's disk.
    """

    def __init__(
        self,
        folders: ImportFolders,
        opener: BundleOpener,
        command: PlanCommand = plan_command,
        free: Free = disk_free,
    ) -> None:
        self._folders, self._opener, self._free = folders, opener, free
        self._records = ImportRecords(folders.record)
        self.runner = ImportRunner(folders, self._records, opener, command)
        folders.remove_old_first()

    def map_typed(self, text: str) -> None:
        """Map a folder whose path was typed, where it is.

        Raises
        ------
        LibraryImportError
            It is no absolute path of a folder, another import is running, or packages are missing.
        """
        self._map(typed_folder(text))

    def begin_copy(self, offer: Offer) -> tuple[int, LibraryCopy]:
        """Begin to copy a folder that a page sends; return the import's number, and the copy.

        Raises
        ------
        LibraryImportError
            Another import is running, packages or space are missing, or no file can be used.
        """
        _refuse(map_advice())
        ticket = self.runner.claim(ImportState("copying", name=offer.name))
        try:
            copy = LibraryCopy(self._folders.copies, offer, self._free)
        except (LibraryImportError, OSError) as error:
            self.runner.fail(str(error))
            raise LibraryImportError(str(error)) from None
        for skipped in copy.skipped:
            self.runner.handle(skipped)
        return ticket, copy

    def map_copy(self, ticket: int, copy: LibraryCopy) -> None:
        """Map a library that has been copied (raises LibraryImportError)."""
        self._map(copy.folder, copy.n_bytes, ticket)

    def learn(self, minutes: int) -> None:
        """Train the model of the bundle that is played on the library that it was made from.

        Raises
        ------
        LibraryImportError
            It was not imported, another import is running, packages are missing, or the time is out of range.
        """
        _refuse(train_advice())
        if not MIN_MINUTES <= minutes <= MAX_MINUTES:
            raise LibraryImportError(f"{minutes} minutes are out of range ({MIN_MINUTES} to {MAX_MINUTES})")
        plan = self._playing_plan()
        if plan is None:
            raise LibraryImportError("there is no imported folder to learn; import one first, or play its bundle")
        output = self._new_output(f"{plan.folder.name} learned")
        self.runner.run(ImportPlan("train", output.stem, plan.folder, output, plan.copied_bytes, plan.output, minutes))

    def go_on(self, output: str) -> None:
        """Go on with an interrupted import, which is known by its bundle (raises LibraryImportError)."""
        self.runner.run(self._unfinished(output))

    def forget(self, output: str) -> None:
        """Forget an interrupted import (raises LibraryImportError)."""
        self._records.forget(self._unfinished(output))

    def offers(self) -> dict[str, Any]:
        """Return what can be asked for now, as a JSON object."""
        unfinished, playing = self._records.unfinished(), self._playing_plan()
        return {
            "needs": map_advice(),
            "learnNeeds": train_advice(),
            "unfinished": [
                {"kind": plan.kind, "folder": plan.folder.name, "output": str(plan.output)} for plan in unfinished
            ],
            "learn": playing.folder.name if playing else "",
            "example": str(EXAMPLE),
        }

    def close(self) -> None:
        """End what is running; it can go on later."""
        self.runner.close()

    def _map(self, folder: Path, copied_bytes: int = 0, ticket: int | None = None) -> None:
        """Map a folder; an interrupted import of it goes on."""
        _refuse(map_advice())
        known = (plan for plan in self._records.unfinished() if plan.folder == folder and plan.kind == "map")
        plan = next(known, None)
        if plan is None:
            output = self._new_output(folder.name or "Samples")
            plan = ImportPlan("map", output.stem, folder, output, copied_bytes)
        self.runner.run(plan, ticket)

    def _new_output(self, name: str) -> Path:
        """Return the path of a new bundle that no interrupted import writes, either."""
        return self._folders.new_output(name, [plan.output for plan in self._records.unfinished()])

    def _unfinished(self, output: str) -> ImportPlan:
        plan = next((plan for plan in self._records.unfinished() if str(plan.output) == output), None)
        if plan is None:
            raise LibraryImportError("this import cannot go on, since its folder is gone; import the folder again")
        return plan

    def _playing_plan(self) -> ImportPlan | None:
        """Return the plan that wrote the bundle that is played."""
        playing = self._opener.entry.path
        return next((plan for plan in self._records.finished() if plan.output == playing), None)


def typed_folder(text: str) -> Path:
    """Return the folder whose path a user typed or pasted: ``~``, quotes and ``file:`` are understood.

    Raises
    ------
    LibraryImportError
        It is no absolute path of a folder that exists.
    """
    plain = text.strip().strip("\"'")
    shown = plain[:200]
    try:
        path = Path(os.path.expanduser(url2pathname(urlsplit(plain).path) if plain.startswith("file:") else plain))
        if "\0" in plain or not path.is_absolute():
            raise ValueError
        if not stat.S_ISDIR(path.stat().st_mode):
            raise LibraryImportError(f"{shown}: is a file; type the path of the folder")
    except ValueError:
        raise LibraryImportError(f"{shown!r} is not the whole path of a folder, such as {EXAMPLE}") from None
    except OSError as error:
        is_missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        reason = "does not exist" if is_missing else f"cannot be used ({error.strerror or error})"
        raise LibraryImportError(f"{shown}: {reason}") from None
    return Path(os.path.normpath(path))


def _refuse(advice: str) -> None:
    if advice:
        raise LibraryImportError(advice)
