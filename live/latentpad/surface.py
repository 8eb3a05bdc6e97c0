"""The control surface: what Live calls, what comes from the daemon, and what knobs and buttons do.

A plain object with the methods that Live calls on every script, so that it depends on no class of Live's own scripts,
which change with its versions.
"""

from __future__ import annotations

import os
import random
import traceback
from typing import TYPE_CHECKING, Callable

import Live

from .connection import Connection
from .controls import CC, KNOBS, is_press
from .file_names import base, is_same, parent
from .osc import Message
from .placing import Placing
from .settings import read_settings

if TYPE_CHECKING:
    from .host import Host

FIRST_ID, LAST_ID = 1 << 20, 1 << 30
"""Ids of requests begin somewhere between these, lest they be those of another client."""


class Surface:
    """latentpad as a control surface of Live."""

    def __init__(self, c_instance: Host) -> None:
        self._live = c_instance
        self._settings, wrong = read_settings()
        self._follows = self._settings.follow
        self._connection = Connection(self._settings.port)
        self._was_missing = False
        self._said = self._greeting = ""
        self._odd: set[str] = set()
        """Addresses of replies that were not as expected, of which each is logged once."""
        self._id = random.randint(FIRST_ID, LAST_ID)
        self._point = {"x": 0.5, "y": 0.5}
        self._newest = self._arrived = ""
        self._placing = Placing(c_instance.song, Live.Application.get_application, self._say)
        self._replies: dict[str, Callable[..., None]] = {
            "/latentpad/welcome": self._on_welcome,
            "/latentpad/point": self._on_point,
            "/latentpad/done": self._on_done,
            "/latentpad/kept": self._on_kept,
            "/latentpad/error": self._on_error,
        }
        for line in wrong:
            self._say(line)

    def update_display(self) -> None:
        """Serve the connection and what waits; Live calls this every 100 ms."""
        self._do(self._update)

    def receive_midi(self, midi_bytes: tuple[int, ...]) -> None:
        """Serve a knob or a button; Live calls this for what `build_midi_map` asks for."""
        if len(midi_bytes) == 3:
            self._do(self._hear, midi_bytes)

    def build_midi_map(self, midi_map_handle: int) -> None:
        """Ask Live for the messages of knobs and buttons; notes, also for their ends."""
        for control in self._settings.controls:
            forward = Live.MidiMap.forward_midi_cc if control.status == CC else Live.MidiMap.forward_midi_note
            for channel in control.channels:
                forward(self._live.handle(), midi_map_handle, channel, control.number)

    def disconnect(self) -> None:
        """Unsubscribe; Live calls this when the set or Live is closed, or another script is chosen."""
        self._placing.give_up()
        self._connection.close()

    def refresh_state(self) -> None:
        """Send nothing: no lights are driven."""

    def connect_script_instances(self, instanciated_scripts: object) -> None:
        """Work together with no other script."""

    def can_lock_to_devices(self) -> bool:
        """Return False: there is no device to lock to."""
        return False

    def suggest_input_port(self) -> str:
        """Return no name of a MIDI port: the user chooses."""
        return ""

    def suggest_output_port(self) -> str:
        """Return no name of a MIDI port: nothing is sent."""
        return ""

    def suggest_map_mode(self, cc_no: int, channel: int) -> int:
        """Return no way to take a controller that the user maps to something else."""
        return -1

    def _do(self, work: Callable[..., None], *arguments: object) -> None:
        """Work for Live, which would turn a script off that raises an error; it is logged."""
        try:
            work(*arguments)
        except Exception as error:  # noqa: BLE001  # the top of the script
            self._placing.give_up()
            text = f"something went wrong ({error}); Live's Log.txt says what"
            if text != self._said:  # not ten times a second
                self._say(text)
                self._live.log_message("latentpad: " + traceback.format_exc())

    def _update(self) -> None:
        for message in self._connection.poll():
            self._receive(message)
        self._report_connection()
        if self._arrived:  # the newest of those that came in
            path, self._arrived = self._arrived, ""
            self._placing.place(path, self._settings.replace == "everything")
        else:
            self._placing.update()

    def _hear(self, midi: tuple[int, ...]) -> None:
        for control in self._settings.controls:
            if control.hears(midi):
                if control.action in KNOBS:
                    self._point[control.action] = control.turned(self._point[control.action], midi[2])
                    self._connection.send("/latentpad/xy", self._point["x"], self._point["y"])
                elif is_press(midi):
                    self._press(control.action)

    def _press(self, action: str) -> None:
        self._id += 1
        if action == "follow":
            self._follows = not self._follows
            self._say("new samples go where you are" if self._follows else "new samples wait for the button Place")
        elif not self._connection.is_up:
            self._say("not running: start latentpad")
        elif action == "render":
            self._connection.send("/latentpad/generate", self._id, self._point["x"], self._point["y"])
        elif action == "place":
            self._place_newest()
        else:
            self._connection.send("/latentpad/" + action, self._id)

    def _place_newest(self) -> None:
        if self._newest:
            self._placing.place(self._newest, replaces_everything=True)
        else:
            self._say("there is no new sample so far: press Render or Random")

    def _receive(self, message: Message) -> None:
        serve = self._replies.get(message.address)
        if serve:
            try:
                serve(*message.arguments)
            except (TypeError, ValueError):  # a daemon of another version
                if message.address not in self._odd:
                    self._odd.add(message.address)
                    self._live.log_message(f"latentpad: unexpected arguments: {message!r:.300}")

    def _on_welcome(self, version: str, bundle: str, folder: str, *_: object) -> None:
        self._placing.folder = folder
        greeting = f"connected to latentpad {version}, bundle {bundle}"
        if greeting != self._greeting:  # a daemon answers every hello
            self._greeting = greeting
            self._say(greeting)

    def _on_point(self, x: float, y: float) -> None:
        self._point = {"x": x, "y": y}

    def _on_done(self, _id: int, path: str, x: float, y: float, *rest: float) -> None:
        """Note a sample to be placed: of a batch, only the first; none of kits, which have folders of their own."""
        self._newest = path = os.path.normpath(path)  # with backslashes on Windows
        self._point = {"x": x, "y": y}
        index = rest[5] if len(rest) > 5 else 0
        if index == 0 and is_same(parent(path), self._placing.folder) and self._follows:
            self._arrived = path

    def _on_kept(self, _id: int, path: str) -> None:
        self._say(f"kept as {base(path)}")

    def _on_error(self, _id: int, _code: str, text: str) -> None:
        self._say(text)

    def _report_connection(self) -> None:
        """Report that the daemon is gone or was never there."""
        is_missing = self._connection.is_missing
        if not self._connection.is_up:
            self._greeting = ""
        if is_missing and not self._was_missing:
            self._say("not running: start latentpad, and it connects by itself")
        self._was_missing = is_missing

    def _say(self, text: str) -> None:
        self._said = text
        self._live.show_message("latentpad: " + text)
        self._live.log_message("latentpad: " + text)
