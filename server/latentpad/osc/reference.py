"""The OSC reference in docs/osc.md, generated from the tables in the code."""

from collections.abc import Iterable

from latentpad.osc.address import Address
from latentpad.osc.protocol import CODES, IN, OUT, PREFIX
from latentpad.osc.settings import SETTINGS, values_of


def table() -> str:
    """Return the addresses, the settings and the error codes in Markdown."""
    settings = ((f"`{row.key}`", values_of(row), str(row.default), row.meaning) for row in SETTINGS)
    codes = ((f"`{code}`", meaning) for code, meaning in CODES.items())
    return "\n\n".join(
        (
            _markdown(("message", "arguments", "what it does"), map(_cells, IN)),
            _markdown(("reply", "arguments", "what it means"), map(_cells, OUT)),
            _markdown(("setting", "values", "default", "what it does"), settings),
            _markdown(("error code", "what is wrong"), codes),
        )
    )


def _cells(row: Address) -> tuple[str, ...]:
    return f"`{PREFIX}{row.verb}`", f"`{row.usage}`" if row.usage else "", row.meaning


def _markdown(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
