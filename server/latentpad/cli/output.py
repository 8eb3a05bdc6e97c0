"""Where commands write samples: a drop folder, or a file that the user names."""

from pathlib import Path

from latentpad.bundle.bundle import Bundle
from latentpad.errors import FolderError
from latentpad.paths import default_drop_folder
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.player import Player
from latentpad.player.sound_renderer import SoundRenderer
from latentpad.request import Request
from latentpad.samples.folder import Folder, write_sample

OUTPUT_OPTION = "-o"


def open_drop_folder(path: Path | None, option: str) -> Folder:
    """Open the drop folder that an option names; by default `latentpad` in the music folder (raises FolderError)."""
    if path is not None:
        return Folder(path, option)
    folder = default_drop_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderError(
            f"{folder}: cannot be created ({error.strerror}); name another folder with {option}"
        ) from None
    return Folder(folder, option)


def render_to(output: Path | None, bundle: Bundle, library: LibraryAudio, request: Request) -> Path:
    """Render a sample into a folder or, if `output` is not one, into a new file (raises LatentpadError)."""
    if output is None or output.is_dir():
        return Player(bundle, open_drop_folder(output, OUTPUT_OPTION), library=library).play(request).path
    renderer = SoundRenderer(bundle, library)
    sound = renderer.render(request)
    recipe = renderer.recipe(request, sound.origin)
    write_sample(output, sound.signal, renderer.sample_rate, recipe, sound.label)
    return output
