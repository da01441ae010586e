"""Text as people type it: what may pass, how wide it is drawn, and which word was probably meant.

Control characters, direction overrides and tag characters can rewrite a terminal or hide what a line says.
They are taken out once where text comes in; everything else stays exactly as typed.
"""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import cast

_UNWANTED = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f"  # C0 except tab, newline and (joined to newline below) carriage return
    "\x7f-\x9f"  # DEL and C1
    "\u202a-\u202e\u2066-\u2069"  # direction embeddings, overrides and isolates
    "\ud800-\udfff"  # lone surrogates: no file can hold them
    "\U000e0000-\U000e007f"  # tag characters: text that nobody sees
    "]"
)
_LINE_ENDS = re.compile("\r\n?")
_TO_SPACE = str.maketrans({"\n": " ", "\t": " "})
_ON_ONE_LINE = frozenset({"title", "name", "series", "format_name"})
"""What is one line wherever it stands in stored data."""
_JOINER = "\u200d"
_ELLIPSIS = "…"
_WITH_TEXT = frozenset({str, dict, list})


def clean(raw: str) -> str:
    """Give `raw` as it may be kept and drawn: newlines for line ends, nothing that acts on a terminal.

    Cleaning twice changes nothing more. Joiners inside emoji families stay.
    """
    return _LINE_ENDS.sub("\n", _UNWANTED.sub("", raw))


def clean_line(raw: str) -> str:
    """Give `raw` cleaned and on one line, without space at either end: for names and titles."""
    return clean(raw).translate(_TO_SPACE).strip()


def is_clean(text: str) -> bool:
    """Tell whether `clean` would leave `text` as it is."""
    return "\r" not in text and _UNWANTED.search(text) is None


def clean_tree(value: object, field: str = "") -> object:
    """Give plain data, as JSON holds it, with every text in it cleaned: a file can be written by anyone.

    Args:
        value: The data.
        field: The name under which it stands; titles and names are one line.
    """
    kind = value.__class__
    if kind is str:
        text = cast("str", value)
        if field in _ON_ONE_LINE:
            return clean_line(text)
        # Most texts are plain, and seeing that is far quicker than looking for each thing that might be wrong.
        return text if text.isascii() and text.isprintable() else clean(text)
    if kind is dict:
        return {
            _cleaned_key(key): clean_tree(one, key) if one.__class__ in _WITH_TEXT else one
            for key, one in cast("dict[str, object]", value).items()
        }
    if kind is list:
        return [clean_tree(one) for one in cast("list[object]", value)]
    return value


def width(text: str) -> int:
    """Tell how many terminal cells `text` takes on one line."""
    return _cell_len()(text)


def crop(text: str, cells: int) -> str:
    """Cut `text` to at most `cells` terminal cells, with an ellipsis where something was left out.

    What is drawn as one sign (letter and accents, emoji family, flag) is kept whole or left out whole.
    """
    if cells <= 0:
        return ""
    measure = _cell_len()
    if measure(text) <= cells:
        return text
    kept: list[str] = []
    room = cells - 1
    for sign in signs(text):
        room -= measure(sign)
        if room < 0:
            break
        kept.append(sign)
    while kept and measure("".join(kept)) > cells - 1:  # signs may be wider together than each alone
        kept.pop()
    return "".join(kept).rstrip() + _ELLIPSIS


def signs(text: str) -> Iterable[str]:
    """Go through `text` by what the eye takes as one sign."""
    held = ""
    for character in text:
        if held and not _continues(held, character):
            yield held
            held = ""
        held += character
    if held:
        yield held


def nearest(word: str, words: Iterable[str], n: int = 3) -> list[str]:
    """Find up to `n` of `words` that someone who wrote `word` may have meant, the likeliest first."""
    by_folded = {known.casefold(): known for known in words}
    # Matching takes time that grows with the product of the lengths; nobody mistypes a word into a page.
    found = difflib.get_close_matches(word[:80].casefold(), by_folded, n=n, cutoff=0.6)
    return [by_folded[one] for one in found]


def slug(text: str, otherwise: str) -> str:
    """Make an id of `text`: small letters, digits and hyphens, at most 60; `otherwise` if nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or otherwise


def _cleaned_key(key: str) -> str:
    return key if key.isascii() and key.isprintable() else clean(key)


def _continues(held: str, character: str) -> bool:
    if held[-1] == _JOINER or character == _JOINER:
        return True
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Mc"}:
        return True
    if "\U0001f3fb" <= character <= "\U0001f3ff":  # skin tones
        return True
    both_flags = all("\U0001f1e6" <= one <= "\U0001f1ff" for one in (held, character) if len(one) == 1)
    return len(held) == 1 and both_flags


def _cell_len() -> Callable[[str], int]:
    # Loaded by name and only when something is measured: the engine cleans text with this module and must
    # neither know nor load what draws it. It is the measure that the screen itself goes by.
    return cast("Callable[[str], int]", import_module("rich.cells").cell_len)
