import pytest

from latentpad.cli import alert
from latentpad.cli.alert import alert_last_error, dialog_command
from latentpad.cli.log_file import last_error


@pytest.fixture
def log(tmp_path, monkeypatch):
    path = tmp_path / "latentpad.log"
    path.write_text("2026-01-01 ERROR earlier\n2026-01-01 12:00:00,000 ERROR UDP port 9310 is in use by Max\n")
    monkeypatch.setattr(alert, "log_path", lambda _port: path)
    return path


@pytest.fixture
def ran(monkeypatch):
    """Return the commands that are run."""
    commands = []
    monkeypatch.setattr(alert.subprocess, "run", lambda command, **_options: commands.append(command))
    return commands


def test_the_last_error_of_the_log_is_told(log, tmp_path):
    assert last_error(log) == "UDP port 9310 is in use by Max"
    assert last_error(log, len("2026-01-01 ERROR earlier\n")) == "UDP port 9310 is in use by Max"
    assert last_error(log, log.stat().st_size).startswith("latentpad did not start")
    assert last_error(log, 10**6) == "UDP port 9310 is in use by Max"  # the log was renamed since
    assert last_error(tmp_path / "gone").startswith("latentpad did not start")
    log.write_text("Traceback\nValueError: bug\n")
    assert last_error(log) == "ValueError: bug"


def test_a_desktop_of_linux_shows_it_with_the_dialog_that_it_has(log, ran, tmp_path, monkeypatch):
    monkeypatch.setattr(alert.sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setenv("PATH", str(tmp_path))
    alert_last_error()
    assert ran == []
    for name in ("notify-send", "kdialog"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
        alert_last_error()
    assert [(command[0], command[-1]) for command in ran] == [
        ("notify-send", "UDP port 9310 is in use by Max"),
        ("kdialog", "UDP port 9310 is in use by Max"),
    ]


def test_macos_shows_it_without_reading_the_text_as_a_script(monkeypatch):
    monkeypatch.setattr(alert.sys, "platform", "darwin")
    assert dialog_command('say "hello"')[-2:] == ["latentpad", 'say "hello"']


def test_without_a_display_nothing_is_shown(log, ran, monkeypatch):
    monkeypatch.setattr(alert.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    alert_last_error()
    assert ran == []
