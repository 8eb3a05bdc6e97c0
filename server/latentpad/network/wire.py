"""The wire format of protocol buffers, read strictly: a field that a schema does not name is refused.

A lenient reader and onnxruntime could understand the same bytes differently. So no field may be repeated that is not
declared so, which other readers would replace or merge.

References
----------
Protocol Buffers documentation, "Encoding", https://protobuf.dev/programming-guides/encoding/.
"""

import struct
from typing import Any, NamedTuple

VARINT, FIXED_64, SIZED, FIXED_32 = 0, 1, 2, 5
"""Wire types; the others, groups, are obsolete."""

MAX_VALUES = 200_000
"""Fields and numbers in one file; the largest encoder of the presets has 15,000."""


class Field(NamedTuple):
    """A field of a message."""

    name: str
    kind: str
    """``int``, ``float``, ``text`` or ``bytes``, which may also be another message; ``refused`` if the name says why
    there must be no such field."""

    is_repeated: bool = False


Schema = dict[int, Field]
"""Fields by their numbers."""

WIRE_TYPES = {"int": VARINT, "float": FIXED_32, "text": SIZED, "bytes": SIZED}


class WireReader:
    """Reads the messages of one file, which may have `MAX_VALUES` values in all."""

    def __init__(self) -> None:
        self._n_left = MAX_VALUES

    def read(self, message: memoryview, schema: Schema) -> dict[str, Any]:
        """Return the fields of a message by name: repeated ones as lists, the others only if they are there.

        Raises
        ------
        ValueError
            The bytes are not a message of this schema, or the file has too many values.
        """
        found: dict[str, Any] = {field.name: [] for field in schema.values() if field.is_repeated}
        place = 0
        while place < len(message):
            key, place = self._varint(message, place)
            field, wire = schema.get(key >> 3), key & 7
            if field is None or field.kind == "refused":
                raise ValueError(field.name if field else f"field {key >> 3} is not expected")
            if field.is_repeated and wire == SIZED != WIRE_TYPES[field.kind]:  # numbers without a key each
                packed, place = self._sized(message, place)
                found[field.name] += self._numbers(packed, field)
                continue
            if wire != WIRE_TYPES[field.kind]:
                raise ValueError(f"{field.name} has wire type {wire}")
            value, place = self._value(message, place, field)
            if field.is_repeated:
                found[field.name].append(value)
            elif field.name in found:
                raise ValueError(f"{field.name} is repeated")
            else:
                found[field.name] = value
        return found

    def _value(self, message: memoryview, place: int, field: Field) -> tuple[Any, int]:
        """Return the value at a place, and the place after it."""
        if field.kind == "int":
            value, place = self._varint(message, place)
            return value - (value >> 63 << 64), place
        if field.kind == "float":
            self._count()
            return struct.unpack("<f", _part(message, place, 4))[0], place + 4
        content, place = self._sized(message, place)
        return (str(content, "utf-8") if field.kind == "text" else content), place

    def _numbers(self, packed: memoryview, field: Field) -> list[Any]:
        """Return numbers that follow each other."""
        numbers, place = [], 0
        while place < len(packed):
            value, place = self._value(packed, place, field)
            numbers.append(value)
        return numbers

    def _sized(self, message: memoryview, place: int) -> tuple[memoryview, int]:
        """Return the bytes that follow their number, and the place after them."""
        n, place = self._varint(message, place)
        return _part(message, place, n), place + n

    def _varint(self, message: memoryview, place: int) -> tuple[int, int]:
        """Return an unsigned integer of up to 64 bits, and the place after it."""
        self._count()
        if place < len(message) and message[place] < 0x80:  # most are
            return message[place], place + 1
        value = 0
        for index, byte in enumerate(message[place : place + 10]):
            value |= (byte & 0x7F) << 7 * index
            if byte < 0x80 and value < 1 << 64:
                return value, place + index + 1
        raise ValueError("an integer has no end")

    def _count(self) -> None:
        self._n_left -= 1
        if self._n_left < 0:
            raise ValueError(f"there are more than {MAX_VALUES} values")


def _part(message: memoryview, place: int, n: int) -> memoryview:
    """Return `n` bytes of a message."""
    if n > len(message) - place:
        raise ValueError("it ends too early")
    return message[place : place + n]
