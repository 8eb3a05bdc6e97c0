"""Names of files as text: every name has one, and it leads back to the name."""

import os
from itertools import product

import pytest

from latentpad.samples.text_names import as_text, from_text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kick.wav", "kick.wav"),
        ("größer/ドラム 1.wav", "größer/ドラム 1.wav"),
        ("a\\b\nc\t.wav", "a\\b\nc\t.wav"),
        (b"gr\xfcn.wav", r"gr\xfcn.wav"),
        (b"\xff\xfe", r"\xff\xfe"),
        (r"gr\xfcn.wav", r"gr\x5cxfcn.wav"),
        ("half \ud83d.wav", r"half \ud83d.wav"),
    ],
)
def test_only_what_is_not_text_is_escaped(name, text):
    name = os.fsdecode(name) if isinstance(name, str) else name.decode(errors="surrogateescape")
    assert as_text(name) == text
    assert from_text(text) == name


def test_every_name_has_a_text_of_its_own_that_leads_back():
    parts = ["\\", "x", "5c", "fc", "u", "d83d", "\udcfc", "\ud83d", "ü", "\udc00"]
    names = ["".join(found) for n in range(5) for found in product(parts, repeat=n)]
    texts = [as_text(name) for name in names]
    assert all(text.encode() for text in texts[1:])
    assert [from_text(text) for text in texts] == names
    assert len(set(texts)) == len(set(names))
