"""A node at work: what goes into an operator, as far as it is known before it runs.

Of floating-point numbers only the shape is known. Integers are known themselves: in networks of ours, they are sizes,
axes and indices that are stored, or shapes, so that no shape depends on what is computed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Shape = tuple[int, ...]
Integers = NDArray[np.int64]


class Floats(NamedTuple):
    """An array of floating-point numbers."""

    shape: Shape
    is_half: bool = False
    """Whether they are in half precision."""


Value = Floats | Integers


@dataclass
class Call:
    """The inputs and attributes of a node; its methods raise ValueError for what an operator does not take."""

    inputs: Sequence[Value | None]
    """None where an input is left out."""

    attributes: dict[str, Any]
    """All that the operator has."""

    n_outputs: int
    n_products: int = 0
    """Multiplications that it takes; set by the rule of the operator where they are more than its results."""

    n_working: int = 0
    """Numbers that it holds while it runs."""

    def __getitem__(self, name: str) -> Any:
        """Return an attribute."""
        return self.attributes[name]

    def has(self, index: int) -> bool:
        """Return whether there is an input."""
        return index < len(self.inputs) and self.inputs[index] is not None

    def value(self, index: int) -> Value:
        """Return an input of any type."""
        found = self.inputs[index] if index < len(self.inputs) else None
        if found is None:
            raise ValueError(f"input {index} is missing")
        return found

    def shape(self, index: int) -> Shape:
        """Return the shape of an input of single precision."""
        found = self.value(index)
        if not isinstance(found, Floats) or found.is_half:
            raise ValueError(f"input {index} is not float32")
        return found.shape

    def array(self, index: int) -> Integers:
        """Return an input of integers."""
        found = self.value(index)
        if isinstance(found, Floats):
            raise ValueError(f"input {index} is not int64")
        return found

    def integers(self, index: int) -> list[int]:
        """Return an input of integers in one dimension."""
        found = self.array(index)
        if found.ndim != 1:
            raise ValueError(f"input {index} has {found.ndim} dimensions, not 1")
        return [int(value) for value in found]

    def scalar(self, index: int) -> None:
        """Check that an input, if it is there, is one number of single precision."""
        if self.has(index) and self.shape(index) != ():
            raise ValueError(f"input {index} is not a scalar")


def axis_of(axis: int, rank: int) -> int:
    """Return an axis counted from the front."""
    if not -rank <= axis < rank:
        raise ValueError(f"there is no axis {axis} of {rank}")
    return axis % rank


def axes_of(axes: Sequence[int], rank: int) -> list[int]:
    """Return axes, no two of them the same, counted from the front."""
    found = [axis_of(axis, rank) for axis in axes]
    if len(set(found)) < len(found):
        raise ValueError(f"axes {list(axes)} are repeated")
    return found


def replaced(shape: Shape, axis: int, size: int) -> Shape:
    """Return a shape with another size of an axis."""
    return (*shape[:axis], size, *shape[axis + 1 :])
