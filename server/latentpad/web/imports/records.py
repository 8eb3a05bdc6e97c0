"""Imports that are remembered in a file of the user's data folder: those that can go on, and those that are done."""

import json
import logging
from pathlib import Path

from latentpad.files import replace_file
from latentpad.web.imports.plan import ImportPlan, plan_from_json

logger = logging.getLogger(__name__)

MAX_PLANS = 20
"""Of each; the oldest are forgotten."""


Tables = tuple[list[ImportPlan], list[ImportPlan]]
"""Unfinished and finished plans, the last one first."""


class ImportRecords:
    """The plans in a file: ``unfinished`` and ``finished``, the last one first; what is damaged is left out."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._unsaved: Tables | None = None
        """The plans as they are, while the file cannot be written: a full disk is why an import may have to go on."""

    def unfinished(self) -> list[ImportPlan]:
        """Return the plans that can go on: their folder is still there."""
        return [plan for plan in self._read()[0] if plan.folder.is_dir()]

    def finished(self) -> list[ImportPlan]:
        """Return the plans whose bundle was written."""
        return self._read()[1]

    def begin(self, plan: ImportPlan) -> None:
        """Remember a plan as unfinished."""
        unfinished, finished = self._without(plan)
        self._write([plan, *unfinished], finished)

    def finish(self, plan: ImportPlan) -> None:
        """Remember a plan as finished."""
        unfinished, finished = self._without(plan)
        self._write(unfinished, [plan, *finished])

    def forget(self, plan: ImportPlan) -> None:
        """Forget a plan."""
        self._write(*self._without(plan))

    def _without(self, plan: ImportPlan) -> tuple[list[ImportPlan], list[ImportPlan]]:
        unfinished, finished = ([one for one in some if one.output != plan.output] for some in self._read())
        return unfinished, finished

    def _read(self) -> Tables:
        if self._unsaved is not None:
            self._save(*self._unsaved)
        if self._unsaved is not None:
            return self._unsaved
        try:
            found = json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError):
            found = {}
        tables = [found.get(key) if isinstance(found, dict) else None for key in ("unfinished", "finished")]
        unfinished, finished = (
            [plan for row in rows if (plan := plan_from_json(row))] if isinstance(rows, list) else [] for rows in tables
        )
        return unfinished, finished

    def _write(self, unfinished: list[ImportPlan], finished: list[ImportPlan]) -> None:
        if error := self._save(unfinished, finished):
            logger.warning("%s cannot be written (%s); imports are remembered until the end", self._path, error)

    def _save(self, unfinished: list[ImportPlan], finished: list[ImportPlan]) -> str:
        """Write the plans, or keep them; return why they could not be written, empty if they were."""
        tables = {"unfinished": unfinished, "finished": finished}
        rows = {key: [plan.to_json() for plan in plans[:MAX_PLANS]] for key, plans in tables.items()}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._path, json.dumps(rows, indent=1).encode())
        except OSError as error:
            self._unsaved = unfinished, finished
            return error.strerror or str(error)
        self._unsaved = None
        return ""
