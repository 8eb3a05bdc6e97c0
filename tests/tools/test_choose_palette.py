"""The choice of the palette: no twins, kinds and labels alike, and only the credits that are needed."""

import csv
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import soundfile

pytest.importorskip("torch", reason="needs the extra [export]")

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))  # scripts, not a package

import choose_palette
from choose_palette import Candidate, choose
from palette_credits import credits_of


def candidates(rng, n):
    """Return candidates of every kind, label and kit, in a space in which they are all apart."""
    found = [
        Candidate(
            kind=rng.choice(["acoustic", "electronic"]),
            label=rng.choice(["kick", "snare", "snare", "snare"]),
            kit=str(rng.integers(4)),
            synthesised=False,
        )
        for _ in range(n)
    ]
    return found, rng.uniform(0, 100, (n, 8))


def test_kinds_labels_and_kits_are_chosen_alike(rng):
    found, axes = candidates(rng, 600)
    chosen = [found[i] for i in choose(found, axes, 160)]
    assert len(chosen) == 160
    counts = Counter((sound.kind, sound.label, sound.kit) for sound in chosen)
    assert set(counts.values()) == {10}


def test_the_beginning_of_a_choice_is_a_smaller_choice(rng):
    found, axes = candidates(rng, 200)
    assert choose(found, axes, 60)[:40] == choose(found, axes, 40)


def test_twins_are_left_out_even_if_there_are_fewer_sounds_then(rng):
    axes = np.repeat(rng.uniform(0, 100, (20, 8)), 5, axis=0) + rng.uniform(0, 0.01, (100, 8))
    found = [Candidate("acoustic", "snare", "a", False)] * 100
    chosen = choose(found, axes, 100)
    assert sorted(i // 5 for i in chosen) == list(range(20))


def test_a_twin_of_another_kind_or_label_is_left_out():
    found = [Candidate("acoustic", "snare", "a", False), Candidate("electronic", "clap", "b", False)]
    assert len(choose(found, np.zeros((2, 3)), 2)) == 1


def test_at_most_half_of_the_sounds_are_of_one_kind(rng):
    found = [Candidate("electronic" if i else "acoustic", "kick", "a", False) for i in range(50)]
    chosen = choose(found, rng.uniform(0, 100, (50, 8)), 20)
    assert Counter(found[i].kind for i in chosen) == {"electronic": 10, "acoustic": 1}


def test_synthesised_sounds_are_chosen_where_no_recording_is_left(rng):
    found = [Candidate("electronic", "kick", str(i), i % 2 == 0) for i in range(40)]
    chosen = choose(found, rng.uniform(0, 100, (40, 8)), 60)
    assert len(chosen) == 30
    assert [found[i].synthesised for i in chosen] == [False] * 20 + [True] * 10


def test_the_farthest_sound_is_chosen_next():
    axes = np.array([[0.0], [1.0], [5.0], [9.0]])
    assert choose([Candidate("acoustic", "kick", "a", False)] * 4, axes, 8) == [0, 3, 2, 1]


ATTRIBUTION = """Audio in this folder: free. Changes made: mixed to mono.

ann: https://example.org/ann/snares @ 1234 | CC-BY-4.0 | LICENSE: "text; more: text"
bob: https://example.org/bob/Big-Kicks @ 5678 | CC0-1.0 | LICENSE
zoe: https://example.org/zoe/hats | CC-BY-3.0 | LICENSE

Credits for attribution licences: Snares by Ann (CC BY 4.0); Hats by Zoe (CC BY 3.0); BIG KICKS, by Bob.

Thanks: nobody; somebody; everybody.
"""


def row(source, repo, licence="CC0-1.0", file="a.wav"):
    return {"file": file, "source": source, "source_repo": repo, "licence": licence}


def test_only_the_credits_of_chosen_sources_are_kept():
    text = credits_of([row("ann", "ann/snares"), row("bob", "bob/Big-Kicks")], ATTRIBUTION)
    assert text.split("\n\n") == [
        "Audio in this folder: free. Changes made: mixed to mono.",
        'ann: https://example.org/ann/snares @ 1234 | CC-BY-4.0 | LICENSE: "text; more: text"\n'
        "bob: https://example.org/bob/Big-Kicks @ 5678 | CC0-1.0 | LICENSE",
        "Credits for attribution licences: Snares by Ann (CC BY 4.0); BIG KICKS, by Bob.\n",
    ]


def test_authors_of_single_files_are_listed_with_their_files():
    rows = [
        row("esc", "x/esc", "CC-BY-3.0 (freesound: eve)", "a/2-b.flac"),
        row("esc", "x/esc", "CC-BY-3.0 (freesound: eve)", "a/1.flac"),
        row("esc", "x/esc", "CC0-1.0 (freesound: max)", "a/3.flac"),
    ]
    assert credits_of(rows, "All is free.") == (
        "All is free.\n\nesc, CC-BY-3.0 (freesound: eve): 1, 2-b\nesc, CC0-1.0 (freesound: max): 3\n"
    )


@pytest.fixture
def data(tmp_path):
    """A library of twelve noises: of Ann and of Zoe, some held out, some without evidence, the last two twins."""
    folder = tmp_path / "data"
    (folder / "snare").mkdir(parents=True)
    table = "file,label,kit,kind,sublabel,split,source,source_repo,licence,evidence\n"
    noise = np.random.default_rng(0).uniform(-1, 1, 20_000)
    for i in range(12):
        decay = np.exp(-np.arange(20_000) / (500 + 1_500 * min(i, 10)))
        soundfile.write(folder / "snare" / f"{i}.wav", 0.5 * decay * noise * (1 - 0.01 * (i == 11)), 44_100)
        split, evidence = ("test" if i == 0 else "train"), ("B" if i == 1 else "A")
        source, repo = ("zoe", "zoe/hats") if i < 2 else ("ann", "ann/snares")
        table += f"snare/{i}.wav,snare,k{i % 3},acoustic,hit,{split},{source},{repo},CC-BY-4.0,{evidence}\n"
    (folder / "samples.csv").write_text(table)
    (folder / "ATTRIBUTION.txt").write_text(ATTRIBUTION)
    return folder


def test_a_chosen_folder_can_be_mapped_and_has_its_credits(data, tmp_path, monkeypatch, capsys):
    output = tmp_path / "out"
    arguments = ["choose_palette", str(data), str(output), "--n", "20", "--per-label", "1", "--twins", "0.02"]
    monkeypatch.setattr(sys, "argv", arguments)
    choose_palette.main()
    with (output / "samples.csv").open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert sorted(row["file"] for row in rows) == sorted(
        path.relative_to(output).as_posix() for path in output.rglob("*.wav")
    )
    recorded = [row["file"] for row in rows if row["source"] == "ann"]
    assert set(recorded) <= {f"snare/{i}.wav" for i in range(2, 12)}
    assert 3 <= len(recorded) <= 9
    assert len(rows) - len(recorded) == 10
    assert (data / recorded[0]).read_bytes() == (output / recorded[0]).read_bytes()
    credits = (output / "ATTRIBUTION.txt").read_text()
    assert "Snares by Ann" in credits
    assert "Zoe" not in credits
    assert credits.endswith("Synthesised by latentpad factory, recipes version 1, seed 0. CC0-1.0\n")
    assert not (tmp_path / "out.work").exists()
    assert "'electronic': 10" in capsys.readouterr().out
