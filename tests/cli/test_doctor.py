import os
import re
import socket

import pytest

from latentpad.cli import doctor, doctor_places, doctor_program, impersonal
from latentpad.cli.impersonal import Impersonal
from latentpad.cli.log_file import log_size
from latentpad.cli.main import main


@pytest.fixture
def page(capsys):
    """Return the page's sections, and the lines of each."""

    def run():
        assert main(["doctor"]) == 0
        sections, title = {}, ""
        for line in capsys.readouterr().out.splitlines():
            if line in doctor.SECTIONS or line == "Problems":
                title = line
                sections[title] = []
            elif title and line:
                sections[title].append(line)
        return sections

    return run


def test_the_page_has_all_sections_and_no_personal_path(page, monkeypatch, tmp_path):
    home = tmp_path / "home of é"
    home.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / ".state"))
    monkeypatch.setenv("NUMBA_DEBUG_CACHE", "0")
    monkeypatch.setattr(doctor_program, "why_not_here", lambda: "the shelf needs a display, and there is none")
    found = page()
    assert list(found) == ["Problems", *doctor.SECTIONS]
    assert all(found.values())
    assert str(home) not in str(found)
    assert found["Program"][0].startswith("latentpad 0.")
    assert "numba 0." in found["Packages"][0]
    assert found["Packages"][2] == "shelf: the shelf needs a display, and there is none"
    assert re.match(r"compiled for \S+ \(.*\): .*(avx|neon|features)", found["Machine"][1])
    assert "NUMBA_DEBUG_CACHE=0" in found["Environment"]
    assert [line.split(" (")[0] for line in found["Ports"]] == ["UDP 9310", "TCP 9310", "UDP 9311", "TCP 9312"]
    assert [line.split(":")[0] for line in found["Folders"]] == [
        *("new samples", "inbox", "data", "cache", "logs", "temporary")
    ]
    assert found["Bundles"][1] == "built-in: 2674 sounds"
    assert "OGG" in found["Audio"][0]
    assert found["Caches"][0].startswith("compiled loops: ")


def test_a_port_that_another_program_has_is_a_problem(monkeypatch):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        monkeypatch.setattr(doctor_places, "PORTS", ((port, socket.SOCK_DGRAM, "UDP", "OSC"),))
        problems = []
        (line,) = doctor_places.ports(problems)
    assert line.endswith(f" (process {os.getpid()})")
    assert problems == [f"UDP port {port} is {line.partition(': ')[2]}; quit that program, or choose another port"]


def test_folders_that_cannot_be_used_are_problems(monkeypatch, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(doctor_places, "default_drop_folder", lambda: tmp_path / "file" / "latentpad")
    monkeypatch.setattr(doctor_places, "user_log_folder", lambda: tmp_path / "later" / "log")
    problems = []
    lines = doctor_places.folders(problems)
    assert problems[:1] == ["the folder for new samples cannot be created"]
    assert lines[4] == f"logs: {tmp_path / 'later' / 'log'}, not there yet"
    assert not (tmp_path / "later").exists()


def test_a_folder_that_cannot_be_looked_at_hides_no_other(monkeypatch, tmp_path):
    too_long = tmp_path / ("x" * 300) / "latentpad"  # an error for root, too, who may look everywhere
    monkeypatch.setattr(doctor_places, "default_drop_folder", lambda: too_long)
    lines = doctor_places.folders([])
    assert (len(lines), lines[0]) == (6, f"new samples: {too_long}, not there yet")
    assert log_size(too_long) == 0


def test_a_section_that_fails_is_part_of_the_report(page, monkeypatch):
    def fail(_problems):
        raise RuntimeError("no such\nluck")

    monkeypatch.setitem(doctor.SECTIONS, "Audio", fail)
    monkeypatch.setattr(doctor, "SECTIONS", {"Audio": fail})
    assert page() == {"Problems": ["- Audio: RuntimeError: no such luck"], "Audio": ["(failed)"]}


def test_a_missing_package_is_a_problem(monkeypatch):
    monkeypatch.setattr(doctor_program, "REQUIRED", ("numpy", "no-such-package"))
    problems = []
    assert "numpy 2" in doctor_program.packages(problems)[0]
    assert problems == ["the package no-such-package is not installed"]


def test_home_and_name_are_replaced_as_whole_parts_of_paths(monkeypatch):
    monkeypatch.setattr(impersonal, "_homes", lambda: {"/home/kim", r"C:\Users\kim", "C:/Users/kim"})
    monkeypatch.setattr(impersonal, "_user_name", lambda: "kim")
    hide = Impersonal()
    assert hide("in /home/kim, /home/kim/Music and /home/kimono") == "in ~, ~/Music and /home/kimono"
    assert hide(r"C:\Users\Kim\Music; c:/users/kim/x") == r"~\Music; ~/x"
    assert hide("/media/kim/Disk /run/user/kim") == "/media/USER/Disk /run/user/USER"
    assert hide("kimono, kim") == "kimono, kim"
    assert hide("/home//kim/x:C:\\\\Users\\kim") == "~/x:~"


def test_the_home_folder_is_replaced_however_its_accents_are_written(monkeypatch):
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, "/home/Zoe\u0301/")
    assert Impersonal()("/home/Zoe\u0301/x /home/Zo\u00e9/x") == "~/x ~/x"
