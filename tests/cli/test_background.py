"""``latentpad --daemon``: processes that outlive the command which starts them, and what starts them at login."""

import os
import plistlib
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from latentpad.cli import background, login, own_command
from latentpad.cli.log_file import MAX_BYTES, last_error, log_path, logged_to_file
from latentpad.cli.login import MARK, disable, enable, is_enabled
from latentpad.cli.main import main
from latentpad.daemon.running import Running, find_running
from latentpad.errors import LatentpadError, PortError

TIMEOUT = 120.0


def free_port(kind):
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Give the test a home folder for its logs and settings; compiled loops stay where they are."""
    folder = tmp_path / "home é"
    folder.mkdir()
    for name, value in (("XDG_STATE_HOME", "state"), ("XDG_CONFIG_HOME", "config"), ("APPDATA", "roaming")):
        monkeypatch.setenv(name, str(folder / value))
    return folder


@pytest.fixture
def arguments(bundle_path, drop):
    ports = {"--port": socket.SOCK_DGRAM, "--reply-port": socket.SOCK_DGRAM, "--web-port": socket.SOCK_STREAM}
    numbers = [part for flag, kind in ports.items() for part in (flag, str(free_port(kind)))]
    return [str(bundle_path), "--drop", str(drop), "--no-inbox", "--no-oscquery", *numbers]


def run(*words):
    command = [sys.executable, "-m", "latentpad", "--daemon", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT)


def test_a_daemon_is_started_found_and_stopped_without_a_terminal(arguments):
    port = arguments[6]
    started = run("start", *arguments)
    assert (started.returncode, started.stderr) == (0, "")
    try:
        (running,) = find_running()
        assert (running.port, running.ready) == (int(port), True)
        assert started.stdout.startswith(
            f"latentpad runs: {running.page}, OSC on port {port} (process {running.process},"
        )
        again = run("start", *arguments)
        assert again.stdout.startswith(f"latentpad is already running: {running.page}")
        status = run("status")
        assert status.returncode == 0
        assert status.stdout.startswith(f"latentpad runs: {running.page}, OSC on port {port}")
    finally:
        stopped = run("stop")
    assert (stopped.returncode, stopped.stdout) == (0, "latentpad has stopped\n")
    assert run("status").returncode == background.NOT_RUNNING
    log = log_path(int(port)).read_text(encoding="utf-8")
    assert re.search(r"^\d{4}-\d\d-\d\d [\d:,]+ INFO Ready: OSC on 127", log, re.MULTILINE)
    assert log.endswith(" INFO Stopped\n")


def test_a_start_that_fails_says_why(arguments, tmp_path, capsys):
    assert main(["--daemon", "start", *arguments[1:], str(tmp_path / "gone.latentpad")]) == 1
    complaint = capsys.readouterr().err
    assert complaint.startswith(f"latentpad: {tmp_path / 'gone.latentpad'} does not exist")
    assert find_running() == []


@pytest.fixture
def running(monkeypatch):
    """Have these run; return those that were asked to stop."""
    asked = []

    def have(*ports, ends=True, web_port=0):
        found = [Running(n, "1.0", port, web_port, 0.0, True) for n, port in enumerate(ports, 1)]
        monkeypatch.setattr(background, "find_running", lambda: found)
        monkeypatch.setattr(background, "ask_to_stop", lambda one, _seconds: asked.append(one.port) or ends)
        return asked

    return have


@pytest.mark.parametrize(("option", "expected"), [("--open", ["http://127.0.0.1:9312"]), ("--no-open", [])])
def test_start_opens_the_page_of_one_that_runs_on_request(running, monkeypatch, option, expected):
    opened = []
    monkeypatch.setattr(background, "open_page", opened.append)
    running(9310, web_port=9312)
    assert main(["--daemon", "start", option]) == 0
    assert opened == expected


def test_start_says_that_another_bundle_is_not_played(running, capsys):
    running(9310, web_port=9312)
    assert main(["--daemon", "start", "--trigger", "auto"]) == 1
    assert "already running (http://127.0.0.1:9312), and plays something else" in capsys.readouterr().err


def test_start_waits_for_one_that_is_starting(monkeypatch, capsys):
    polls = [False] * 3 + [True] * 3
    monkeypatch.setattr(
        background, "find_running", lambda: [Running(1, "1.0", 9310, 9312, 0.0, polls.pop(0))] if polls else []
    )
    assert main(["--daemon", "start"]) == 0
    assert "about to be ready" not in capsys.readouterr().out
    assert len(polls) < 3


@pytest.mark.parametrize("status", [0, 1])
def test_a_start_beside_another_one_waits_for_it_or_says_why_not(monkeypatch, capsys, status):
    log = log_path(9310)
    polls = iter([[], *[[Running(1, "1.0", 9310, 9312, 0.0, is_ready)] for is_ready in (False, False, True)]])
    monkeypatch.setattr(background, "find_running", lambda: next(polls))

    def spawn(_command):
        log.parent.mkdir(parents=True)
        log.write_text("2026-01-01 00:00:00,000 ERROR other options\n2026-01-01 00:00:00,001 INFO Ready\n")
        process = subprocess.Popen([sys.executable, "-c", f"raise SystemExit({status})"])
        process.wait(TIMEOUT)
        return process

    monkeypatch.setattr(background, "_spawn", spawn)
    assert main(["--daemon", "start"]) == status
    told = capsys.readouterr()
    assert told.out.startswith("latentpad runs: http://127.0.0.1:9312") if status == 0 else not told.out
    assert told.err == ("" if status == 0 else "latentpad: other options\n")


def test_start_goes_on_without_a_log_and_says_so(monkeypatch, tmp_path, capsys):
    log = tmp_path / ("x" * 300) / "latentpad.log"  # an error for root, too
    monkeypatch.setattr(background, "log_path", lambda _port: log)
    polls = iter([[], [Running(1, "1.0", 9310, 9312, 0.0, True)]])
    monkeypatch.setattr(background, "find_running", lambda: next(polls))
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        monkeypatch.setattr(background, "_spawn", lambda _command: process)
    assert main(["--daemon", "start"]) == 0
    assert capsys.readouterr().out.endswith(f"\nIt logs nothing: {log} cannot be written\n")


def test_start_needs_a_place_by_which_it_is_found(monkeypatch, tmp_path, capsys):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr("latentpad.daemon.running.user_data_folder", lambda: tmp_path / "file")
    monkeypatch.setattr(background, "_spawn", lambda _command: pytest.fail("it was started"))
    assert main(["--daemon", "start"]) == 1
    assert re.fullmatch(r"latentpad: .*running cannot be written \(Not a directory\), .*\n", capsys.readouterr().err)


def test_stop_takes_the_only_one_or_the_one_that_is_named(running, capsys):
    asked = running(9400)
    assert main(["--daemon", "stop"]) == 0
    running(9310, 9400)
    assert main(["--daemon", "stop", "--port", "9310"]) == 0
    assert asked == [9400, 9310]
    assert main(["--daemon", "stop"]) == 1
    assert "--port with 9310, 9400" in capsys.readouterr().err


def test_stop_without_one_that_runs_is_no_error(running, capsys):
    running()
    assert main(["--daemon", "stop"]) == 0
    assert capsys.readouterr().out == "latentpad is not running\n"


def test_stop_says_what_does_not_end(running, capsys):
    running(9310, ends=False)
    assert main(["--daemon", "stop"]) == 1
    assert re.search(r"process 1\) has not stopped within 15 s; end it by hand", capsys.readouterr().err)


@pytest.mark.parametrize("words", [[], ["restart"], ["stop", "--port", "x"], ["start", "--gone"]])
def test_wrong_arguments_are_refused_in_one_line(words, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["--daemon", *words])
    assert len(capsys.readouterr().err.splitlines()) == 1


posix = pytest.mark.skipif(os.name == "nt", reason="scripts in the place of programs, and links")

COMMAND = ['/opt/my programs/latent"pad', "serve", "--drop", "/home/é/100% $HOME\\x"]


@pytest.fixture
def system(monkeypatch, tmp_path):
    """Behave as on a system, whose own programs are scripts."""
    programs = tmp_path / "programs"
    programs.mkdir()

    def be(name, *scripts):
        monkeypatch.setattr(login.sys, "platform", name)
        for script in scripts:
            (programs / script).write_text("#!/bin/sh\nexit 1\n")
            (programs / script).chmod(0o755)
        monkeypatch.setenv("PATH", str(programs))

    return be


@posix
def test_linux_starts_it_by_a_unit_of_systemd(system, home):
    system("linux", "systemctl")
    assert not is_enabled()
    unit = enable(COMMAND)
    assert unit == home / "config" / "systemd" / "user" / "latentpad.service"
    assert is_enabled()
    assert (unit.parent / "default.target.wants" / unit.name).resolve() == unit.resolve()
    start = r'ExecStart="/opt/my programs/latent\"pad" "serve" "--drop" "/home/é/100%% $$HOME\\x"'
    assert start in unit.read_text(encoding="utf-8").splitlines()
    assert enable(COMMAND[:2]) == unit
    assert disable() == unit
    assert [path for path in unit.parent.rglob("*") if not path.is_dir()] == []
    assert disable() is None


@posix
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed (Debian: systemd)")
def test_systemd_accepts_the_unit(system, home, tmp_path, monkeypatch):
    analyze = shutil.which("systemd-analyze")
    program = tmp_path / "my programs" / "latent pad é"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    system("linux", "systemctl")
    unit = enable([str(program), *COMMAND[1:]])
    monkeypatch.undo()
    environment = os.environ | {"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(home)}
    done = subprocess.run(
        [analyze, "--user", "verify", unit], capture_output=True, text=True, env=environment, timeout=TIMEOUT
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if "latentpad" in line]) == (0, [])


@posix
def test_a_system_without_systemd_is_told_what_to_do(system):
    system("linux")
    with pytest.raises(LatentpadError, match="no systemd; add 'latentpad serve --log' to"):
        enable(COMMAND)
    assert not is_enabled()


def test_macos_starts_it_by_an_agent(system, monkeypatch, home):
    system("darwin")
    monkeypatch.setattr(login, "user_path", lambda text: home / text.removeprefix("~/"))
    agent = enable(COMMAND)
    assert agent == home / "Library" / "LaunchAgents" / "latentpad.plist"
    found = plistlib.loads(agent.read_bytes())
    assert (found["Label"], found["ProgramArguments"], found["RunAtLoad"]) == ("latentpad", COMMAND, True)
    assert enable(COMMAND) == agent
    assert disable() == agent
    assert not agent.exists()


def test_windows_starts_it_by_a_shortcut(system, monkeypatch, home):
    asked = {}

    def shell(program, env, **_options):
        asked.update(env, program=program)
        Path(env["LATENTPAD_LINK"]).write_bytes(env["LATENTPAD_MARK"].encode("utf-16-le"))
        return subprocess.CompletedProcess(program, 0)

    system("win32")
    monkeypatch.setattr(login.subprocess, "run", shell)
    link = enable(COMMAND)
    assert link.parts[-4:] == ("Start Menu", "Programs", "Startup", "latentpad.lnk")
    assert link.is_relative_to(home)
    assert asked["program"][:3] == ["powershell", "-NoProfile", "-NonInteractive"]
    assert asked["LATENTPAD_TARGET"] == COMMAND[0]
    assert asked["LATENTPAD_ARGUMENTS"] == 'serve --drop "/home/é/100% $HOME\\x"'
    assert disable() == link
    monkeypatch.setattr(login.subprocess, "run", lambda program, **_: subprocess.CompletedProcess(program, 1))
    with pytest.raises(LatentpadError, match="PowerShell ended with status 1"):
        enable(COMMAND)


@posix
def test_a_file_that_is_not_latentpads_is_neither_replaced_nor_removed(system, home):
    system("linux", "systemctl")
    unit = home / "config" / "systemd" / "user" / "latentpad.service"
    unit.parent.mkdir(parents=True)
    unit.write_text("[Service]\nExecStart=/usr/local/bin/mine\n")
    for change in (lambda: enable(COMMAND), disable):
        with pytest.raises(LatentpadError, match="was not written by latentpad"):
            change()
    assert "mine" in unit.read_text()
    assert not is_enabled()


@posix
def test_a_file_in_the_place_of_the_link_stays(system, home):
    system("linux", "systemctl")
    wanted = home / "config" / "systemd" / "user" / "default.target.wants" / "latentpad.service"
    wanted.parent.mkdir(parents=True)
    wanted.write_text("mine")
    with pytest.raises(LatentpadError, match=r"default.target.wants.* was not written by latentpad"):
        enable(COMMAND)
    wanted.unlink()
    unit = enable(COMMAND)
    wanted.unlink()
    assert not is_enabled()
    wanted.write_text("mine")
    assert disable() == unit
    assert wanted.read_text() == "mine"


@posix
def test_a_folder_that_cannot_be_written_is_named(system, home):
    system("linux", "systemctl")
    (home / "config").write_bytes(b"")
    with pytest.raises(LatentpadError, match=r"latentpad\.service cannot be (read|written) \("):
        enable(COMMAND)


@posix
def test_enable_takes_the_options_of_serve_and_checks_them(system, capsys, home):
    system("linux", "systemctl")
    assert main(["--daemon", "enable", "--trigger", "auto"]) == 0
    unit = home / "config" / "systemd" / "user" / "latentpad.service"
    assert unit.read_text().count('"serve" "--no-open" "--log" "--trigger" "auto"') == 1
    assert MARK in unit.read_text()
    assert main(["--daemon", "disable"]) == 0
    assert main(["--daemon", "disable"]) == 0
    assert capsys.readouterr().out.endswith("It did not start at login\n")
    with pytest.raises(SystemExit, match="2"):
        main(["--daemon", "enable", "--gone"])


@posix
def test_an_app_that_runs_from_a_temporary_place_is_not_started_at_login(system, monkeypatch):
    system("linux", "systemctl")
    monkeypatch.setattr(own_command.sys, "frozen", True, raising=False)
    monkeypatch.setattr(own_command.sys, "executable", "/private/var/x/AppTranslocation/1/d/latentpad.app/latentpad")
    assert own_command.own_command() == [own_command.sys.executable]
    with pytest.raises(LatentpadError, match="move it to your programs first"):
        enable(COMMAND)


def test_a_log_is_renamed_when_it_is_long(tmp_path, caplog):
    import logging

    path = tmp_path / "logs" / "latentpad.log"
    caplog.set_level(logging.INFO)
    with logged_to_file(path):
        for _ in range(6):
            logging.getLogger("latentpad").info("x" * (MAX_BYTES - 1000))
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "latentpad.log",
        *(f"latentpad.log.{n}" for n in (1, 2, 3)),
    ]


def test_a_log_tells_what_ended_the_program(tmp_path):
    path = tmp_path / "latentpad.log"
    with pytest.raises(PortError), logged_to_file(path):
        raise PortError("UDP port 1 is in use")
    with pytest.raises(ValueError, match="bug"), logged_to_file(path):
        raise ValueError("bug")
    first, *others = path.read_text().splitlines()
    assert first.endswith(" ERROR UDP port 1 is in use")
    assert others[0].endswith(" ERROR latentpad has failed")
    assert others[-1] == "ValueError: bug"
    assert last_error(path) == "ValueError: bug"
    assert last_error(path, path.stat().st_size + 1) == "ValueError: bug"


def test_a_log_that_cannot_be_written_costs_a_warning(tmp_path, caplog):
    (tmp_path / "file").write_bytes(b"")
    with logged_to_file(tmp_path / "file" / "latentpad.log"):
        pass
    assert "there is no log file" in caplog.text
