"""A player that makes no sound, for tests of the daemon."""

import threading

from latentpad.errors import RecipeError
from latentpad.request import Located, Neighbour, Rendered

TIMEOUT = 5.0


class StubBatch:
    """Samples that are played one after the other."""

    def __init__(self, player, requests):
        self.n, self.folder = len(requests), player.folder
        self._steps = map(player.play, requests)

    def steps(self):
        return self._steps


class StubPlayer:
    """Plays at once or, while ``go`` is cleared, once it is set."""

    bundle_name = "stub"
    digest = "stub digest"
    n_points = 3
    sample_rate = 44100
    inbox = None

    def __init__(self, folder):
        self.folder = folder
        self.played = []
        self.error = None
        self.approached = []
        self.listeners = []
        self.go = threading.Event()
        self.go.set()

    def play(self, request):
        assert self.go.wait(TIMEOUT)
        if self.error is not None:
            raise self.error
        self.played.append(request)
        return Rendered(request, self.folder / "a b.wav", 44100, 22050, 0.5, 12.5)

    def keep(self, path, name=""):
        if self.error is not None:
            raise self.error
        return self.folder / "kept" / (name or path or "the last")

    def approach(self, x, y):
        self.approached.append((x, y))

    def random_point(self, kind=""):
        return 0.25, 0.125

    def kind_point(self, kind, index=0):
        return 0.75, 0.125 * index

    def nearest(self, x, y, k=1):
        return [Neighbour(f"kick/{index}.wav", "kick", x, y, 0.5) for index in range(k)]

    def vary(self, request, n, amount):
        return StubBatch(self, [request] * n)

    def path(self, points, n, request):
        return StubBatch(self, [request] * n)

    def grid(self, columns, rows, corners, request):
        return StubBatch(self, [request] * (columns * rows))

    def kit(self, recipe, seed, request, *, keep=()):
        return StubBatch(self, [request] * 16)

    def recipe_of(self, path):
        raise RecipeError(f"{path} has no recipe")

    def admit(self, path):
        return self.folder / path

    def locate(self, path):
        if self.error is not None:
            raise self.error
        return Located(0.25, 0.5, "kick", 0.75, 1.5, ("kick/0.wav",))

    def locate_bytes(self, content, name):
        return self.locate(name)

    def listen(self, listener):
        self.listeners.append(listener)

    def map_files(self):
        return self.folder / "map.json", self.folder / "map.png"
