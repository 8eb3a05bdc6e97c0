"""Hostile page messages, WebSocket frames and HTTP requests, from a seed: the same seed gives the same ones.

Half of the messages are almost right, so that they get past the first check: a known address, arguments of the kinds
that it takes, and one that is not.
"""

import json
import random
import struct
from urllib.parse import quote

from latentpad.osc.address import signatures
from latentpad.osc.protocol import IN, OUT, PREFIX

PAGE = {
    "/page/hear": ("i", "s", "f", "f"),
    "/page/place": ("i", "f", "f"),
    "/page/samples": (),
    "/page/show": ("s",),
    "/page/monitor": ("i",),
    "/page/listens": ("i", "f", "i"),
    **{f"/page/import/{verb}": ("s",) for verb in ("folder", "continue", "forget")},
    **{f"/page/import/{verb}": () for verb in ("cancel", "open", "offers", "dismiss")},
    "/page/import/learn": ("i",),
}
"""Addresses of the page's own messages, and the kinds of their arguments."""

PADS = ("/xy", "/1/xy", "/xy1", "/1/multixy/1", "/1/xy/z")

WORDS = (
    *("", " ", "a", "kick", "place", "blend", "morph", "sound", "sample", "current", "like", "acoustic"),
    *(
        "../../etc/passwd",
        "/etc/passwd",
        "C:\\Windows\\win.ini",
        "\\\\host\\share",
        "CON",
        "nul.wav",
        ".",
        "..",
        "~nobody-here",
    ),
    *("~\0", "a\0b", "file://[", "file:///\0", "http://[::1", "//[", "%00", "%ff", "file:///nowhere"),
    *("\ud800", "\udfff\ud800", "\udc80.wav", "caf\udce9.wav", "\u202egpj.wav", "cafe\u0301", "caf\u00e9"),
    *("\x1b[31mred\x07", "\r\n\r\n", "<img src=x onerror=alert(1)>", "\ufeff", "\U0001f941", "'; --", "${x}", "{}"),
)
LONG = (200, 5000, 60_000)
INTEGERS = (
    0,
    1,
    -1,
    7,
    255,
    2**15,
    2**31 - 1,
    2**31,
    -(2**31) - 1,
    2**32,
    2**53 + 1,
    2**63 - 1,
    2**63,
    -(2**63),
    10**30,
)
NUMBERS = (0.0, -0.0, 0.5, 1.0, 1.5, -1.0, 5e-324, 1e-9, 3.5e38, 1e308)
TEXTS = (
    *("", "[", "]", "{}", "null", "[]", "[[]]", '["/a"', '["/a",]', "\ufeff[]", '[""]', "[1]", '["/a",{}]', "\x00"),
    *(
        "NaN",
        '["/page/place",1e999,-Infinity,NaN]',
        '["/latentpad/xy", 0x10, 01]',
        '{"a":1,"a":2}',
        "[1e5" + "0" * 999 + "]",
    ),
    "[" * 30_000,
    '["/a",' + "[" * 20_000 + "]" * 20_000 + "]",
    '["/latentpad/set","seed",' + "9" * 4400 + "]",
    '["/page/show",' + '{"a":' * 9000 + "1" + "}" * 9000 + "]",
    '["/page/show","' + "\\ud800" * 10_000 + '"]',
    '["' + "/" * 70_000 + '"]',
)
"""Texts that are no messages."""

TARGETS = (
    *(
        "//[",
        "//[::1",
        "//]",
        "http://[",
        "http://[v9.x]/",
        "http://\uff0f",
        "*",
        "",
        "?",
        "#",
        "/?#",
        "/%00",
        "/%",
        "/%zz",
    ),
    *(
        "/..",
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/samples/",
        "/samples/%ff",
        "/samples/..%2fx",
        "/names/-1",
    ),
    *(
        "/names/99999999999",
        "/names/\u0661",
        "/names/1e3",
        "/map.json/",
        "/socket",
        "/library",
        "/known.bin",
        "/main.js?x",
    ),
    *(
        "/\\..\\..",
        "http://127.0.0.1/",
        "//evil.example/",
        "/" + "a" * 9000,
        "/" + "%41" * 2000,
        "/ ",
        "/\x7f",
        "/\xff",
    ),
)
HOSTS = (
    "127.0.0.1:{port}",
    "localhost:{port}",
    "[::1]:{port}",
    "[",
    "[::1",
    "]",
    "a:b",
    ":",
    "127.0.0.1:99999999",
    "\xff",
)
EXTRA = (
    *("Origin: http://[", "Origin: null", "Origin: http://evil.example", "Upgrade: websocket", "Upgrade: h2c", "X:"),
    *("Connection: Upgrade", "Sec-WebSocket-Key: x", "Sec-WebSocket-Version: 99", "Sec-WebSocket-Extensions: ;;=,"),
    *(
        "Content-Length: -1",
        "Content-Length: 99999999999999999999",
        "Transfer-Encoding: chunked",
        "Expect: 100-continue",
    ),
    *("Sec-WebSocket-Protocol: ,,", ": x", "no colon", "Cookie: " + "c" * 8000, "Host: evil.example", "\x00: \x00"),
)


class PageFuzz:
    """Makes one hostile thing after the other.

    Parameters
    ----------
    seed : int
    port : int
        Of the page's server.
    names : sequence of str
        Names that exist, such as those of samples.
    """

    def __init__(self, seed, port=9312, names=()):
        self.random = random.Random(seed)
        self.port, self.words = port, (*WORDS, *names)

    def message(self):
        """Return a message of a page: a text, or bytes that may be those of a file."""
        kind = self.random.random()
        if kind < 0.5:
            return json.dumps(self.almost_right())
        if kind < 0.75:
            address = self.random.choice([*PAGE, *PADS, *self.verbs(), self.word()])
            return json.dumps([address, *(self.value() for _ in range(self.random.choice([0, 1, 2, 3, 4, 7, 40])))])
        if kind < 0.85:
            return self.random.choice(TEXTS)
        if kind < 0.95:
            return self.damaged(json.dumps(self.almost_right()))
        return self.upload()

    def almost_right(self):
        """Return a message as a list whose arguments are of the right kinds but for one at most."""
        if self.random.random() < 0.5:
            address = self.random.choice(list(PAGE))
            kinds = list(PAGE[address])
        else:
            row = self.random.choice(IN)
            address = PREFIX + row.verb.replace("KEY", self.random.choice(["seed", "tune", "", "KEY"]))
            kinds = [kind for kind, _ in self.random.choice(signatures(row.arguments))]
            if row.group:
                kinds += [kind for kind, _ in signatures(row.group)[0]] * self.random.choice([0, 1, 2, row.times[1]])
        args = [self.fitting(kind) for kind in kinds]
        if args and self.random.random() < 0.7:
            args[self.random.randrange(len(args))] = self.value()
        return [address, *args]

    def fitting(self, kind):
        """Return an argument of a kind."""
        if kind == "i":
            return self.random.choice([0, 1, 2, 7, 16, 1000])
        return self.random.random() if kind == "f" else self.word()

    def value(self):
        """Return anything that JSON can hold."""
        plain = (
            lambda: self.random.choice(INTEGERS),
            lambda: self.random.choice([*NUMBERS, float("nan"), float("inf"), -float("inf")]),
            self.word,
            lambda: self.word() * self.random.choice(LONG) if self.random.random() < 0.1 else self.word(),
            lambda: self.random.choice([True, False, None, [], {}, [[1]], {"a": 1}]),
        )
        return self.random.choice(plain)()

    def word(self):
        return self.random.choice(self.words)

    @staticmethod
    def verbs():
        return [PREFIX + row.verb for row in (*IN, *OUT)]

    def damaged(self, text):
        """Return a text with a part removed, doubled or replaced."""
        at, to = sorted(self.random.randrange(len(text) + 1) for _ in range(2))
        middle = self.random.choice(["", text[at:to] * 2, self.word(), chr(self.random.randrange(1, 0xD000))])
        return text[:at] + middle + text[to:]

    def upload(self):
        """Return a binary message: a file with a wrong header, name or content."""
        name = self.word().encode("utf-8", "replace")[:60_000]
        size = self.random.choice([len(name), 0, 65535])
        content = self.random.choice([b"", b"RIFF", b"RIFF\xff\xff\xff\xffWAVEfmt ", self.random.randbytes(200)])
        return struct.pack("<IH", self.random.choice([0, 7, 2**32 - 1]), size) + name + content

    def library(self):
        """Return messages of a page that sends a folder, from its list of files on; never one that is complete."""
        names = [
            "a.wav",
            "b/c.wav",
            "B/C.WAV",
            "../x.wav",
            "/x.wav",
            "a/../b.wav",
            ".hidden.wav",
            "x" * 300 + ".wav",
            "con.wav",
        ]
        names += [f"{self.word()}.wav" for _ in range(4)]
        rows = [[self.random.choice(names), self.random.choice([0, 3, 3, 3, 2**31]), 0] for _ in range(5)]
        if self.random.random() < 0.5:
            rows[0][self.random.randrange(3)] = self.random.choice([*INTEGERS, *NUMBERS, 10**400, self.value()])
        offer = json.dumps(["offer", self.random.choice(["Drums", self.word(), self.word() * 400]), rows])
        return [
            offer if self.random.random() < 0.8 else self.damaged(offer),
            *(self.random.choice([self.part(), self.part(), self.message(), '["offer", "x", []]']) for _ in range(3)),
        ]

    def part(self):
        """Return files as a page sends them, most of them wrong."""
        index, size = self.random.choice([0, 1, 2, 2**31, 2**32 - 1]), self.random.choice([0, 3, 3, 4, 2**32 - 1])
        return struct.pack("<II", index, size) + self.random.randbytes(self.random.choice([0, 3, 3, 200]))

    def frame(self):
        """Return bytes that a WebSocket client may send, most of them against the protocol."""
        first, second = self.random.randrange(256), self.random.randrange(256)
        length = self.random.choice([b"", b"\xff" * 8, struct.pack(">H", 9), struct.pack(">Q", 2**40)])
        return bytes([first, second]) + length + self.random.randbytes(self.random.choice([0, 4, 40, 400]))

    def request(self):
        """Return an HTTP request."""
        method = self.random.choice(["GET"] * 6 + ["POST", "HEAD", "get", "", "G\x00T", "CONNECT"])
        target = self.random.choice(
            [*TARGETS, "/samples/" + quote(self.word().encode("utf-8", "surrogatepass"), safe="")]
        )
        version = self.random.choice(["HTTP/1.1"] * 6 + ["HTTP/1.0", "HTTP/2.0", "", "X" * 9000])
        lines = [f"{method} {target} {version}", f"Host: {self.random.choice(HOSTS[:3]).format(port=self.port)}"]
        if self.random.random() < 0.2:
            lines[1] = f"Host: {self.random.choice(HOSTS).format(port=self.port)}"
        lines += self.random.sample(EXTRA, self.random.choice([0, 0, 1, 3]))
        if self.random.random() < 0.05:
            lines += [f"X-{n}: {'y' * 700}" for n in range(150)]
        content = "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n"
        return content[: self.random.randrange(len(content))] if self.random.random() < 0.1 else content
