"""Which samples are selected, by the rules of every list of files: click, Shift, Ctrl (macOS: Command), arrow keys."""

from collections.abc import Sequence


class Selection:
    """Names that are selected, and the one that the keyboard is at; a change of the list drops what is gone."""

    def __init__(self) -> None:
        self._order: list[str] = []
        self._selected: set[str] = set()
        self._anchor: str | None = None
        self.cursor: str | None = None
        """Where the keyboard is."""

    @property
    def names(self) -> list[str]:
        """What is selected, from top to bottom."""
        return [name for name in self._order if name in self._selected]

    def __contains__(self, name: str) -> bool:
        """Whether a name is selected."""
        return name in self._selected

    def set_order(self, names: Sequence[str]) -> None:
        """Set what there is, from top to bottom."""
        self._order = list(names)
        there = set(names)
        self._selected &= there
        self._anchor = self._anchor if self._anchor in there else None
        self.cursor = self.cursor if self.cursor in there else None

    def only(self, name: str) -> None:
        """Select one."""
        self._selected = {name}
        self._anchor = self.cursor = name

    def toggle(self, name: str) -> None:
        """Select one more, or one less."""
        self._selected ^= {name}
        self._anchor = self.cursor = name

    def extend(self, name: str) -> None:
        """Select everything from the last one that was clicked up to this."""
        if self._anchor is None:
            self.only(name)
            return
        first, last = sorted((self._order.index(self._anchor), self._order.index(name)))
        self._selected = set(self._order[first : last + 1])
        self.cursor = name

    def several(self, names: Sequence[str]) -> None:
        """Select these."""
        there = [name for name in self._order if name in set(names)]
        self._selected = set(there)
        self._anchor = self.cursor = there[0] if there else None

    def all(self) -> None:
        """Select everything."""
        self.several(self._order)

    def step(self, rows: int, is_extending: bool = False) -> str | None:
        """Move by so many rows, and select that one, or everything up to it; return its name, None without samples."""
        if not self._order:
            return None
        if self.cursor is None:
            at = 0 if rows >= 0 else len(self._order) - 1
        else:
            at = min(len(self._order) - 1, max(0, self._order.index(self.cursor) + rows))
        (self.extend if is_extending else self.only)(self._order[at])
        return self.cursor
