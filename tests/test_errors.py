"""Messages of errors, which quote foreign text."""

import pickle
from pathlib import Path

import numpy as np
import pytest
import soundfile

from latentpad.errors import FolderOfSamplesError, LatentpadError, OscError, RecipeError
from latentpad.samples.recipe import KIND, read_recipe

CLEAR_SCREEN = "\x1b[2J"


@pytest.mark.parametrize(
    "error",
    [
        LatentpadError(f"kick{CLEAR_SCREEN}.wav\nis empty"),
        OscError("address", f"kick{CLEAR_SCREEN}.wav\nis empty"),
        FolderOfSamplesError(Path(f"kick{CLEAR_SCREEN}.wav\nis empty")),
    ],
)
def test_foreign_text_in_an_error_cannot_act_on_a_terminal(error):
    assert str(error).startswith(r"kick\x1b[2J.wav\nis empty")
    assert str(error).isprintable()


def test_an_error_reaches_another_process_as_it_is():
    error = pickle.loads(pickle.dumps(LatentpadError("gr\udcfcn.wav is empty")))
    assert str(error) == r"gr\xfcn.wav is empty"


def test_a_recipe_cannot_act_on_a_terminal(tmp_path):
    path = tmp_path / f"kick{CLEAR_SCREEN}.wav"
    with soundfile.SoundFile(path, "w", 8000, 1, "PCM_16") as file:
        file.comment = f'{{"kind": "{KIND}", "x": 0.5, "seed": "\\u001b[31m"}}'
        file.write(np.zeros(10))
    with pytest.raises(RecipeError) as raised:
        read_recipe(path)
    assert str(raised.value).isprintable()
    assert r"kick\x1b[2J.wav: its recipe has" in str(raised.value)
