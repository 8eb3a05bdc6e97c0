"""The player of sounds of the user's own: where they live on the map, and the way from them to its points."""

import os
from dataclasses import replace
from pathlib import Path

from latentpad.bundle.bundle import Bundle
from latentpad.errors import OwnSoundError, RangeError
from latentpad.player.admitted import AdmittedFolders
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.locating import Locating
from latentpad.player.point_player import PointPlayer
from latentpad.request import Located, Rendered, Request
from latentpad.samples.folder import Folder
from latentpad.samples.own_file import quoted, store_own_file
from latentpad.sources import Morph


class OwnPlayer(PointPlayer):
    """A loaded bundle that renders into one folder, and reads files of the user's own.

    Parameters
    ----------
    bundle, folder, cache, library
        As of `PointPlayer`.
    inbox : Path, optional
        Folder for sounds of the user's own, which other programs may name.
    """

    def __init__(
        self,
        bundle: Bundle,
        folder: Folder,
        cache: Path | None = None,
        library: LibraryAudio | None = None,
        inbox: Path | None = None,
    ) -> None:
        super().__init__(bundle, folder, cache, library)
        self.inbox = inbox
        self._admitted = AdmittedFolders((*self.renderer.library.folders, folder.path, *([inbox] if inbox else [])))
        shared = (folder.path, *([inbox] if inbox else []))
        self.renderer.own.files.guarded = (*shared, *(Path(os.path.realpath(one)) for one in shared))
        self._locating = Locating(bundle, self.renderer.own.locator, self.renderer.own.files)

    def admit(self, path: str) -> Path:
        """Return a file of library, drop folder or inbox that another program names (raises OwnSoundError)."""
        return self._admitted.find(path)

    def locate(self, path: Path | str) -> Located:
        """Return where the sound of a file lives on the map (raises OwnSoundError, or BundleError)."""
        return self._locating.file(path)

    def locate_bytes(self, content: bytes, name: str = "sound") -> Located:
        """Return where the sound of a file's bytes lives on the map; raises as `locate`, with `name` in the message."""
        return self._locating.content(content, name)

    def take_in(self, content: bytes, name: str) -> Path:
        """Write the bytes of a file into the inbox, so that its sound can be morphed.

        Parameters
        ----------
        content : bytes
            At most 64 MB.
        name : str
            Name of the file; one that is taken gets a number, unless it is the same file.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        OwnSoundError
            It is no usable sound, or there is no inbox.
        FolderError
            It cannot be written.
        """
        if self.inbox is None:
            raise OwnSoundError(f"there is no inbox for {quoted(name)}; start latentpad without --no-inbox")
        self.renderer.own.files.decode(content, name)
        return store_own_file(self.inbox, name, content)

    def morph(self, path: Path | str, amount: float, request: Request) -> Rendered:
        """Play the way from the sound of a file to the point of a request.

        Parameters
        ----------
        path : Path or str
            wav, aiff, flac, ogg or mp3 of up to a minute.
        amount : float in [0, 1]
            How far: 0 is the sound of the file, 1 that of the point.
        request : Request

        Raises
        ------
        RangeError
            The amount is out of range.
        LatentpadError
            As `play`.
        """
        if not 0 <= amount <= 1:
            raise RangeError(f"amount must be 0 to 1, not {amount:g}")
        return self.play(replace(request, source=Morph(str(path), float(amount))))
