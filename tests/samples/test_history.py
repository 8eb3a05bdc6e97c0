from latentpad.request import Rendered, Request
from latentpad.samples.history import MAX_SAMPLES, History, Sample


def rendered(folder, name):
    return Rendered(Request(0.5, 0.5), folder / name, 8000, 100, 1.0, 1.0)


def filled(folder, *names):
    history = History()
    for name in names:
        history.add(rendered(folder, name))
    return history


def test_the_newest_sample_is_the_current_one(tmp_path):
    history = filled(tmp_path, "a", "b")
    assert [sample.name for sample in history.samples()] == ["a", "b"]
    assert history.current().path == tmp_path / "b"
    assert History().current() is None


def test_undo_goes_back_step_by_step_and_never_past_the_first(tmp_path):
    history = filled(tmp_path, "a", "b", "c")
    assert [history.undo().name, history.undo().name] == ["b", "a"]
    assert history.undo() is None
    assert history.current().path == tmp_path / "a"
    assert [sample.undone for sample in history.samples()] == [False, True, True]


def test_undo_skips_samples_whose_file_is_gone(tmp_path):
    history = filled(tmp_path, "a", "b", "c")
    assert history.undo(lambda path: path.name != "b").name == "a"
    assert [sample.undone for sample in history.samples()] == [False, True, True]


def test_undo_that_finds_nothing_changes_nothing(tmp_path):
    history = filled(tmp_path, "a", "b")
    assert history.undo(lambda _path: False) is None
    assert history.current().path == tmp_path / "b"
    assert [sample.undone for sample in history.samples()] == [False, False]


def test_a_sample_after_undo_follows_the_one_undo_returned_to(tmp_path):
    history = filled(tmp_path, "a", "b")
    history.undo()
    history.add(rendered(tmp_path, "c"))
    assert history.undo().name == "a"
    assert [(sample.name, sample.undone) for sample in history.samples()] == [("a", False), ("b", True), ("c", True)]


def test_a_reused_name_is_the_newest_sample(tmp_path):
    history = filled(tmp_path, "a", "b", "a")
    assert [sample.name for sample in history.samples()] == ["b", "a"]
    assert history.undo().name == "b"
    assert history.undo() is None


def test_samples_of_earlier_sessions_come_first_and_undo_skips_them(tmp_path):
    history = filled(tmp_path, "c", "d")
    history.recall(Sample(rendered(tmp_path, name)) for name in ("a", "b", "c"))
    assert [sample.name for sample in history.samples()] == ["a", "b", "c", "d"]
    assert history.undo().name == "c"
    assert history.undo() is None


def test_a_sample_with_settings_of_its_own_is_marked_private(tmp_path):
    history = History()
    history.add(rendered(tmp_path, "a"), private=True)
    history.add(rendered(tmp_path, "b"))
    assert [sample.private for sample in history.samples()] == [True, False]


def test_copies_are_remembered(tmp_path):
    history = filled(tmp_path, "a", "b")
    history.mark_kept("a", tmp_path / "kept" / "mine")
    history.mark_kept("no such", tmp_path / "kept" / "mine")
    assert [sample.kept for sample in history.samples()] == [tmp_path / "kept" / "mine", None]
    assert history.find("a").kept == tmp_path / "kept" / "mine"
    assert history.find("no such") is None


def test_the_oldest_are_forgotten(tmp_path):
    history = filled(tmp_path, *(str(number) for number in range(MAX_SAMPLES + 2)))
    assert len(history.samples()) == MAX_SAMPLES
    assert history.find("1") is None
    while (before := history.undo()) is not None:
        assert int(before.name) >= 2


def test_a_batch_is_undone_as_one(tmp_path):
    history = filled(tmp_path, "a")
    for name, batch in (("b", 1), ("c", 1), ("d", 2), ("e", 2)):
        history.add(rendered(tmp_path, name), batch=batch)
    assert [history.undo().name, history.undo().name] == ["c", "a"]
    assert [sample.undone for sample in history.samples()] == [False, True, True, True, True]


def test_a_sample_within_a_batch_is_a_step_of_its_own(tmp_path):
    history = History()
    for name, batch in (("a", 1), ("b", 0), ("c", 1)):
        history.add(rendered(tmp_path, name), batch=batch)
    assert [history.undo().name, history.undo().name] == ["b", "a"]


def test_a_sample_of_a_kit_is_found_by_folder_and_name_and_is_no_step(tmp_path):
    history = filled(tmp_path, "a")
    for folder in ("Kit 1", "Kit 2"):
        history.add_to_kit(rendered(tmp_path / "kits" / folder, "01 Kick.wav"), 3)
    assert history.find("Kit 1/01 Kick.wav").rendered.path == tmp_path / "kits" / "Kit 1" / "01 Kick.wav"
    assert history.find("01 Kick.wav") is None
    assert [sample.name for sample in history.samples()] == ["a"]
    assert history.current().path == tmp_path / "a"


def test_the_newest_samples_of_kits_are_remembered(tmp_path):
    history = History()
    for number in range(MAX_SAMPLES + 1):
        history.add_to_kit(rendered(tmp_path / "Kit", f"{number}"), 1)
    assert (history.find("Kit/0"), history.find("Kit/1").name) == (None, "Kit/1")


def test_undo_returns_to_samples_of_the_bundle_that_plays(tmp_path):
    history = History()
    for bundle, names in (("one", "ab"), ("other", "cd"), ("one", "e")):
        history.begin(bundle)
        for name in names:
            history.add(rendered(tmp_path, name))
    assert [sample.bundle for sample in history.samples()] == ["one", "one", "other", "other", "one"]
    assert [history.undo().name for _ in range(2)] == ["b", "a"]
    assert history.undo() is None
    history.begin("other")
    assert history.current() == rendered(tmp_path, "d")
    assert history.undo().name == "c"


def test_earlier_samples_of_a_bundle_take_the_place_of_those_of_another(tmp_path):
    history = History()
    history.begin("one")
    history.recall(Sample(rendered(tmp_path, name), bundle="one") for name in "ab")
    history.add(rendered(tmp_path, "b"))  # its file was removed, so that the name was free again
    history.begin("other")
    history.recall([Sample(rendered(tmp_path, "c"), bundle="other")])
    assert [sample.name for sample in history.samples()] == ["c", "b"]


def test_a_bundle_without_samples_has_no_current_one(tmp_path):
    history = filled(tmp_path, "a", "b")
    history.begin("other")
    assert history.current() is None
    assert history.undo() is None
