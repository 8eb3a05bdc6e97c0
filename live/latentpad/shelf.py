"""Samples as items of Live's browser, which alone can put a file into a device before Live 12.4.

The browser shows what is in *Places* (`user_folders`), in the User Library and below; it notices new files after a
moment. An item's name is that of its file, as the browser shows it: with or without the ending.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterator, Sequence
from urllib.parse import unquote

from .file_names import base, folded, parent, parts
from .problems import NotListedYet, Problem

if TYPE_CHECKING:
    from Live.Browser import Browser, BrowserItem

SCHEME = "userfolder:"
"""Beginning of the address of a folder in Places; its path follows, then ``#``."""


class Shelf:
    """The samples of latentpad in Live's browser."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def item(self, path: str) -> BrowserItem:
        """Return the browser's item of a file.

        Raises
        ------
        NotListedYet
            Its folder is in the browser, but it is not.
        Problem
            Its folder is not in the browser.
        """
        is_listed = False
        for folder, below, is_sure in self._roots(path):
            found = _descend(folder, below)
            if found:
                return found
            is_listed = is_listed or is_sure or _descend(folder, below[:-1]) is not None
        if is_listed:
            raise NotListedYet(f"Live's browser does not show {base(path)} so far")
        raise Problem(f"drag the folder {parent(path)} to Places in Live's browser, once")

    def load(self, path: str, target: Any, filter_type: Any | None = None) -> None:
        """Load a file into a device or a Drum Rack's pad by hot-swapping (raises Problem)."""
        item, browser = self.item(path), self._browser
        if not item.is_loadable:
            raise NotListedYet(f"Live's browser cannot load {base(path)} so far")
        target_before, filter_before = browser.hotswap_target, browser.filter_type
        try:
            browser.hotswap_target = target
            if filter_type is not None:
                browser.filter_type = filter_type
            browser.load_item(item)
        except RuntimeError as error:
            raise Problem(f"Live cannot load {base(path)}: {error}") from None
        finally:
            browser.hotswap_target = target_before  # ends hot-swapping, unless it was on before
            if filter_type is not None:
                browser.filter_type = filter_before

    def _roots(self, path: str) -> Iterator[tuple[BrowserItem, tuple[str, ...], bool]]:
        """Yield the browser's folders that a file may be in, the names below each, and whether it is in there for sure.

        A folder of Places has a name, which others may have, too, and an address with its path, whose form is not
        documented. Folders whose address is right are yielded first, then those whose name is.
        """
        names = parts(path)
        by_name = []
        for folder in self._browser.user_folders:
            outer = _address_parts(folder.uri)
            if outer and names[: len(outer)] == outer:
                yield folder, names[len(outer) :], True
            else:
                by_name.append(folder)
        for folder in [*by_name, self._browser.user_library]:
            for at in range(len(names) - 2, -1, -1):
                if names[at] == folded(folder.name):
                    yield folder, names[at + 1 :], False


def _address_parts(address: str) -> tuple[str, ...]:
    """Return the parts of the path in the address of a folder in Places, or none where it has no path."""
    if not address.lower().startswith(SCHEME):
        return ()
    return parts(unquote(address[len(SCHEME) :].partition("#")[0]))


def _descend(folder: BrowserItem, names: Sequence[str]) -> BrowserItem | None:
    """Return the item below a folder at the end of a way of names."""
    found: BrowserItem | None = folder
    for name in names:
        found = next((item for item in found.children if _is_named(item, name)), None) if found else None
    return found


def _is_named(item: BrowserItem, name: str) -> bool:
    shown = folded(item.name)
    return shown == name or (not item.is_folder and shown == name.rpartition(".")[0])
