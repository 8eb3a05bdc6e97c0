"""Paths that a page sends, which anybody may have chosen."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest

from latentpad.errors import LibraryImportError
from latentpad.web.imports.relative_path import distinct, plain_part, relative_path

HOSTILE = [
    "/etc/passwd.wav",
    "../up.wav",
    "a/../../up.wav",
    "a/./b.wav",
    "a//b.wav",
    "a/",
    "",
    ".",
    "..",
    "a/\0.wav",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_path_that_leads_out_is_refused(name):
    with pytest.raises(LibraryImportError, match="leads out of the folder"):
        relative_path(name)


@pytest.mark.parametrize("name", ["._kick.wav", ".git/kick.wav", "a/.hidden/b.wav"])
def test_a_hidden_file_is_refused(name):
    with pytest.raises(LibraryImportError, match="is hidden"):
        relative_path(name)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Kicks/Kick 01.wav", "Kicks/Kick 01.wav"),
        ("Große Trommel/ü.wav", "Große Trommel/ü.wav"),
        ("u\u0308.wav", "ü.wav"),
        ("C:\\Windows\\kick.wav", "C--Windows-kick.wav"),
        ('a<b>c:d"e|f?g*.wav', "a-b-c-d-e-f-g-.wav"),
        ("CON/nul.wav", "_CON/_nul.wav"),
        ("com1 .wav/x.wav", "_com1 .wav/x.wav"),
        ("Kicks. /kick.wav .", "Kicks/kick.wav"),
        ("a\u202egpj.wav", "a-gpj.wav"),
        ("line\nbreak.wav", "line-break.wav"),
        ("\ud800.wav", "-.wav"),
        (" / .wav", "_/wav"),
    ],
)
def test_what_a_file_system_does_not_accept_is_replaced(name, path):
    assert str(relative_path(name)) == path


@pytest.mark.parametrize("name", ["x" * 5000 + ".wav", "ü" * 300 + ".wav", "x." + "y" * 300])
def test_a_long_name_is_cut_and_keeps_its_suffix(name):
    plain = plain_part(name)
    assert len(plain.encode()) <= 200
    assert plain.endswith(".wav") == name.endswith(".wav")


def test_deep_and_long_paths_are_refused():
    with pytest.raises(LibraryImportError, match="in more than 23 folders"):
        relative_path("a/" * 24 + "b.wav")
    with pytest.raises(LibraryImportError, match="has a path of 6"):
        relative_path("/".join(["x" * 150] * 4) + "/b.wav")


@pytest.mark.parametrize(
    "name", [*HOSTILE, "C:/x.wav", "//host/share.wav", "a:b.wav", "~/x.wav", "..\\x.wav", "aux", "\\\\?\\x.wav"]
)
def test_what_is_accepted_stays_in_the_folder_on_every_system(name):
    try:
        path = relative_path(name)
    except LibraryImportError:
        return
    for system in (PurePosixPath, PureWindowsPath):
        found = system(str(path))
        assert not found.is_absolute()
        assert not found.anchor
        assert ".." not in found.parts


def test_paths_that_differ_in_case_only_get_a_number():
    paths = [PurePosixPath(path) for path in ("K/a.wav", "k/A.wav", "k/a_2.wav", "K/A.WAV", "b.wav", "b.wav/c.wav")]
    found = distinct(paths)
    assert [str(path) for path in found] == [
        "K/a.wav",
        "k/A_2.wav",
        "k/a_2_2.wav",
        "K/A_3.WAV",
        "b_2.wav",
        "b.wav/c.wav",
    ]
    assert len({str(path).lower() for path in found}) == len(paths)
