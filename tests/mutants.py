"""Files that went wrong, or were made to: one good file in, any number of broken ones out, each drawn by lot."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

Mutation = Callable[[bytes, Random], bytes]
"""From a good file to a broken one."""


@contextmanager
def unburdened() -> Iterator[None]:
    """Have nothing that other tests left in memory looked through while times are taken."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


STRANGE = [
    *(
        b"\xff",
        b"\xc3(",
        b"\xed\xa0\x80",
        b"\xed\xb3\xbf",
        b"\xf4\x90\x80\x80",
        b"\x00",
        b"\x1b[2J",
        b"\x0b",
        b"\r",
    ),
    *(b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xc2\x85", b"\xf3\xa0\x81\x81"),
]
"""What no text holds, or what acts on a terminal, or what parts lines without looking so."""


def _piece(raw: bytes, random: Random, longest: int = 400) -> tuple[int, int]:
    start = random.randrange(len(raw) + 1)
    return start, min(len(raw), start + random.randint(1, longest))


def bits_flipped(raw: bytes, random: Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(random.choice([1, 1, 2, 8])):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def truncated(raw: bytes, random: Random) -> bytes:
    return raw[: random.randrange(len(raw) + 1)]


def without_a_piece(raw: bytes, random: Random) -> bytes:
    start, end = _piece(raw, random)
    return raw[:start] + raw[end:]


def zeroed(raw: bytes, random: Random) -> bytes:
    start, end = _piece(raw, random)
    return raw[:start] + bytes(end - start) + raw[end:]


def duplicated(raw: bytes, random: Random) -> bytes:
    start, end = _piece(raw, random)
    return raw[:end] + raw[start:end] * random.choice([1, 1, 3, 50]) + raw[end:]


def lines_moved(raw: bytes, random: Random) -> bytes:
    lines = raw.split(b"\n")
    for _ in range(random.choice([1, 1, 3])):
        lines.insert(random.randrange(len(lines) + 1), lines.pop(random.randrange(len(lines))))
    return b"\n".join(lines)


def line_doubled(raw: bytes, random: Random) -> bytes:
    lines = raw.split(b"\n")
    place = random.randrange(len(lines))
    return b"\n".join([*lines[:place], lines[place], *lines[place:]])


def indented(raw: bytes, random: Random) -> bytes:
    lines = raw.split(b"\n")
    place = random.randrange(len(lines))
    lines[place] = random.choice([b" ", b"  ", b"\t", b" " * 3000]) + lines[place]
    return b"\n".join(lines)


def foreign_bytes(raw: bytes, random: Random) -> bytes:
    place = random.randrange(len(raw) + 1)
    strange = random.choice(STRANGE)
    return raw[:place] + strange * random.choice([1, 1, 2, 100]) + raw[place:]


def other_encoding(raw: bytes, random: Random) -> bytes:
    text = raw.decode("utf-8", "replace")
    name = random.choice(["utf-16", "utf-16-le", "utf-32", "latin-1", "cp037", "utf-7", "utf-8-sig"])
    return text.encode(name, "replace")


def repeated(raw: bytes, random: Random) -> bytes:
    return raw * random.choice([2, 3, 300_000 // max(1, len(raw)) + 1])


def a_word_for_another(raw: bytes, random: Random, words: list[bytes]) -> bytes:
    """Put something of another kind in the place of a word or a number."""
    start, end = _piece(raw, random, 12)
    return raw[:start] + random.choice(words) + raw[end:]


GENERAL: list[Mutation] = [
    bits_flipped,
    truncated,
    without_a_piece,
    zeroed,
    duplicated,
    lines_moved,
    line_doubled,
    indented,
    foreign_bytes,
    other_encoding,
    repeated,
]
"""What can happen to any file."""


def mutants(good: list[bytes], mutations: list[Mutation], count: int, seed: int) -> Iterator[bytes]:
    """Break good files, each once or a few times over.

    Args:
        good: The files to begin with.
        mutations: The ways to break them.
        count: How many broken files are wanted.
        seed: The same number gives the same files.
    """
    for number in range(count):
        random = Random(f"{seed}:{number}")
        raw = random.choice(good)
        for _ in range(random.choice([1, 1, 1, 2, 4])):
            raw = random.choice(mutations)(raw, random)
        yield raw
