"""The state of an import, as every page shows it."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from latentpad.web.imports.events import Event, Failed, Finished, Note, Playable, Scanned, Skipped, Stage

Phase = Literal["idle", "copying", "running", "finished", "cancelled", "failed"]
Kind = Literal["map", "train"]

MAX_LISTED = 200
"""Unusable files that are listed; all are counted."""

MAX_NOTES = 20


@dataclass(frozen=True)
class ImportState:
    """What is being imported, how far that is, and what has been found."""

    phase: Phase = "idle"
    kind: Kind = "map"
    name: str = ""
    folder: str = ""
    """Where the files are read from."""

    copied_bytes: int = 0
    """Size of the copy; 0 if the files are read where they are."""

    progress: Stage | None = None
    scanned: Scanned | None = None
    skipped: tuple[Skipped, ...] = ()
    n_skipped: int = 0
    notes: tuple[str, ...] = ()
    sounds: int = 0
    """Sounds of the newest bundle; 0 while there is none."""

    bundle: str = ""
    """Path of the newest bundle."""

    opened: str = ""
    """Path of the bundle of this import that was opened last."""

    message: str = ""
    """Why it failed or was cancelled."""

    resumable: bool = False
    """Whether an import that failed can go on once the reason is mended."""

    @property
    def is_busy(self) -> bool:
        """Whether another import has to wait."""
        return self.phase in ("copying", "running")

    def after(self, event: Event) -> "ImportState":
        """Return the state after an event of the process."""
        match event:
            case Stage():
                return replace(self, progress=event)
            case Scanned():
                return replace(self, scanned=event)
            case Skipped():
                listed = (*self.skipped, event) if len(self.skipped) < MAX_LISTED else self.skipped
                return replace(self, skipped=listed, n_skipped=self.n_skipped + 1)
            case Note(text):
                return replace(self, notes=(*self.notes, text)[-MAX_NOTES:])
            case Playable(bundle, sounds) | Finished(bundle, sounds):
                return replace(self, bundle=str(bundle), sounds=sounds)
            case Failed(message, resumable):
                return replace(self, message=message, resumable=resumable)

    def to_json(self) -> dict[str, Any]:
        """Return the state as a JSON object."""
        progress, scanned = self.progress, self.scanned
        return {
            "phase": self.phase,
            "kind": self.kind,
            "name": self.name,
            "folder": self.folder,
            "copiedBytes": self.copied_bytes,
            "stage": progress.stage if progress else "",
            "done": progress.done if progress else 0,
            "total": progress.total if progress else 0,
            "remaining": progress.remaining if progress else None,
            "files": scanned.files if scanned else None,
            "kinds": [*scanned.kinds.items()] if scanned else [],
            "noKind": scanned.no_kind if scanned else 0,
            "loops": scanned.loops if scanned else 0,
            "skipped": [[one.name, one.reason] for one in self.skipped],
            "nSkipped": self.n_skipped,
            "notes": list(self.notes),
            "sounds": self.sounds,
            "bundle": self.bundle,
            "opened": self.opened,
            "message": self.message,
        }
