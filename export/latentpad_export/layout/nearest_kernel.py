"""The compiled loop of `latentpad_export.layout.neighbours`."""

from typing import Any

from latentpad_export.stored_loops import stored


@stored(nogil=True, error_model="numpy")
def insert_nearest(found: Any, indices: Any, products: Any, lengths: Any, start: int) -> None:
    """Keep the nearest others of some rows, the row itself first.

    `found` [b, k] starts as infinity and `indices` [b, k] as anything. `products` [b, n] are those of row
    `start` + i and all others, `lengths` [n] the squared lengths of all.
    """
    n_rows, k = found.shape
    for i in range(n_rows):
        found[i, 0] = -1.0
        indices[i, 0] = start + i
        farthest = found[i, k - 1] if k > 1 else -1.0
        for j in range(len(lengths)):
            value = lengths[j] - 2.0 * products[i, j] + lengths[start + i]
            if value < farthest and j != start + i:
                place = k - 1
                while place > 1 and found[i, place - 1] > value:
                    found[i, place] = found[i, place - 1]
                    indices[i, place] = indices[i, place - 1]
                    place -= 1
                found[i, place] = value
                indices[i, place] = j
                farthest = found[i, k - 1]
