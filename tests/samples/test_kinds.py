"""Kinds of sounds told by names: of files, of trees of folders, in several languages, and of loops."""

import csv
from pathlib import Path

import pytest

from latentpad.bundle.bundle import load_bundle
from latentpad.kits.pads import PLACES, place
from latentpad.paths import default_bundle
from latentpad.samples.kind_table import NO_KINDS, packaged_kind_table
from latentpad.samples.kinds import Kind, kind_of

LISTS = Path(__file__).parent

HELD_OUT = LISTS / "held_out_names.csv"
"""Names from public repositories of drum kits, and such as vendors use, with kinds that were noted before the words."""

PACKS = LISTS / "pack_names.csv"
"""Names of three published packs, with the kinds that the packs state; 82 and 88 % of them were right before they were
looked at."""


def share_right(path: Path, layout: str) -> float:
    """Return the share of names whose kind is right; loops count as a kind, '|' separates right answers."""
    with path.open(newline="", encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["layout"] == layout]
    found = [kind_of(row["path"]) for row in rows]
    given = ["loop" if kind.is_loop else kind.kind for kind in found]
    return sum(kind in row["kind"].split("|") for kind, row in zip(given, rows, strict=True)) / len(rows)


def test_at_least_96_percent_of_held_out_names_in_trees_have_the_right_kind() -> None:
    assert share_right(HELD_OUT, "nested") >= 0.96


def test_at_least_97_percent_of_held_out_names_without_folders_have_the_right_kind() -> None:
    assert share_right(HELD_OUT, "flat") >= 0.97


def test_at_least_95_percent_of_the_names_of_packs_have_the_right_kind_and_92_percent_without_folders() -> None:
    assert share_right(PACKS, "nested") >= 0.95
    assert share_right(PACKS, "flat") >= 0.92


DRUM_MACHINES = {
    "BD01.wav": "kick",
    "SD_02.WAV": "snare",
    "909 CH.wav": "hihat",
    "TR808 OH 3.wav": "hihat",
    "HHC_Tight.wav": "hihat",
    "CP2.wav": "clap",
    "rs01.wav": "rim",
    "CY7.wav": "cymbal",
    "LT.wav": "tom",
    "MT3.wav": "tom",
    "HT01.wav": "tom",
    "RD_1.wav": "cymbal",
    "CB.wav": "metallic",
    "KCK_A.wav": "kick",
    "Snr Fat.wav": "snare",
    "Cl_Hat_3.wav": "hihat",
    "op hat.wav": "hihat",
}

ENGLISH = {
    "Kick_Hard_01.wav": "kick",
    "BassDrum 22.wav": "kick",
    "kicks2.wav": "kick",
    "deepkick.wav": "kick",
    "HiHatOpen7.wav": "hihat",
    "Floor Tom ff.wav": "tom",
    "RideBell.wav": "cymbal",
    "CrossStick.wav": "rim",
    "Cow Bell.wav": "metallic",
    "Tamb_long.wav": "shaker",
    "Congas Open.wav": "hand_drum",
    "Wood-Block.wav": "wooden",
    "Perc 14.wav": "percussion",
    "Slap Bass.wav": "bass",
    "Lead A3.wav": "synth",
    "Pad Cm.wav": "pad",
    "Rhodes F#min.wav": "keys",
    "Stab_Gm.wav": "chord",
    "VocalShout.wav": "vocal",
    "Uplifter.wav": "fx",
}

GERMAN = {
    "Schlagzeug/Große Trommel/1.wav": "kick",
    "Kleine Trommel 3.wav": "snare",
    "Crashbecken.wav": "cymbal",
    "Standtom.wav": "tom",
    "Klatschen.wav": "clap",
    "Schellenkranz.wav": "shaker",
    "Holzblock.wav": "wooden",
    "Kuhglocke.wav": "metallic",
    "Stimme.wav": "vocal",
    "Geräusche/03.wav": "foley",
    "Geraeusch 3.wav": "foley",
    "Flöte.wav": "wind",
    "Floete.wav": "wind",
}

FRENCH = {
    "grosse caisse.wav": "kick",
    "Caisse_Claire.wav": "snare",
    "Charleston/ouvert.wav": "hihat",
    "cymbale 2.wav": "cymbal",
    "Cloche.wav": "metallic",
    "voix.wav": "vocal",
    "basse.wav": "bass",
}

SPANISH = {
    "bombo 1.wav": "kick",
    "Caja/01.wav": "snare",
    "platillos.wav": "cymbal",
    "palmas.wav": "clap",
    "cencerro.wav": "metallic",
    "pandereta.wav": "shaker",
    "Percusión/3.wav": "percussion",
}

PORTUGUESE = {
    "bumbo.wav": "kick",
    "caixa.wav": "snare",
    "chimbal-aberto.wav": "hihat",
    "prato.wav": "cymbal",
    "chocalho.wav": "shaker",
    "surdo.wav": "hand_drum",
    "violão.wav": "guitar",
}

ITALIAN = {
    "Cassa 3.wav": "kick",
    "rullante.wav": "snare",
    "piatti.wav": "cymbal",
    "tamburi.wav": "tom",
    "campanaccio.wav": "metallic",
    "voce.wav": "vocal",
    "battito mani.wav": "clap",
}

JAPANESE = {
    "basudoramu.wav": "kick",
    "sunea.wav": "snare",
    "haihatto.wav": "hihat",
    "shinbaru.wav": "cymbal",
    "taiko_3.wav": "hand_drum",
    "hyoshigi.wav": "wooden",
    "キック 1.wav": "kick",
    "koe.wav": "vocal",
}

LANGUAGES = (DRUM_MACHINES, ENGLISH, GERMAN, FRENCH, SPANISH, PORTUGUESE, ITALIAN, JAPANESE)


@pytest.mark.parametrize(("path", "kind"), [pair for names in LANGUAGES for pair in names.items()])
def test_words_and_abbreviations_tell_the_kind_in_eight_ways_of_naming(path: str, kind: str) -> None:
    assert kind_of(path).kind == kind


NEAREST = {
    "Vendor - Pack/One Shots/Drums/Kicks/VP_Hard_01.wav": "kick",
    "Kick Ass Drums Vol 2/Claps/KAD 05.wav": "clap",
    "Percussion/Bongos/B_03.wav": "hand_drum",
    "Tom Smith Pack/Snares/TS_01.wav": "snare",
    "Kicks/24bit/Wav/01.wav": "kick",
    "Percussion/Wood Block 2.wav": "wooden",
    "Cymbals/VEC1 Cymbals  OH 12.wav": "hihat",
    "Drum & Bass/Snare 3.wav": "snare",
}


@pytest.mark.parametrize(("path", "kind"), NEAREST.items())
def test_the_deepest_name_that_says_something_counts(path: str, kind: str) -> None:
    assert kind_of(path).kind == kind


def test_a_folder_counts_more_than_a_material_or_the_initials_of_a_vendor_in_the_name_of_the_file() -> None:
    assert kind_of("Kicks/Metal 3.wav").kind == "kick"
    assert kind_of("Metal 3.wav").kind == "metallic"
    assert kind_of("Kicks/CB_03.wav").kind == "kick"
    assert kind_of("Snares/Vinyl Dust.wav").kind == "snare"


def test_808s_are_basses_unless_another_word_stands_beside_it() -> None:
    assert kind_of("808s/Long C.wav").kind == "bass"
    assert kind_of("808 Long C.wav") == Kind("bass", False, "808", False)
    assert kind_of("808 Clap.wav").kind == "clap"


@pytest.mark.parametrize(
    "path",
    ["custom.wav", "Tom Smith Pack/Untitled.wav", "Recording 12.wav", "A_C_H_04.wav", "Ambition/07.wav", "1.wav"],
)
def test_names_that_only_look_like_a_kind_have_none(path: str) -> None:
    assert kind_of(path) == Kind("", False, "", False)


def test_a_tempo_and_a_key_are_no_kinds() -> None:
    names = ("Snare 1 - Csharp.wav", "Snare_Cm.wav", "Snare Am 2A.wav", "Snare_Ebmaj7.wav")
    assert {kind_of(name).kind for name in names} == {"snare"}


@pytest.mark.parametrize(
    "path",
    [
        "Kick Loop 3.wav",
        "Loops/Drums/07.wav",
        "DH_120bpm_Kick.wav",
        "beats/909beat01.wav",
        "break02.wav",
        "Vendor Drum Loops/VDL_04.wav",
        "Schlagzeug/Schleifen/Schleife 2.wav",
        "boucle.wav",
    ],
)
def test_loops_are_recognised_by_their_names(path: str) -> None:
    assert kind_of(path).is_loop


@pytest.mark.parametrize(
    "path",
    [
        "Kick 120.wav",
        "Loopmasters/Kick.wav",
        "Loop Pack/One Shots/Kick 3.wav",
        "FX/Risers/Riser 150 BPM.wav",
        "Beat Tools/Snare 1.wav",
        "120bpm pack/Drum Hits/Snare.wav",
    ],
)
def test_one_shots_are_not_taken_for_loops(path: str) -> None:
    assert not kind_of(path).is_loop


def test_contradicting_words_leave_a_kind_uncertain() -> None:
    assert kind_of("Kick Snare.wav") == Kind("snare", False, "snare", False)
    assert kind_of("Snare 3.wav").certain


def test_a_drum_counts_more_than_what_it_sounds_like() -> None:
    assert kind_of("Snare Gun.wav") == Kind("snare", False, "snare", True)
    assert [kind_of(name).kind for name in ("SD_Analog_Noise.wav", "Clap Vox.wav", "Laser Kick.wav")] == [
        *("snare", "clap", "kick"),
    ]


def test_any_other_word_counts_more_than_percussion() -> None:
    assert kind_of("Percussion/Perc-Bongo.wav").kind == "hand_drum"
    assert kind_of("Percussion/TOM_2.wav").kind == "tom"
    assert kind_of("Percussion/14.wav").kind == "percussion"


def test_a_folder_decides_between_words_of_the_files_name() -> None:
    assert kind_of("Basses/Bass Pluck.wav") == Kind("bass", False, "bass", True)
    assert kind_of("Bass Pluck.wav") == Kind("pluck", False, "pluck", False)


def test_a_name_is_told_in_any_unicode_form_and_case() -> None:
    assert {kind_of(name).kind for name in ("CYMBALES.wav", "cymbale\u0301.wav", "Cymbal\u00e9.wav")} == {"cymbal"}


def test_no_name_is_refused() -> None:
    assert kind_of("").kind == kind_of("/").kind == kind_of("..wav").kind == kind_of("\udcff\x00.wav").kind == ""
    assert kind_of("kick" * 5_000 + "/snare.wav").kind == "snare"


def test_words_for_kinds_of_the_kits_pads_lead_to_kinds_that_have_pads() -> None:
    kinds = {word: kind_of(f"{word}.wav").kind for word in PLACES}
    assert all(kinds.values())
    assert {place(kind).note for kind in kinds.values()} <= {one.note for places in PLACES.values() for one in places}


def test_the_labels_of_the_default_bundle_that_are_kinds_are_the_same_kinds() -> None:
    words = packaged_kind_table()
    kinds = {meaning.kind for meaning in words.single.values()} - set(NO_KINDS)
    shared = kinds & set(load_bundle(default_bundle()).labels)
    assert {"kick", "snare", "hihat", "hand_drum", "metallic", "wooden", "shaker", "fx"} <= shared
    assert all(kind_of(f"{label}/1.wav").kind == label for label in shared)
