"""Where the user's hands are: the selected Simpler, Drum Rack pad or clip slot.

Drum Samplers, Samplers and Simplers with several samples are left alone: a sample from the browser would replace them
by another device, and their settings would be lost. So are pads with several layers, whose first is not the one meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Union

import Live

from .problems import Problem
from .shelf import Shelf

if TYPE_CHECKING:
    from Live.Application import Application
    from Live.ClipSlot import ClipSlot
    from Live.Device import Device
    from Live.DrumPad import DrumPad
    from Live.SimplerDevice import SimplerDevice
    from Live.Song import Song

SIMPLER = "OriginalSimpler"
"""Simpler's `class_name`; Sampler's is another."""

SELECT = "select a Simpler, a pad of a Drum Rack, or an empty clip slot of an audio track"


class Simpler:
    """A Simpler."""

    def __init__(self, device: SimplerDevice, name: str) -> None:
        self._device = device
        self.name = name

    @property
    def is_gone(self) -> bool:
        """Whether it was deleted in Live."""
        return _is_gone(self._device)

    def sound(self) -> str | None:
        """Return the path of the sample in it."""
        sample = self._device.sample
        return sample.file_path if sample is not None else None

    def put(self, path: str, shelf: Shelf) -> None:
        """Load a sample (raises Problem)."""
        replace: Any = getattr(self._device, "replace_sample", None)  # Live 12.4
        if replace is None:
            shelf.load(path, self._device)
            return
        try:
            replace(path)
        except RuntimeError as error:
            raise Problem(f"Live cannot load the sample: {error}") from None


class Pad:
    """A pad of a Drum Rack that was empty when it was selected."""

    def __init__(self, pad: DrumPad) -> None:
        self._pad = pad
        self.name = f"pad {pad.name}"

    @property
    def is_gone(self) -> bool:
        """Whether its Drum Rack was deleted in Live."""
        return _is_gone(self._pad)

    def sound(self) -> str | None:
        """Return the path of the sample on it."""
        device = _simpler_of(self._pad)
        return Simpler(device, "").sound() if device else None

    def put(self, path: str, shelf: Shelf) -> None:
        """Load a sample into a new Simpler (raises Problem)."""
        shelf.load(path, self._pad, Live.Browser.FilterType.drum_pad_hotswap)


class Slot:
    """An empty clip slot of an audio track."""

    name = "clip slot"

    def __init__(self, slot: ClipSlot) -> None:
        self._slot = slot

    @property
    def is_gone(self) -> bool:
        """Whether its track or scene was deleted in Live."""
        return _is_gone(self._slot)

    def sound(self) -> str | None:
        """Return the path of the file that its clip plays."""
        return self._slot.clip.file_path if self._slot.has_clip else None

    def put(self, path: str, _shelf: Shelf) -> None:
        """Make a clip of a sample (raises Problem)."""
        try:
            self._slot.create_audio_clip(path)
        except RuntimeError as error:
            raise Problem(f"Live cannot make a clip: {error}") from None


Target = Union[Simpler, Pad, Slot]


def find_target(song: Song, application: Application) -> Target:
    """Return what is selected (raises Problem if nothing is that takes a sample)."""
    device = song.view.selected_track.view.selected_device
    if device is not None:
        if device.class_name == SIMPLER:
            return _simpler(device, device.name)
        if device.can_have_drum_pads and device.has_drum_pads:  # type: ignore[attr-defined]
            return _on_pad(device.view.selected_drum_pad)  # type: ignore[attr-defined]
    if application.view.focused_document_view == "Session":
        slot = song.view.highlighted_clip_slot
        if slot is not None and song.view.selected_track.has_audio_input:
            return _empty(slot)
    raise Problem(SELECT)


def _is_gone(thing: Any) -> bool:
    """Return whether Live has deleted something: what is left of it equals None, but is not None."""
    return bool(thing == None)  # noqa: E711


def _on_pad(pad: DrumPad | None) -> Target:
    """Return the Simpler on a pad, or the pad if it is empty."""
    if pad is None:
        raise Problem("select a pad of the Drum Rack")
    if not len(pad.chains):
        return Pad(pad)
    if len(pad.chains) > 1:
        raise Problem(f"pad {pad.name} has several layers; it is left as it is: select the Simpler of one")
    device = _simpler_of(pad)
    if device is None:
        raise Problem(f"pad {pad.name} has no Simpler; it is left as it is: select an empty pad")
    return _simpler(device, f"pad {pad.name}")


def _simpler_of(pad: DrumPad) -> Any:
    """Return the first Simpler of a pad's first chain."""
    devices = pad.chains[0].devices if len(pad.chains) else ()
    return next((device for device in devices if device.class_name == SIMPLER), None)


def _simpler(device: Device, name: str) -> Simpler:
    """Return a Simpler of one sample (raises Problem)."""
    if device.multi_sample_mode:  # type: ignore[attr-defined]
        raise Problem(f"{name} holds several samples; it is left as it is: select another Simpler")
    return Simpler(device, name)  # type: ignore[arg-type]


def _empty(slot: ClipSlot) -> Slot:
    """Return a slot that can have a new clip (raises Problem)."""
    if getattr(slot, "create_audio_clip", None) is None:
        raise Problem("clip slots need Live 12.0.5 or newer; select a Simpler or a pad of a Drum Rack")
    if slot.has_clip:
        raise Problem("the selected clip slot is full: select an empty one")
    return Slot(slot)
