"""Pages follow a switch to another bundle."""

import json
import shutil
from urllib.request import urlopen


def read(app, path):
    with urlopen(app.url + path, timeout=10) as response:
        return response.read()


def fetch(app, path):
    return json.loads(read(app, path))


def switch(page, path):
    page.send("/latentpad/bundle", str(path))
    return page.receive_until("/latentpad/bundle")[-1]


def test_every_page_hears_of_a_switch_and_fetches_the_new_map(switching_app, open_page, drums_path):
    one, other = open_page(switching_app), open_page(switching_app)
    assert fetch(switching_app, "/map.json")["count"] == 32
    assert len(read(switching_app, "/known.bin")) > 0
    assert switch(one, drums_path) == ["/latentpad/bundle", "drums", 16, drums_path.as_posix()]
    assert other.receive_until("/latentpad/bundle")[-1][1] == "drums"
    document = fetch(switching_app, "/map.json")
    assert (document["bundle"], document["count"]) == ("drums", 16)
    assert len(read(switching_app, "/names/0").splitlines()) == 16


def test_previews_are_of_the_bundle_that_plays(switching_app, open_page, drums_path):
    page = open_page(switching_app)
    page.send("/page/hear", 1, "sound", 20)
    assert page.receive_sound()[0] == 1
    switch(page, drums_path)
    page.send("/page/hear", 2, "sound", 20)
    assert page.receive_until("/page/silent")[-1] == ["/page/silent", 2, "there is no sound 20; there are 16"]


def test_the_history_of_the_new_bundle_comes_with_it(switching_app, open_page, drums_path, bundle_path):
    page = open_page(switching_app)
    page.send("/latentpad/generate", 1, 0.125, 0.125, 1)
    toy = page.receive_until("/latentpad/done")[-1][-1]
    switch(page, drums_path)
    page.receive_until("/page/samples")
    page.send("/latentpad/generate", 2, 0.125, 0.125, 2)
    drums = page.receive_until("/latentpad/done")[-1][-1]
    assert toy["bundle"] != drums["bundle"]
    page.send("/page/samples")
    assert [one["name"] for one in page.receive_until("/page/samples")[-1][1]] == [toy["name"], drums["name"]]
    page.send("/page/hear", 3, "sample", toy["name"])  # one of another bundle stays playable
    assert page.receive_sound()[0] == 3


def test_samples_of_earlier_sessions_are_those_of_the_bundle_that_plays(make_app, open_page, drums_path, bundle_path):
    first = make_app(path=bundle_path).start()
    page = open_page(first)
    names = []
    for path, seed in ((bundle_path, 1), (drums_path, 2)):
        switch(page, path)
        page.send("/latentpad/generate", seed, 0.125, 0.125, seed)
        names.append(page.receive_until("/latentpad/done")[-1][-1]["name"])
    first.daemon.stop()
    page = open_page(make_app(path=bundle_path).start(), skip_start=False)
    assert [one["name"] for one in page.receive_until("/page/samples")[-1][1]] == names[:1]
    for path, name in ((drums_path, names[1]), (bundle_path, names[0])):
        switch(page, path)
        assert [one["name"] for one in page.receive_until("/page/samples")[-1][1]] == [name]


def test_a_bundle_that_is_gone_is_an_error_and_the_page_goes_on(switching_app, open_page, drums_path):
    page = open_page(switching_app)
    shutil.rmtree(drums_path)
    page.send("/latentpad/bundle", "drums", 7)
    assert page.receive_until("/latentpad/error")[-1][1:3] == [7, "bundle"]
    assert fetch(switching_app, "/map.json")["bundle"] == "toy"
