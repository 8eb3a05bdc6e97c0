"""Files in Live's browser: whose names, addresses and paths are written in several ways."""

import sys
import unicodedata

import pytest
from stub_classes import Strict


@pytest.fixture
def shelf_of(studio, install_script):
    """Return a shelf of a browser with these folders in Places."""
    install_script(studio)
    import latentpad_script  # noqa: F401

    module = sys.modules["latentpad_script.shelf"]

    def shelf_of(*folders):
        studio.browser.has(user_folders=list(folders))
        return module.Shelf(studio.browser)

    shelf_of.problems = sys.modules["latentpad_script.problems"]
    return shelf_of


def folder(name, *children, uri="query:x"):
    values = {"name": name, "uri": uri, "is_folder": True, "children": list(children)}
    return Strict("BrowserItem", values)


def file(name):
    return Strict("BrowserItem", {"name": name, "uri": "query:y", "is_folder": False, "is_loadable": True})


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (r"C:\Users\Zoë\Music\latentpad\kick 1.wav", "userfolder:C%3A%5CUsers%5CZo%C3%AB%5CMusic%5Clatentpad#"),
        ("C:/Users/Zoë/Music/latentpad/kick 1.wav", "userfolder:c%3A%5Cusers%5CZo%C3%AB%5CMusic%5Clatentpad#"),
        ("/Users/Zoë/Music/latentpad/kick 1.wav", "userfolder:%2FUsers%2FZo%C3%AB%2FMusic%2Flatentpad#"),
        ("/Volumes/T7 日本/latentpad/kick 1.wav", "userfolder:/Volumes/T7 日本/latentpad#"),
        ("/Users/me/Music/latentpad/kick 1.wav", "query:UserFolder#latentpad"),
        ("/Users/me/Music/latentpad/kick 1.wav", ""),
    ],
)
@pytest.mark.parametrize("shown", ["kick 1.wav", "kick 1", "KICK 1.WAV"])
def test_a_file_is_found_however_its_folder_is_addressed(path, uri, shown, shelf_of):
    wanted = file(shown)
    places = [folder("Splice", file("kick 1.wav")), folder("latentpad", file("kick 10.wav"), wanted, uri=uri)]
    assert shelf_of(*places).item(path) is wanted


def test_the_address_decides_between_folders_of_the_same_name(shelf_of):
    wanted = file("a.wav")
    other = folder("latentpad", file("a.wav"), uri="userfolder:%2FUsers%2Fyou%2Flatentpad#")
    right = folder("latentpad", wanted, uri="userfolder:%2FUsers%2Fme%2Flatentpad#")
    assert shelf_of(other, right).item("/Users/me/latentpad/a.wav") is wanted


def test_accents_that_are_taken_apart_are_the_same(shelf_of):
    wanted = file(unicodedata.normalize("NFD", "é.wav"))
    place = folder(unicodedata.normalize("NFD", "müsik"), wanted)
    assert shelf_of(place).item("/Users/me/müsik/é.wav") is wanted


def test_a_folder_far_above_and_one_in_the_user_library_will_do(studio, shelf_of):
    wanted = file("a.wav")
    assert shelf_of(folder("me", folder("Music", folder("latentpad", wanted)))).item("/Users/me/Music/latentpad/a.wav")
    studio.browser.has(user_library=folder("User Library", folder("Samples", wanted)))
    assert shelf_of().item("/Users/me/Music/Ableton/User Library/Samples/a.wav") is wanted


@pytest.mark.parametrize(
    "place",
    [
        folder("latentpad", file("b.wav")),
        folder("me", folder("Music", folder("latentpad"))),
        folder("Users", uri="userfolder:%2FUsers#"),  # its folders are not shown yet either
    ],
)
def test_a_file_that_the_browser_has_not_noticed_is_waited_for(place, shelf_of):
    with pytest.raises(shelf_of.problems.NotListedYet, match=r"Live's browser does not show a\.wav so far"):
        shelf_of(place).item("/Users/me/Music/latentpad/a.wav")


@pytest.mark.parametrize("place", [folder("Splice"), folder("Music", folder("other"))])
def test_a_folder_that_is_not_in_places_is_named(place, shelf_of):
    with pytest.raises(
        shelf_of.problems.Problem, match="drag the folder /Users/me/Music/latentpad to Places"
    ) as raised:
        shelf_of(place).item("/Users/me/Music/latentpad/a.wav")
    assert not isinstance(raised.value, shelf_of.problems.NotListedYet)


def test_hot_swapping_ends_as_it_was_also_when_live_cannot_load(studio, shelf_of):
    simpler, other = studio.simpler(), studio.simpler("other")
    studio.browser.hotswap_target = other

    def fail(item):
        raise RuntimeError("The file is damaged")

    studio.browser.has(load_item=fail)
    shelf = shelf_of(folder("latentpad", file("a.wav")))
    with pytest.raises(shelf_of.problems.Problem, match=r"Live cannot load a\.wav: The file is damaged"):
        shelf.load("/Users/me/Music/latentpad/a.wav", simpler)
    assert studio.browser.hotswap_target is other
