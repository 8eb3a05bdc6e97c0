"""The shelf, run as a program that prints what it says and what is selected, a JSON object for each change.

Usage: ``python watched_shelf.py PORT SETTINGS``
"""

import json
import sys
from pathlib import Path

from latentpad.shelf.window.window import ShelfWindow


class WatchedShelf(ShelfWindow):
    printed = None

    def _show_status(self):
        super()._show_status()
        content = self._content
        report = {"state": content.state, "told": content.told, "selected": content.selection.names}
        report["line"] = self._appearance.style.title.metrics("linespace")
        if report != self.printed:
            self.printed = report
            print(json.dumps(report), flush=True)


if __name__ == "__main__":
    WatchedShelf(int(sys.argv[1]), Path(sys.argv[2])).run()
