"""Where sounds of the user's own live on the map of a bundle, from their files or bytes."""

from pathlib import Path

from latentpad.bundle.bundle import Bundle
from latentpad.player.explorer import MAX_TEXT
from latentpad.player.own_sounds import OwnSound, OwnSounds
from latentpad.request import Located
from latentpad.synth.locator import Locator


class Locating:
    """Locates sounds, in any number of threads at once.

    Parameters
    ----------
    bundle : Bundle
    locator : Locator
        Of that bundle.
    sounds : OwnSounds
        Reads the files.
    """

    def __init__(self, bundle: Bundle, locator: Locator, sounds: OwnSounds) -> None:
        self._names, self._labels = bundle.map.names, bundle.labels
        self._locator, self._sounds = locator, sounds

    def file(self, path: Path | str) -> Located:
        """Return where the sound of a file lives.

        Raises
        ------
        OwnSoundError
            The file cannot be used: `latentpad.player.own_sounds.OwnSounds.read`.
        BundleError
            The bundle's encoder cannot be run.
        """
        return self._locate(self._sounds.read(path))

    def content(self, content: bytes, name: str = "sound") -> Located:
        """Return where the sound of a file's bytes lives; raises as `file` does."""
        return self._locate(self._sounds.decode(content, name))

    def _locate(self, sound: OwnSound) -> Located:
        found = self._locator.locate(sound.signal)
        kind = self._labels[found.label][:MAX_TEXT] if found.label >= 0 else ""
        names = tuple(str(self._names[index]) for index in found.nearest)
        return Located(found.x, found.y, kind, found.certainty, found.distance, names)
