"""Texts that have broken terminal programs before, each with what must be left of it once it came in.

What is left is not computed by the program's own rule. Each text is written down in pieces, and the pieces that may
not come in are marked as such: what remains is the others, joined.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Gone:
    """A piece that may not come in."""

    text: str


@dataclass(frozen=True, slots=True)
class Becomes:
    """A piece that comes in as another one."""

    text: str
    kept: str


class Hostile:
    """A text from outside.

    Attributes:
        name: What it tries.
        raw: The text as it comes.
        kept: What is left of it in a text of several lines.
        line: What is left of it in a name or a title: one line, without space at its ends.
    """

    def __init__(self, name: str, *pieces: str | Gone | Becomes) -> None:
        """Join the pieces."""
        self.name = name
        self.raw = "".join(one if isinstance(one, str) else one.text for one in pieces)
        self.kept = "".join(_kept(one) for one in pieces)
        self.line = self.kept.replace("\n", " ").replace("\t", " ").strip()

    def __repr__(self) -> str:
        """Give its name: the text itself is nothing for a terminal."""
        return f"Hostile({self.name})"


def _kept(piece: str | Gone | Becomes) -> str:
    match piece:
        case Gone():
            return ""
        case Becomes(kept=kept):
            return kept
        case _:
            return piece


MARKER: Final = "HOSTILE"
"""Stands inside every order to the terminal, so that one that got through can be told from the program's own."""

ESC, BEL = Gone("\x1b"), Gone("\x07")

MARKUP: Final = (
    Hostile("colour", "[red]alarm[/] [b]bold[/b] [bold red on blue]loud"),
    Hostile("closing tag alone", "[/]"),
    Hostile("closing tag of nothing", "[/][/b][/red][/@click]"),
    Hostile("link left open", "[link='"),
    Hostile("link", "[link=https://example.org]press[/link]"),
    Hostile("click that quits", "[@click=app.quit]press[/]"),
    Hostile("click that runs", "[@click=screen.act('end')]press[/]"),
    Hostile("doubled brackets", "[[b]] [["),
    Hostile("brackets the wrong way round", "]x[ ][ b]["),
    Hostile("path in brackets", "see [/etc/passwd]"),
    Hostile("ticked box", "[x] done [ ] not"),
    Hostile("escaped bracket", "\\[b] \\\\[i] \\"),
    Hostile("theme variable", "[$error]$text $name ${name}"),
    Hostile("braces", "{braces} {0} {} {{x}} {name!r:>9}"),
    Hostile("percent signs", "%s %d %(name)s 100% %n"),
    Hostile("emoji by name", ":smile: :red_heart: :x:"),
    Hostile("written escapes", "\\n \\x1b[31m \\u202e \\033[0m ^["),
)
"""What Textual and Rich, or a formatting function, would read as theirs."""

ORDERS: Final = (
    Hostile("CSI that clears", "a", ESC, f"[2J{MARKER}"),
    Hostile("CSI that colours", "b", ESC, f"[31;5m{MARKER}", ESC, "[0m"),
    Hostile("CSI that moves", "c", ESC, f"[1;1H{MARKER}", ESC, "[999B"),
    Hostile("CSI that asks", "d", ESC, f"[6n{MARKER}", ESC, "[c", ESC, "[>0q"),
    Hostile("CSI that leaves the screen", "e", ESC, f"[?1049l{MARKER}", ESC, "[?1000h"),
    Hostile("OSC 52, ended by BEL", "f", ESC, "]52;c;SE9TVElMRQ==", BEL, MARKER),
    Hostile("OSC 52, ended by ST", "g", ESC, "]52;c;SE9TVElMRQ==", ESC, f"\\{MARKER}"),
    Hostile("OSC 0, a title", "h", ESC, f"]0;{MARKER}", BEL, "."),
    Hostile("OSC 8, a link", "i", ESC, f"]8;;https://{MARKER}.example", ESC, "\\x", ESC, "]8;;", ESC, "\\"),
    Hostile("OSC without an end", "j", ESC, f"]2;{MARKER}"),
    Hostile("DCS", "k", ESC, f"P$q{MARKER}", ESC, "\\"),
    Hostile("APC and PM", "l", ESC, f"_G{MARKER}", ESC, "\\", ESC, f"^{MARKER}", ESC, "\\"),
    Hostile("reset", "m", ESC, f"c{MARKER}", ESC, "#8"),
    Hostile("CSI in eight bits", "n", Gone("\x9b"), f"31m{MARKER}"),
    Hostile("OSC in eight bits", "o", Gone("\x9d"), f"0;{MARKER}", Gone("\x9c")),
    Hostile("DCS in eight bits", "p", Gone("\x90"), f"q{MARKER}", Gone("\x9c"), Gone("\x84\x8d")),
    Hostile("next line", "q", Gone("\x85"), "next"),
    Hostile("bell", "ring", BEL, "ring"),
    Hostile("backspace", "paid", Gone("\x08\x08\x08\x08"), "owed"),
    Hostile("carriage return", "safe", Becomes("\r", "\n"), "other"),
    Hostile("line ends of Windows", "one", Becomes("\r\n", "\n"), "two", Becomes("\r\n", "\n"), "three"),
    Hostile("NUL", "nul", Gone("\x00"), "nul", Gone("\x00")),
    Hostile("DEL", "del", Gone("\x7f"), "del"),
    Hostile("other charset", "so", Gone("\x0e"), "si", Gone("\x0f")),
    Hostile("vertical tab and form feed", "up", Gone("\x0b"), "down", Gone("\x0c"), "."),
    Hostile("separators of files", "fs", Gone("\x1c\x1d\x1e\x1f"), "us"),
    Hostile("end of file", "eof", Gone("\x04\x1a\x03"), "."),
)
"""What a terminal would obey."""

UNSEEN: Final = (
    Hostile("override", "photo", Gone("\u202e"), "gnp.exe"),
    Hostile("embedding", Gone("\u202a"), "left", Gone("\u202b"), "right", Gone("\u202d\u202c"), "."),
    Hostile("isolates", Gone("\u2066"), "a", Gone("\u2067"), "b", Gone("\u2068"), "c", Gone("\u2069")),
    Hostile("tag characters", "seen", Gone("\U000e0001\U000e0041\U000e007f"), "."),
    Hostile("half of a pair", "half", Gone("\ud83d"), " ", Gone("\udc00"), "."),
    Hostile("bytes that were no UTF-8", "broken", Gone("\udc9b\udcff"), "."),
    Hostile("zero width", "Zoë\u200b B\u200c C\u2060 D"),
    Hostile("byte order mark", "\ufefffirst \ufeff"),
    Hostile("noncharacters", "\ufdd0 \uffff \ufffe ."),
    Hostile("private use", "\ue000 \U000f0000 ."),
    Hostile("soft hyphen", "co\u00adoperate"),
    Hostile("marks of direction", "a\u200eb\u200fc\u061cd"),
    Hostile("separators of Unicode", "line\u2028para\u2029end"),
    Hostile("spaces of Unicode", "no\u00a0break em\u2003thin\u2009ideographic\u3000."),
    Hostile("fillers of Hangul", "\u115f\u1160 \u3164 ."),
)
"""What hides, or stands for nothing."""

SCRIPTS: Final = (
    Hostile("family", "👨\u200d👩\u200d👧\u200d👦 family 👩🏽\u200d🚀"),
    Hostile("flags", "🇩🇪🇫🇷🇯🇵 flags 🇩"),
    Hostile(
        "black flag", "🏴", Gone("\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"), " flag"
    ),
    Hostile("variation selectors", "☎\ufe0f ☎\ufe0e ❤\ufe0f 葛\U000e0100"),
    Hostile("keycaps", "1\ufe0f\u20e3 #\ufe0f\u20e3"),
    Hostile("tower of accents", "Z" + "\u0301\u0300\u0302\u0303" * 10 + "algo"),
    Hostile("accents alone", "\u0301 \u0308x e\u0301 é"),
    Hostile("Hebrew", "שלום עולם 123"),
    Hostile("Arabic", "مرحبا بكم (١٢٣)"),
    Hostile("wide", "日本語の名前 全角ＡＢＣ"),
    Hostile("half width", "ﾊﾝｶｸ ｶﾞ ￡"),
    Hostile("Devanagari and Thai", "क्षत्रिय ภาษาไทย"),
    Hostile("Korean", "한국어 각"),
    Hostile("two cases", "ŉ ß İ ı ǆ ﬃ Σς"),
)
"""What people really write, and is hard to draw."""

FORMS: Final = (
    Hostile("only spaces", "   "),
    Hostile("spaces at both ends", "  in the middle   "),
    Hostile("two spaces", "one  two   three"),
    Hostile("tabs", "a\tb\t\tc"),
    Hostile("several lines", "first\nsecond\n\nfourth"),
    Hostile("long word", "w" * 5_000),
    Hostile("long and wide", "語" * 2_500),
    Hostile("five hundred emoji", "🎉" * 500),
)
"""What does not fit."""

WORDS: Final = (
    Hostile("Markdown", "# *a* _b_ ~c~ `d` > e - f 1. g | h ![i](j) <k@l>"),
    Hostile("HTML", "<script>alert(1)</script> &amp; &#0; <!-- -->"),
    Hostile("YAML", "- a: b # c & *d !!python/object:x {e: [f]}"),
    Hostile("pings", "@everyone @here <!channel> #general"),
    Hostile("path upwards", "../../etc/passwd"),
    Hostile("path of Windows", "..\\..\\C:\\boot.ini"),
    Hostile("address of a file", "file:///etc/passwd"),
    Hostile("reserved name", "CON"),
    Hostile("reserved name with an ending", "NUL.txt"),
    Hostile("reserved name with a small digit", "com¹"),
    Hostile("stream", "a:b"),
    Hostile("dots at the end", "name..."),
    Hostile("dots alone", ".."),
    Hostile("hidden", ".bashrc"),
    Hostile("option", "--help"),
    Hostile("shell", "$(touch gone) `touch gone` ; touch gone | & > gone"),
    Hostile("quotes", "'\"“”‘’'\"`\\"),
    Hostile("wildcards", "* ? [a-z] ~root !x"),
    Hostile("home", "~root/x ~"),
    Hostile("SQL", "'); DROP TABLE notes;--"),
)
"""What another program would read as more than words."""

HOSTILE: Final = (*MARKUP, *ORDERS, *UNSEEN, *SCRIPTS, *FORMS, *WORDS)
"""All of them."""
BY_NAME: Final = {one.name: one for one in HOSTILE}
"""All of them by their names."""


_RANGES: Final = (
    (0x00, 0x1F),
    (0x7F, 0x9F),
    (0x202A, 0x202E),
    (0x2066, 0x2069),
    (0xD800, 0xDFFF),
    (0xE0000, 0xE007F),
)
ORDER_CHARACTERS: Final = frozenset(chr(code) for first, last in _RANGES for code in range(first, last + 1))
"""Characters by which a terminal could be moved to do something, or what is read be turned around or hidden."""
