"""Kits of the toy, whose labels are kick, snare and hat; its third sound has none."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from latentpad.errors import FolderError, OwnSoundError, RangeError, RecipeError, SilenceError, UnknownKindError
from latentpad.kits.recipes import find_recipe
from latentpad.kits.write import FORMATS
from latentpad.player import kit_choice
from latentpad.player.kit_choice import KitChoice
from latentpad.player.library_audio import LibraryAudio
from latentpad.player.player import Player
from latentpad.request import Controls, Request
from latentpad.samples.folder import Folder
from latentpad.samples.recipe import read_recipe
from latentpad.synth import typicality
from latentpad.synth.regions import Regions

OWN_FOLDER = Path("own kit")

PITCHES = np.arange(200, 520, 40)


@pytest.fixture
def player(detailed_bundle, own_library, drop, tmp_path):
    library = LibraryAudio((own_library,), detailed_bundle.map.names)
    return Player(detailed_bundle, Folder(drop), tmp_path / "cache", library)


def made(batch):
    list(batch)
    return batch.folder


def wavs(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.wav"))}


def test_a_kit_is_a_folder_of_16_wavs_and_the_files_of_other_programs(player, drop):
    batch = player.kit()
    assert (batch.n, batch.folder) == (16, drop / "kits" / "Kit 1")
    rendered = list(batch)
    assert [one.path.name[:3] for one in rendered] == [f"{number:02d} " for number in range(1, 17)]
    assert rendered[0].path.name == "01 Kick.wav"
    assert rendered[0].parents[0].startswith("kick/")
    others = sorted(path.name for path in batch.folder.iterdir() if path.suffix != ".wav")
    assert others == sorted(f"Kit 1{row.suffix}" for row in FORMATS.values())
    assert list(drop.glob("*.wav")) == []


def test_equal_seeds_give_equal_kits_and_no_kit_is_overwritten(player):
    first, again, other = (made(player.kit("electronic", seed)) for seed in (3, 3, 4))
    assert [folder.name for folder in (first, again, other)] == ["Electronic 1", "Electronic 2", "Electronic 3"]
    assert wavs(first) == wavs(again)
    assert wavs(first) != wavs(other)


def test_a_kit_has_the_controls_of_the_request(player):
    rendered = next(iter(player.kit(request=Request(0, 0, 9, Controls(tone=3.0)))))
    assert read_recipe(rendered.path).request.controls.tone == 3.0


def test_kept_pads_stay_as_they_are_and_the_others_are_new(player):
    first = made(player.kit("percussion", 1))
    keep = tuple(first / name for name in wavs(first) if name[:2] in ("01", "05", "16"))
    second = made(player.kit("percussion", 2, keep=keep))
    same = {name for name, content in wavs(second).items() if wavs(first).get(name) == content}
    assert {path.name for path in keep} <= same
    assert len(same) < 16


def test_layers_and_round_robins_of_a_pad_are_different_sounds_around_one(player):
    folder = made(player.kit(layers=2, round_robins=2, formats=("sfz",)))
    assert len(wavs(folder)) == 64
    kicks = [content for name, content in wavs(folder).items() if name.startswith("01 ")]
    assert len(set(kicks)) == 4
    loudest = read_recipe(folder / "01 Kick v2 r1.wav").request
    assert loudest.controls == Controls()
    assert read_recipe(folder / "01 Kick v1 r1.wav").request.controls.tone < 0
    text = (folder / "Kit 1.sfz").read_text(encoding="utf-8")
    assert "lovel=1 hivel=63" in text
    assert "seq_length=2 seq_position=2" in text


def test_again_repeats_a_sample_of_a_kit(player):
    kick = next(iter(player.kit("acoustic", 5))).path
    assert player.again(kick).path.read_bytes() == kick.read_bytes()


def test_a_kit_in_the_style_of_files_takes_sounds_that_go_with_them(player, own_library, tmp_path):
    style = tmp_path / "style"
    (style / "below").mkdir(parents=True)
    shutil.copy(own_library / "kick" / "0.wav", style / "below")
    folder = made(player.kit(f"like {style}"))
    assert (folder.name, len(wavs(folder))) == ("Like 1", 16)


def test_the_bass_is_tuned_to_the_kick(detailed_bundle, own_library, drop, tmp_path):
    bundle = replace(detailed_bundle, labels=("kick", "bass", "hat"))
    library = LibraryAudio((own_library,), bundle.map.names)
    kit = Player(bundle, Folder(drop), tmp_path / "cache", library).kit("electronic", 2)
    pitches = {rendered.path.stem[3:]: rendered.pitch_hz for rendered in kit}
    octaves = np.log2(pitches["Bass"] / pitches["Kick"])
    assert octaves == pytest.approx(round(octaves), abs=1e-3)


def test_kick_and_bass_have_a_certain_pitch_where_there_is_a_choice(detailed_bundle):
    certainties = np.zeros(32, dtype=np.float32)
    certainties[[2, 11]] = 1
    layout = replace(detailed_bundle.map, pitch_certainties=certainties)
    bundle = replace(detailed_bundle, labels=("kick", "bass", "hat"), map=layout)
    regions = Regions(layout, 0.1)
    for seed in range(5):
        rng, choice = np.random.default_rng(seed), KitChoice(bundle, regions)
        slots = [slot for slot in find_recipe("electronic") if slot.place in ("kick", "bass")]
        kick, bass = choice.choose(slots, choice.random_style(slots, "", rng), rng)
        assert [one.sound for one in (kick, bass)] == [2, 11]


def test_sounds_that_resemble_those_of_another_kind_cost_more(detailed_bundle, rng, monkeypatch):
    latents = 100 * detailed_bundle.map.latents + rng.standard_normal(detailed_bundle.map.latents.shape)
    latents[3:5] = latents[16:18]  # kicks like sounds without a label
    layout = replace(detailed_bundle.map, latents=latents.astype(np.float32))
    regions, slots = Regions(layout, 0.1), find_recipe("")[:1]
    monkeypatch.setattr(typicality, "N_NEAREST", 4)
    unlike = {3, 4}

    def chosen(cost):
        monkeypatch.setattr(kit_choice, "UNTYPICAL", cost)
        choice = KitChoice(replace(detailed_bundle, map=layout), regions)
        return {choice.choose(slots, choice.random_style(slots, "", rng), rng)[0].sound for _ in range(40)}

    assert chosen(0.0) & unlike
    assert not chosen(10.0) & unlike


@pytest.mark.parametrize(("pitches", "name", "both"), [(200, "{}", 0), (PITCHES, "{}", 0), (PITCHES, "{} {:c}", 1)])
def test_sounds_with_one_outline_are_twins_unless_they_are_other_drums_with_another_pitch(
    detailed_bundle, rng, pitches, name, both
):
    layout = detailed_bundle.map
    outlines, heights = layout.outlines.copy(), layout.pitches.copy()
    outlines[4:8] = rng.integers(0, 255, outlines[4:8].shape)  # the first four kicks have the same one
    heights[:8] = pitches
    names = np.array([name.format(index, 97 + index) for index in range(32)])
    latents = rng.standard_normal(layout.latents.shape).astype(np.float32)
    layout = replace(layout, outlines=outlines, pitches=heights, latents=latents, names=names)
    regions, kicks = Regions(layout, 0.1), [find_recipe("")[0]] * 4
    choice = KitChoice(replace(detailed_bundle, map=layout), regions)
    chosen = [choice.choose(kicks, choice.random_style(kicks, "", rng), rng) for _ in range(10)]
    assert any(sum(one.sound < 4 for one in kit) > 1 for kit in chosen) == both


def test_silent_pads_are_left_out_and_reported(bundle, drop, tmp_path):
    steps = list(Player(bundle, Folder(drop), tmp_path / "cache").kit("acoustic").steps())
    silent = [step for step in steps if isinstance(step, SilenceError)]
    folder = drop / "kits" / "Acoustic 1"
    assert len(silent) + len(wavs(folder)) == 16
    text = (folder / "Acoustic 1.sfz").read_text(encoding="utf-8")
    assert [name for name in wavs(folder) if f"sample={name}" not in text] == []


def test_a_full_disk_leaves_what_is_whole_and_no_file_that_points_to_nothing(player, monkeypatch):
    batch = player.kit()
    steps = batch.steps()
    while not list(batch.folder.glob("*.wav")):
        next(steps)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("latentpad.samples.folder.write_new", full)
    with pytest.raises(FolderError, match=r"02 .*No space left on device\); missing are pads 2 to 16 and the kit's"):
        list(steps)
    assert [path.name for path in batch.folder.iterdir()] == ["01 Kick.wav"]


@pytest.mark.parametrize(
    ("recipe", "order", "error", "complaint"),
    [
        ("acustic", {}, UnknownKindError, "unknown recipe 'acustic'; did you mean acoustic"),
        ("jazz", {}, UnknownKindError, "choose from acoustic, electronic, percussion, or 'like PATH'"),
        ("", {"layers": 5}, RangeError, "1 to 4 layers"),
        ("", {"round_robins": 0}, RangeError, "1 to 8 round robins"),
        ("", {"keep": (Path("Kick.wav"),)}, FolderError, "Kick.wav is not a sample of a kit"),
        ("", {"keep": (Path("17 Kick.wav"),)}, FolderError, "is not a sample of a kit"),
        ("", {"keep": (Path("01 Kick.wav"),)}, FolderError, "does not exist"),
        ("", {"keep": (OWN_FOLDER / "01 Kick.wav",)}, RecipeError, "has no recipe"),
        ("", {"keep": (OWN_FOLDER / "01 a=b.wav",)}, FolderError, "cannot be the name of a kit's sample"),
        ("like ", {}, UnknownKindError, "or 'like PATH'"),
        ("", {"formats": ("exs",)}, FolderError, "unknown kit format 'exs'"),
    ],
)
def test_a_kit_that_cannot_be_made_is_refused_before_anything_is_written(
    player, drop, recipe, order, error, complaint, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    OWN_FOLDER.mkdir()
    for name in ("01 Kick.wav", "01 a=b.wav"):
        soundfile.write(OWN_FOLDER / name, np.ones(100), 8000)
    with pytest.raises(error, match=complaint):
        player.kit(recipe, **order)
    assert list(drop.iterdir()) == []


def test_a_style_without_sounds_is_refused(player, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(RangeError, match="style of 1 to 32 sounds, not 0"):
        list(player.kit(f"like {tmp_path / 'empty'}"))


def test_a_pad_that_is_kept_twice_is_refused_and_a_sample_that_is_named_twice_is_kept_once(player, drop):
    first, second = (made(player.kit("acoustic", seed, formats=())) for seed in (1, 2))
    kick, rim = (next(first.glob(f"{number} *.wav")) for number in ("01", "02"))
    for other in (second / kick.name, (second / "01 Snare.wav")):
        other.write_bytes(kick.read_bytes())
        with pytest.raises(FolderError, match=r"is another sample of pad 1, which is kept already"):
            player.kit(keep=(kick, rim, other))
    batch = player.kit(keep=(kick, rim, kick))
    assert batch.n == len(wavs(made(batch))) == 16


@pytest.mark.parametrize("recipe", ["acoustic", "electronic", "percussion"])
def test_a_kit_of_which_all_pads_are_kept_is_the_same_kit(player, recipe):
    first = made(player.kit(recipe, 1, layers=2, round_robins=2, name="same"))
    again = made(player.kit("", 2, keep=tuple(first.glob("*.wav"))))
    assert wavs(again) == wavs(first)
    for suffix in ("sfz", "dspreset", "xpm"):
        one, other = (folder / f"{folder.name}.{suffix}" for folder in (first, again))
        assert other.read_text(encoding="utf-8").replace("Kit 1", "same") == one.read_text(encoding="utf-8")


def test_the_bass_is_tuned_to_a_kick_that_is_kept(detailed_bundle, own_library, drop, tmp_path):
    bundle = replace(detailed_bundle, labels=("kick", "bass", "hat"))
    own = Player(bundle, Folder(drop), tmp_path / "cache", LibraryAudio((own_library,), bundle.map.names))
    kick = next(iter(own.kit("electronic", 2)))
    for seed in (3, 4, 5):
        pitches = {one.path.stem[3:]: one.pitch_hz for one in own.kit("electronic", seed, keep=(kick.path,))}
        assert pitches["Kick"] == pytest.approx(kick.pitch_hz, abs=0.01)
        octaves = np.log2(pitches["Bass"] / kick.pitch_hz)
        assert octaves == pytest.approx(round(octaves), abs=1e-3)


def test_kits_that_are_made_at_the_same_time_have_folders_of_their_own(player, bundle, drop, tmp_path):
    other = Player(bundle, Folder(drop), tmp_path / "cache")
    folders = [batch.folder.name for batch in (player.kit(), player.kit(), other.kit())]
    assert folders == ["Kit 1", "Kit 2", "Kit 3"]
    assert [player.kit(name="Mine").folder.name for _ in range(2)] == ["Mine", "Mine 2"]


@pytest.mark.parametrize("recipe", ["like {}", " LIKE {}", "Like  {}\n"])
def test_a_style_is_recognised_however_it_is_written(player, tmp_path, recipe):
    with pytest.raises(OwnSoundError, match=r"gone\.wav"):
        list(player.kit(recipe.format(tmp_path / "gone.wav")))
    assert list((player.folder / "kits").iterdir()) == []


def test_of_a_folder_unusable_files_are_left_out_but_a_named_file_must_be_usable(player, own_library, tmp_path):
    style = tmp_path / "style"
    style.mkdir()
    (style / "broken.wav").write_bytes(b"no sound")
    for recipe in (f"like {style}", f"like {style / 'broken.wav'}"):
        with pytest.raises(OwnSoundError, match=r"none of the 1 sounds in .*broken\.wav|is text, not audio"):
            list(player.kit(recipe))
    shutil.copy(own_library / "kick" / "0.wav", style)
    assert len(wavs(made(player.kit(f"like {style}")))) == 16


def test_a_format_that_is_named_twice_is_written_once(player):
    folder = made(player.kit(formats=("sfz", "sfz")))
    assert [path.name for path in folder.glob("*.sfz")] == ["Kit 1.sfz"]


def test_a_full_disk_after_the_last_pad_is_told_with_all_files_that_are_missing(player, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("latentpad.kits.write.write_new", full)
    complaint = r"No space left on device\); missing are Kit 1\.sfz, Kit 1\.adg, .*, Kit 1 TidalCycles"
    with pytest.raises(FolderError, match=complaint):
        list(player.kit())
    assert len(wavs(player.folder / "kits" / "Kit 1")) == 16


def test_the_next_number_of_a_kit_is_found_in_few_steps(player, drop, monkeypatch):
    for number in range(1, 1001):
        (drop / "kits" / f"Kit {number}").mkdir(parents=True)
    asked, lexists = [], os.path.lexists
    monkeypatch.setattr(os.path, "lexists", lambda path: asked.append(path) or lexists(path))
    assert player.kit().folder == drop / "kits" / "Kit 1001"
    assert len(asked) < 30


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege there")
def test_no_kit_is_written_to_where_a_link_leads(player, drop, tmp_path):
    (tmp_path / "private").mkdir()
    (drop / "kits").symlink_to(tmp_path / "private")
    with pytest.raises(
        FolderError, match=r"kits: .* cannot be created \(kits is a symbolic link; replace it by a folde"
    ):
        player.kit()
    assert list((tmp_path / "private").iterdir()) == []


def test_a_file_in_the_place_of_the_folder_of_kits_is_reported(player, drop):
    (drop / "kits").touch()
    with pytest.raises(FolderError, match="kits is a file; move it, so that it can be the folder of kits"):
        player.kit()


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege there")
def test_no_pad_is_kept_that_is_a_link_in_the_drop_folder(player, drop, tmp_path):
    kick = made(player.kit()) / "01 Kick.wav"
    kick.rename(tmp_path / kick.name)
    kick.symlink_to(tmp_path / kick.name)
    with pytest.raises(RecipeError, match=r"01 Kick\.wav cannot be read as audio \(it is a symbolic link\)"):
        player.kit(keep=(kick,))
    assert len(list(player.kit(keep=(tmp_path / kick.name,)))) == 16
    assert not list(drop.glob("**/*.tmp"))
