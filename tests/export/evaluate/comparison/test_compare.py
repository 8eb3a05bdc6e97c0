"""``latentpad compare``: two evaluations made by hand, and files that are none."""

import copy
import json

import pytest

pytest.importorskip("jsonschema", reason="needs the extra [evaluate]")
pytest.importorskip("scipy", reason="needs the extra [evaluate]")

from latentpad_export.commands.compare import main
from latentpad_export.errors import EvaluationError

ERROR = "On a sound's point: smoothed error (dB)"


def heard(error, low, high):
    """Return figures and intervals of the errors on points."""
    return {"on": {"smoothed_error": error, "sounds": 160}}, {"on": {"smoothed_error": [low, high]}}


def document(name="mine", error=(5.0, 4.7, 5.4), accuracy=(0.8, 0.7, 0.9), **more):
    figures, intervals = heard(*error)
    return {
        "format": 1,
        "latentpad": "0.1.0",
        "versions": {"numpy": "2.0"},
        "seed": 0,
        "scale": 1.0,
        "bundles": [{"name": name, "sha256": name}, {"name": "other {}", "sha256": "o"}],
        "library": {"name": "drums", "usable": 400, "held_out": 40},
        "missing": [],
        "figures": {
            "judge": {"labels": ["kick"], "accuracy": accuracy[0]},
            "detail": {"bundles": {name: {"heard": figures}, "other {}": {"heard": figures}}},
            "model": {"distributions": {f"{name}, generated": {"NDB": 3.0, "n": 300}}},
            "map": {"seed": 0, "embeddings": [{"setting": "PCA", "trustworthiness": 0.9}], "shipped": {}},
        },
        "intervals": {
            "judge": {"accuracy": list(accuracy[1:])},
            "detail": {"bundles": {name: {"heard": intervals}}},
            "model": {"distributions": {f"{name}, generated": {"NDB": [1.0, 6.0]}}},
            "map": {"embeddings": [{"trustworthiness": [0.88, 0.92]}]},
        },
        **more,
    }


@pytest.fixture
def written(tmp_path):
    """Write documents as reports; return their paths."""

    def write(*documents):
        paths = [tmp_path / f"{i}.json" for i in range(len(documents))]
        for path, content in zip(paths, documents, strict=True):
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return [*map(str, paths)]

    return write


def rows(capsys):
    return {row["title"]: row for row in json.loads(capsys.readouterr().out)["rows"]}


def test_a_difference_counts_if_it_exceeds_both_half_widths_in_quadrature(written, capsys):
    a = document(error=(5.0, 4.7, 5.4))
    for error, differs in (((5.49, 5.19, 5.9), False), ((5.51, 5.21, 5.9), True)):  # hypot(0.4, 0.3) = 0.5
        assert main([*written(a, document("new", error)), "--json"]) == 0
        assert (ERROR in rows(capsys)) is differs


def test_nothing_differs_between_equal_evaluations(written, capsys):
    assert main(written(document(), document())) == 0
    output = capsys.readouterr().out
    assert "Both are of the same bundle." in output
    assert "0 of 4 figures differ" in output
    assert ERROR not in output


def test_rows_have_both_figures_and_the_difference(written, capsys):
    main(written(document(), document("new", (9.0, 8.5, 9.6), accuracy=(0.5, 0.4, 0.6))))
    lines = capsys.readouterr().out.splitlines()
    row = next(line for line in lines if line.startswith(ERROR))
    assert row.split()[-3:] == ["+4", "0.64", "worse"]  # hypot(0.4, 0.5)
    assert "5 [4.7, 5.4]" in row
    assert "9 [8.5, 9.6]" in row
    accuracy = next(line for line in lines if line.startswith("judge/accuracy"))
    assert accuracy.endswith("down")
    assert lines.index(row) < lines.index(accuracy)
    assert lines[-1].startswith("2 of 4 figures differ")


def test_all_shows_what_does_not_differ_and_what_has_no_interval(written, capsys):
    b = document("new")
    b["figures"]["model"]["distributions"]["new, generated"]["n"] = 200
    main([*written(document(), b), "--all", "--json"])
    found = rows(capsys)
    assert (found[ERROR]["verdict"], found[ERROR]["noise"]) == ("", pytest.approx(0.5, abs=0.01))
    count = found["model/distributions/{}, generated/n"]
    assert (count["noise"], count["verdict"], count["difference"]) == (None, "noise unknown", -100)
    assert found["map/embeddings/PCA/trustworthiness"]["a_interval"] == [0.88, 0.92]
    assert "map/seed" not in found
    assert not any("other" in title for title in found)


def test_another_bundle_is_chosen_by_its_name(written, capsys):
    paths = written(document(), document("new", (9.0, 8.5, 9.6)))
    main([*paths, "--json", "--all", "--bundle", "other {}"])
    found = rows(capsys)[ERROR]
    assert (found["a"], found["b"]) == (5, 9)
    main([*paths, "--json", "--all", "--bundle", "mine", "new"])
    assert "judge/accuracy" in rows(capsys)
    with pytest.raises(
        EvaluationError, match=r"0\.json has no bundle named 'new'; choose .*--bundle: 'mine', 'other {}'$"
    ):
        main([*paths, "--bundle", "new"])
    with pytest.raises(SystemExit):
        main([*paths, "--bundle", "a", "b", "c"])
    assert "--bundle takes one or two names, not 3" in capsys.readouterr().err


def test_what_else_differs_is_said(written, capsys):
    b = document("new", seed=1, scale=0.5, versions={"numpy": "3.0"}, library={"name": "bass", "usable": 30})
    main(written(document(), b))
    output = capsys.readouterr().out
    for words in ("libraries differ: drums and bass", "seeds differ: 0 and 1", "scales differ: 1 and 0.5"):
        assert words in output
    assert "Versions differ: numpy 2.0 and 3.0." in output


def test_an_older_evaluation_shows_differences_without_noise(written, capsys):
    old = document("new", (9.0, 8.5, 9.6))
    del old["format"], old["intervals"]
    main(written(document(), old))
    output = capsys.readouterr().out
    assert "written by an older latentpad: the noise is unknown" in output
    row = next(line for line in output.splitlines() if line.startswith(ERROR))
    assert row.endswith("noise unknown")
    assert "No figure has an interval in both" in output


def test_a_folder_of_a_report_is_its_json(written, tmp_path, capsys):
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "evaluation.json").write_text(json.dumps(document()))
    assert main([str(tmp_path / "report"), *written(document())]) == 0
    assert "0 of 4 figures differ" in capsys.readouterr().out


WHOLE = json.dumps(document())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "ends too early; copy it again, or repeat latentpad evaluate"),
        (WHOLE[: len(WHOLE) // 2], "ends too early"),
        ('{"a": 1, b}', "is not JSON"),
        ("[1, 2]", "is not an evaluation; name the folder or the evaluation.json of latentpad evaluate"),
        ('{"latentpad": "0.1.0"}', "is not an evaluation"),
        ("[" * 100_000, "is nested too deeply|ends too early"),
        (document(format=2), "format 2, but this latentpad reads format 1; update latentpad"),
        (document(seed="zero"), "at seed: 'zero' is not of type 'integer'; it was changed or damaged"),
        (document(bundles=[]), "at bundles: "),
        (document(accuracy=("much", 0, 1)), "at figures/judge/accuracy: 'much' is not of type 'number', 'null'"),
    ],
)
def test_files_that_are_no_evaluation_are_refused_in_a_line(written, content, message):
    paths = written(document(), content)
    with pytest.raises(EvaluationError, match=message) as found:
        main(paths)
    assert paths[1] in str(found.value)
    assert "\n" not in str(found.value)


def test_missing_and_unreadable_files_are_refused(written, tmp_path):
    (good,) = written(document())
    (tmp_path / "empty").mkdir()
    (tmp_path / "sound.wav").write_bytes(b"RIFF\xff\xfe\x00\xb5")
    for name, message in (
        ("nothing.json", "nothing.json does not exist; write one with latentpad evaluate"),
        ("empty", "evaluation.json does not exist; write one with latentpad evaluate"),
        ("sound.wav", "is not a text file"),
    ):
        with pytest.raises(EvaluationError, match=message):
            main([good, str(tmp_path / name)])


def test_a_document_that_is_compared_is_not_changed(written):
    content = document()
    before = copy.deepcopy(content)
    (path,) = written(content)
    main([path, path])
    with open(path, encoding="utf-8") as file:
        assert json.load(file) == before


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e400", "1" + "0" * 400, "1" + "0" * 5000])
@pytest.mark.parametrize("place", ['"scale": 1.0', "4.7", '"NDB": 3.0'])
def test_numbers_that_are_not_finite_are_refused(written, tmp_path, number, place):
    text = json.dumps(document())
    assert place in text
    path = tmp_path / "odd.json"
    path.write_text(text.replace(place, f"{place.rpartition(' ')[0]} {number}"), encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"odd\.json: .{1,40} is not a finite number; it was changed or damaged"):
        main([str(path), str(path)])


def test_a_byte_order_mark_is_no_error(tmp_path, capsys):
    path = tmp_path / "marked.json"
    path.write_text(json.dumps(document()), encoding="utf-8-sig")
    assert main([str(path), str(path)]) == 0
    assert "0 of" in capsys.readouterr().out
