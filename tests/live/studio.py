"""A session in Live, as far as a control surface sees it: a set, a browser, and someone who selects things.

Behaves as Live is reported to: the browser shows new files a moment after they appear, and loads them a moment after it
is asked to; a sample that is loaded into a pad becomes a Simpler on it.
"""

import unicodedata
from pathlib import Path
from urllib.parse import quote

from stub_classes import Strict, live_module


class Studio:
    """Live with a set of one MIDI track, one audio track, and the browser."""

    def __init__(self, version=12.3):
        self.version = version
        self.status, self.log, self.forwarded = [], [], []
        self.places, self.shown, self.loading, self.loaded = [], set(), [], []
        self.are_files_shown_at_once = self.are_files_loaded_at_once = True
        self.browser = Strict(
            "Browser",
            {
                "hotswap_target": None,
                "user_folders": lambda: [self.item(folder) for folder in self.places],
                "user_library": self.item(Path("/nowhere/User Library")),
                "load_item": self._load,
            },
        )
        self.app_view = Strict("Application.View", {"focused_document_view": "Session"})
        self.application = Strict("Application", {"browser": self.browser, "view": self.app_view})
        self.midi = self._track(has_audio_input=False)
        self.audio = self._track(has_audio_input=True)
        self.view = Strict("Song.View", {"selected_track": self.midi, "highlighted_clip_slot": self.slot()})
        self.song = Strict("Song", {"view": self.view})
        functions = {
            "Application.get_application": lambda: self.application,
            "MidiMap.forward_midi_cc": lambda *rest: self.forwarded.append(("cc", *rest)),
            "MidiMap.forward_midi_note": lambda *rest: self.forwarded.append(("note", *rest)),
        }
        self.module = live_module(**functions)
        self.browser.filter_type = self.module.Browser.FilterType.hotswap_off

    def select(self, device):
        """Select a device of the MIDI track."""
        self.midi.view.has(selected_device=device)
        self.view.has(selected_track=self.midi)

    def select_slot(self, slot):
        """Select a clip slot of the audio track."""
        self.view.has(selected_track=self.audio, highlighted_clip_slot=slot)

    def simpler(self, name="Simpler", path=None, multi_sample_mode=False):
        """Return a Simpler that holds a sample, or none."""
        values = {
            "class_name": "OriginalSimpler",
            "name": name,
            "sample": path and Strict("Sample", {"file_path": str(path)}),
            "multi_sample_mode": multi_sample_mode,
            "can_have_drum_pads": False,
        }
        device = Strict("SimplerDevice", values)
        if self.version >= 12.4:
            newer = {"replace_sample": lambda path: self._hold(device, path)}
            device = Strict("SimplerDevice", values, newer=newer)
        return device

    def device(self, class_name):
        """Return a device that is neither a Simpler nor a rack."""
        return Strict("Device", {"class_name": class_name, "name": class_name, "can_have_drum_pads": False})

    def drum_rack(self, pad):
        """Return a Drum Rack whose selected pad is this."""
        view = Strict("RackDevice.View", {"selected_drum_pad": pad})
        return Strict(
            "RackDevice",
            {"class_name": "DrumGroupDevice", "can_have_drum_pads": True, "has_drum_pads": True, "view": view},
        )

    def pad(self, name, *devices):
        """Return a pad with a chain of devices; without devices, an empty one."""
        chains = [Strict("Chain", {"devices": list(devices)})] if devices else []
        return Strict("DrumPad", {"name": name, "chains": chains})

    def slot(self, path=None):
        """Return a clip slot, full if it is given the path of a clip."""
        missing = ["create_audio_clip"] if self.version < 12 else []
        slot = Strict("ClipSlot", {"has_clip": False}, missing)
        slot.has(create_audio_clip=lambda path: self._make_clip(slot, path))
        if path:
            self._make_clip(slot, str(path))
        return slot

    def item(self, path):
        """Return the browser's item of a file or folder, with accents as macOS writes them."""
        address = "userfolder:" + quote(str(path), safe="") + "#"
        return Strict(
            "BrowserItem",
            {
                "name": unicodedata.normalize("NFD", path.name),
                "uri": address if path in self.places else f"query:Everything#{path.name}",
                "is_folder": path.is_dir(),
                "is_loadable": not path.is_dir(),
                "children": lambda: [self.item(child) for child in sorted(path.iterdir()) if self._is_shown(child)],
            },
        )

    def show_files(self):
        """Have the browser notice what is in its folders."""
        self.shown = {child for place in self.places for child in place.rglob("*")}

    def finish_loading(self):
        """Have Live load what it was asked to."""
        for target, path in self.loading:
            if "DrumPad" in target.kinds:
                target.has(chains=[Strict("Chain", {"devices": [self.simpler(path=path)]})])
            else:
                self._hold(target, str(path))
            self.loaded.append(path)
        self.loading.clear()

    def _track(self, has_audio_input):
        view = Strict("Track.View", {"selected_device": None})
        return Strict("Track", {"view": view, "has_audio_input": has_audio_input})

    def _is_shown(self, path):
        return self.are_files_shown_at_once or path in self.shown

    def _hold(self, device, path):
        assert Path(path).is_file()
        device.has(sample=Strict("Sample", {"file_path": path}))

    def _make_clip(self, slot, path):
        if slot.has_clip or not Path(path).is_file():
            raise RuntimeError("cannot create an audio clip here")
        slot.has(has_clip=True, clip=Strict("Clip", {"file_path": path}))

    def _load(self, item):
        """Load an item into the target of hot-swapping, as Live does; without one, it would make a new track."""
        target = self.browser.hotswap_target
        assert target is not None
        if "DrumPad" in target.kinds:
            assert self.browser.filter_type == self.module.Browser.FilterType.drum_pad_hotswap
        (path,) = {path for place in self.places for path in place.rglob("*") if self.item(path).name == item.name}
        self.loading.append((target, path))
        if self.are_files_loaded_at_once:
            self.finish_loading()


class Host:
    """The object that Live hands to a control surface; it has these methods and, in truth, others."""

    __slots__ = ("_studio",)

    def __init__(self, studio):
        self._studio = studio

    def handle(self):
        return 42

    def log_message(self, message):
        assert isinstance(message, str)
        self._studio.log.append(message)

    def show_message(self, message):
        assert isinstance(message, str)
        self._studio.status.append(message.removeprefix("latentpad: "))

    def song(self):
        return self._studio.song
