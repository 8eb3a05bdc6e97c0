"""The app, once it is built, as a user of its own who has nothing else; that takes the rights to make one."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from build import internal, program
from try_app import PAGE, Trial

pytestmark = [
    pytest.mark.clients,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, the workflow of releases tries the app"),
]

OUTPUT = Path(__file__).parents[2] / "dist"
NAME = "latentpad-trial"

FIRST_SOUND_SECONDS = 10.0


@pytest.fixture(scope="module")
def app():
    """The program of the app, in a folder that everybody may read and nobody but root may write."""
    if not Path(program(internal(OUTPUT))).exists():
        pytest.skip('the app is not built (pip install ".[app,map,shelf]" && python packaging/build.py dist)')
    if os.geteuid():
        pytest.skip("only root can make a user account")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        shutil.copytree(OUTPUT / "latentpad", Path(folder, "latentpad"), symlinks=True)
        yield program(internal(Path(folder)))


@pytest.fixture
def user():
    """A user account with an empty home folder."""
    subprocess.run(["userdel", "--force", "--remove", NAME], capture_output=True, check=False)
    subprocess.run(["useradd", "--create-home", NAME], check=True, capture_output=True)
    yield pwd.getpwnam(NAME)
    subprocess.run(["userdel", "--force", "--remove", NAME], check=True, capture_output=True)


@pytest.fixture
def opened(user):
    """Have a browser that notes what it is asked to open, and a display; return variables, and the notes."""
    notes, script = Path(user.pw_dir, "opened"), Path(user.pw_dir, "browser")
    script.write_text(f'#!/bin/sh\necho "$1 $LD_LIBRARY_PATH" >> {notes}\n')
    script.chmod(0o755)
    systemctl = Path(user.pw_dir, "nothing", "systemctl")  # that systemd is there is known by this program
    systemctl.parent.mkdir()
    systemctl.write_text("#!/bin/sh\n")
    systemctl.chmod(0o755)
    return {"BROWSER": str(script), "DISPLAY": ":99"}, notes


def test_a_new_user_has_a_sound_within_ten_seconds_of_the_first_start(app, user, opened):
    variables, notes = opened
    account = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    trial = Trial(app, Path(user.pw_dir), variables, **account)
    home = Path(user.pw_dir)

    def look():
        assert list(home.glob("Music/latentpad/*.wav"))
        assert notes.read_text().split() == [PAGE, PAGE]  # without the app's own libraries
        report = trial.output("doctor")
        assert "compiled loops: complete" in report, report
        assert user.pw_dir not in report
        assert trial.output("--daemon", "enable").startswith("latentpad starts at login")
        unit = (home / ".config/systemd/user/latentpad.service").read_text()
        assert f'ExecStart="{app}" "serve" "--no-open" "--log"' in unit
        assert trial.output("--daemon", "disable").startswith("latentpad no longer starts")

    seconds = trial.run(look)
    log = (home / ".local/state/latentpad/log/latentpad.log").read_text()
    assert "Compiling" not in log
    assert log.endswith(" INFO Stopped\n")
    assert seconds < FIRST_SOUND_SECONDS
    started = trial.output("--daemon", "start")
    assert started.startswith(f"latentpad runs: {PAGE}")
    assert trial.output("--daemon", "stop") == "latentpad has stopped\n"


def test_the_app_maps_a_folder(app, user):
    account = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    trial = Trial(app, Path(user.pw_dir), **account)
    trial.output("factory", "one-shots", "--per-label", "2")
    assert "mapped.latentpad" in trial.output("map", "one-shots", "-o", "mapped.latentpad")
    assert trial.output("render", "--bundle", "mapped.latentpad", "0.3", "0.6", "-o", "sound.wav").endswith(
        "sound.wav\n"
    )
