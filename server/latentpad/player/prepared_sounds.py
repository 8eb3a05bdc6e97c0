"""The sounds of morphs: files of the user's own as parents, each prepared once."""

import json
import threading
from collections import OrderedDict
from dataclasses import replace

from latentpad.bundle.bundle import Bundle
from latentpad.errors import OwnSoundError
from latentpad.player.own_sounds import OwnSounds
from latentpad.request import Request
from latentpad.sources import Morph, Sibling
from latentpad.synth.decoder import Decoder
from latentpad.synth.locator import Locator
from latentpad.synth.own_parent import OwnParent, make_own_parent

N_KEPT = 8

MAX_PATH = 600
"""Characters of a path, those outside ASCII counted six times: it is part of the recipe, which has to fit into 2 kB."""


class PreparedSounds:
    """Prepares the sounds of morphs; for any number of threads.

    Parameters
    ----------
    bundle : Bundle
    decoder : Decoder
        That of the bundle.
    """

    def __init__(self, bundle: Bundle, decoder: Decoder) -> None:
        self.files, self.locator = OwnSounds(bundle), Locator(bundle, decoder)
        self._decoder, self._rate = decoder, bundle.representation.sample_rate
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, OwnParent] = OrderedDict()
        """By the digests of their files."""

    def __call__(self, morph: Morph) -> OwnParent:
        """Return the sound of a morph.

        Raises
        ------
        OwnSoundError
            The file cannot be used, or has changed since the morph was first played.
        BundleError
            The bundle's encoder cannot be run.
        """
        sound = self.files.read(morph.path)
        if morph.digest not in ("", sound.digest):
            raise OwnSoundError(f"{morph.path} is not the file that it was when this sample was made; restore it")
        with self._lock:
            own = self._kept.pop(sound.digest, None)
            if own is None:
                own = make_own_parent(sound.signal, sound.peak, self._rate, self.locator, self._decoder)
            self._kept[sound.digest] = own
            while len(self._kept) > N_KEPT:
                self._kept.popitem(last=False)
        return own

    def recorded(self, request: Request) -> Request:
        """Return a request whose morph, if it is one, states the absolute path and the hash of its file.

        Raises
        ------
        OwnSoundError
            The file cannot be used, or its path is too long for a recipe.
        """
        source = request.source
        if isinstance(source, Sibling) and isinstance(source.origin, Morph):
            return replace(request, source=replace(source, origin=self._recorded(source.origin)))
        return replace(request, source=self._recorded(source)) if isinstance(source, Morph) else request

    def _recorded(self, morph: Morph) -> Morph:
        sound = self.files.read(morph.path)
        if len(json.dumps(sound.path)) > MAX_PATH:
            raise OwnSoundError(f"{sound.name} is in a folder whose path is too long for a recipe; copy it to another")
        return replace(morph, path=sound.path, digest=morph.digest or sound.digest)
