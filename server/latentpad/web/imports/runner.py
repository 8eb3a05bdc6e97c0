"""The import that runs: at most one, from its start to its bundle or its end before that."""

import logging
import shutil
from dataclasses import replace
from pathlib import Path

from latentpad.errors import LibraryImportError
from latentpad.web.imports.events import Event, Note, Playable
from latentpad.web.imports.folders import ImportFolders
from latentpad.web.imports.openings import BundleOpener, Openings
from latentpad.web.imports.plan import ImportPlan, PlanCommand
from latentpad.web.imports.process import ImportProcess
from latentpad.web.imports.records import ImportRecords
from latentpad.web.imports.shared_state import SharedState
from latentpad.web.imports.state import ImportState

logger = logging.getLogger(__name__)

STOP_SECONDS = 3.0
"""Longest time that a process has to end when latentpad stops."""


class ImportRunner:
    """Runs plans in a process of its own, and keeps the state that pages show.

    Every method can be called from any thread.

    Parameters
    ----------
    folders : ImportFolders
    records : ImportRecords
    opener : BundleOpener
        Plays the bundles.
    command : callable
        Returns the program that runs a plan.
    """

    def __init__(
        self, folders: ImportFolders, records: ImportRecords, opener: BundleOpener, command: PlanCommand
    ) -> None:
        self._folders, self._records, self._command = folders, records, command
        self.shared = SharedState()
        """The state, and who is told of its changes."""
        self._lock = self.shared.lock
        self._plan: ImportPlan | None = None
        self._first: list[Path] = []
        self._process: ImportProcess | None = None
        self._openings = Openings(opener, self._opened, lambda text: self.handle(Note(text)))
        self._is_cancelled = False
        self._ticket = 0

    @property
    def state(self) -> ImportState:
        """The state now."""
        return self.shared.now

    def claim(self, state: ImportState) -> int:
        """Set the state of a new import, and return its number.

        Raises
        ------
        LibraryImportError
            Another import is running.
        """
        with self._lock:
            if self.state.is_busy:
                raise LibraryImportError(f"{self.state.name} is being imported; cancel that, or wait until it is done")
            self._is_cancelled = False
            self._ticket += 1
            self.shared.set(state)
            return self._ticket

    def check(self, ticket: int) -> None:
        """Raise LibraryImportError unless the import of this number is still being copied."""
        if ticket != self._ticket or self.state.phase != "copying":
            raise LibraryImportError("the import was cancelled")

    def handle(self, event: Event) -> None:
        """Change the state as an event says."""
        with self._lock:
            self.shared.set(self.state.after(event))
        if isinstance(event, Playable):
            self._openings.offer(event.bundle)

    def run(self, plan: ImportPlan, ticket: int | None = None) -> None:
        """Start the process of a plan.

        Parameters
        ----------
        plan : ImportPlan
        ticket : int, optional
            Number of the import, if its files have just been copied.

        Raises
        ------
        LibraryImportError
            Another import is running, or this one was cancelled.
        """
        with self._lock:
            state = ImportState("running", plan.kind, plan.name, str(plan.folder), plan.copied_bytes)
            if ticket is not None:
                self.check(ticket)
                # files that could not be copied stay in the list
                self.shared.set(replace(state, skipped=self.state.skipped, n_skipped=self.state.n_skipped))
            else:
                self.claim(state)
            self._plan, first = plan, self._folders.new_first(plan.name)
            self._first.append(first)
            self._openings.begin()
            if plan.output.exists():  # interrupted after that
                self._finish(plan)
                return
            self._process = ImportProcess(self._command(plan, first), self.handle, self._ended)
            try:
                self._folders.bundles.mkdir(parents=True, exist_ok=True)
                first.mkdir(parents=True, exist_ok=True)
                self._records.begin(plan)
                self._process.start()
            except OSError as error:
                self.fail(f"the import cannot be started ({error.strerror or error})")
                return
        logger.info("Importing %s into %s", plan.folder, plan.output)

    def cancel(self) -> None:
        """Cancel the import; it can go on later."""
        with self._lock:
            if not self.state.is_busy:
                return
            self._is_cancelled = True
            if self.state.phase == "running" and self._process:
                self._process.terminate()
            else:
                self.fail("")

    def open(self) -> None:
        """Play the newest bundle of the import."""
        if self.state.bundle:
            self._openings.open(Path(self.state.bundle))

    def dismiss(self) -> None:
        """Forget an import that has ended."""
        with self._lock:
            if not self.state.is_busy:
                self.shared.set(ImportState())

    def fail(self, message: str) -> None:
        """End the import for a reason, or as cancelled."""
        with self._lock:
            ended = replace(self.state, phase="failed", message=message, progress=None)
            self.shared.set(replace(ended, phase="cancelled", message="") if self._is_cancelled else ended)
        logger.info("Import of %s: %s", self.state.name, self.state.message or "cancelled")

    def close(self) -> None:
        """End the process, which can go on later, and remove the first bundles."""
        with self._lock:
            self._is_cancelled, process = True, self._process
        if process:
            process.close(STOP_SECONDS)
        self._remove_first()

    def _ended(self, status: int, last_line: str) -> None:
        """Say how the process has ended."""
        with self._lock:
            state, plan = self.state, self._plan
            if plan and status == 0 and state.bundle == str(plan.output):
                self._finish(plan)
                return
            if plan and state.message and not state.resumable and not self._is_cancelled:
                self._records.forget(plan)  # it would fail again
            self.fail(state.message or _why_ended(status, last_line))

    def _finish(self, plan: ImportPlan) -> None:
        """Play the bundle, and remove the first ones."""
        self._records.finish(plan)
        self.shared.set(replace(self.state, phase="finished", bundle=str(plan.output), progress=None))
        self._openings.offer(plan.output, self._remove_first)
        logger.info("Imported %s into %s", plan.folder, plan.output)

    def _opened(self, path: Path) -> None:
        with self._lock:
            self.shared.set(replace(self.state, opened=str(path)))

    def _remove_first(self) -> None:
        """Remove the first bundles, also those of imports that were cancelled."""
        for folder in self._first:
            shutil.rmtree(folder, ignore_errors=True)


def _why_ended(status: int, last_line: str) -> str:
    """Say how a process has ended that has not said so itself."""
    if status < 0:  # what it logged last has nothing to do with it
        return f"another program ended it (signal {-status}), as the system does when memory is full; continue it"
    return f"it ended unexpectedly (status {status})" + (f": {last_line}" if last_line else "")
