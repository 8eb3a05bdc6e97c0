"""Relative links, images and anchors of every Markdown file; external links are not fetched."""

import posixpath
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).parents[2]

FENCE = re.compile(r"^ {0,3}(```+|~~~+).*?^ {0,3}\1[`~]*[ \t]*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
INLINE = re.compile(r"\]\(\s*<?([^\s<>()]*)>?(?:\s+\"[^\"]*\")?\s*\)")
REFERENCE = re.compile(r"^ {0,3}\[[^\]^]+\]:\s+<?([^\s>]+)", re.MULTILINE)
EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
IGNORED = re.compile(r"/(node_modules|\.venv|\.[a-z]+_cache|build|dist)/")


def targets(text):
    """Return the targets of all links and images, code left out."""
    plain = CODE.sub("", FENCE.sub("", text))
    return [*INLINE.findall(plain), *REFERENCE.findall(plain)]


def anchors(text):
    """Return the anchors that GitHub gives to the headings."""
    found = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        shown = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", shown).replace(" ", "-")
        n = sum(1 for one in found if re.fullmatch(re.escape(slug) + r"(-\d+)?", one))
        found.add(f"{slug}-{n}" if n else slug)
    return found


def broken(name, texts, files):
    """Return every relative target of the file `name` that leads nowhere.

    `texts` has the content of each Markdown file, `files` the names of all files of the repository.
    """
    return [
        target
        for target in targets(texts[name])
        if not EXTERNAL.match(target) and not leads_somewhere(name, target, texts, files)
    ]


def leads_somewhere(name, target, texts, files):
    path, _, anchor = unquote(target).partition("#")
    file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    if file not in files and not any(one.startswith(f"{file}/") for one in files):
        return False
    return not anchor or anchor in anchors(texts.get(file, ""))


def names_of_files():
    """Return the names of all files as git spells them; without git, of all that are there."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        return subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]
    return [name for name in names if not IGNORED.search(f"/{name}")]


@pytest.fixture(scope="module")
def files():
    return {name for name in names_of_files() if name and (ROOT / name).is_file()}


@pytest.fixture(scope="module")
def texts(files):
    return {name: (ROOT / name).read_text(encoding="utf-8") for name in files if name.endswith(".md")}


def test_every_relative_link_leads_to_a_file_and_every_anchor_to_a_heading(files, texts):
    assert {"README.md", "docs/osc.md", "max_patch/README.md"} <= set(texts)
    assert {name: found for name in texts if (found := broken(name, texts, files))} == {}


@pytest.mark.parametrize(
    "link",
    [
        "[gone](gone.md)",
        "[case](Docs/osc.md)",
        "![image](docs/gone.png)",
        "[outside](../README.md)",
        "[anchor](docs/osc.md#gone)",
        "[own anchor](#gone)",
        "[no page](LICENSE#osc)",
        '[title](gone.md "a title")',
        "[spaces](<gone.md>)",
        "[reference]\n\n[reference]: gone.md",
        "[![image](gone.png)](LICENSE)",
    ],
)
def test_a_broken_link_is_found(link):
    texts = {"README.md": f"# Title\n\nText with {link}.\n", "docs/osc.md": "# OSC\n"}
    assert len(broken("README.md", texts, {"README.md", "LICENSE", "docs/osc.md"})) == 1


@pytest.mark.parametrize(
    "link",
    [
        "[file](LICENSE)",
        "[folder](docs/)",
        "[anchor](docs/osc.md#how-messages-are-read)",
        "[twice](docs/osc.md#latentpad-serve-1)",
        "[own anchor](#title)",
        "![image](docs/a%20b.png)",
        "[external](https://example.org/gone.md#gone)",
        "`[code](gone.md)`",
        "\n\n```\n[code](gone.md)\n```\n\n",
    ],
)
def test_a_good_link_is_not_reported(link):
    guide = "# OSC\n\n## How messages are read?\n\n## `latentpad serve`\n\n## latentpad [serve](../README.md)\n"
    texts = {"README.md": f"# Title\n\nText with {link}.\n", "docs/osc.md": guide}
    assert broken("README.md", texts, {"README.md", "LICENSE", "docs/osc.md", "docs/a b.png"}) == []
