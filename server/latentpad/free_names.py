"""Names with the first number that is free, found in few steps however many are taken.

The first file of a name has no number, the second one the number 2. Numbers are doubled until one is free, then the
place between is halved. The last number of a name is remembered, so that the next one is usually free at once.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator

MAX_NAMES = 4096
"""Names whose last numbers are remembered."""


class FreeNumbers:
    """Finds numbers for names; for any number of threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: OrderedDict[str, int] = OrderedDict()

    def find(self, name: str, is_taken: Callable[[int], bool]) -> Iterator[int]:
        """Yield numbers of a name that are free, until the caller has got one: others may be faster.

        Parameters
        ----------
        name : str
        is_taken : callable
            Returns whether there is a file with the name and a number.
        """
        if not is_taken(1):
            yield 1
        with self._lock:
            number = self._last.get(name, 1)
        while True:
            number = next_free(number, is_taken)
            with self._lock:
                self._last[name] = number
                self._last.move_to_end(name)
                if len(self._last) > MAX_NAMES:
                    self._last.popitem(last=False)
            yield number


def next_free(number: int, is_taken: Callable[[int], bool]) -> int:
    """Return a free number above one, without a free one in between if numbers are taken one after the other.

    >>> next_free(1, lambda number: number <= 1000)
    1001
    """
    taken, step = number, 1
    while is_taken(taken + step):
        taken, step = taken + step, 2 * step
    free = taken + step
    while free - taken > 1:
        middle = (taken + free) // 2
        if is_taken(middle):
            taken = middle
        else:
            free = middle
    return free
