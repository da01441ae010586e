"""The themes can be read by every eye, and the phases told apart."""

import itertools
import math

import pytest
from textual.color import Color
from textual.theme import Theme

from screens.theme import PHASE_VARIABLES, SIGNS, THEMES
from screens.widgets.timebar import SHAPES

GROUNDS = ("background", "surface", "panel")
TEXTS = (
    "text",
    "text-muted",
    "text-disabled",
    "text-primary",
    "text-secondary",
    "text-accent",
    "text-warning",
    "text-error",
    "text-success",
    "foreground",
)
Matrix = tuple[tuple[float, float, float], ...]
SEEING: dict[str, Matrix | None] = {
    "all colours": None,
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""How colours look to different eyes (Machado, Oliveira, Fernandes 2009), in linear light."""


def linear(colour: str) -> list[float]:
    red, green, blue = Color.parse(colour).rgb
    return [
        (part / 255) / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in (red, green, blue)
    ]


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def lab(colour: str, matrix: Matrix | None) -> tuple[float, float, float]:
    light = linear(colour)
    if matrix is not None:
        light = [sum(part * value for part, value in zip(row, light, strict=True)) for row in matrix]
    red, green, blue = (min(1.0, max(0.0, part)) for part in light)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def variables(theme: Theme) -> dict[str, str]:
    return {**theme.to_color_system().generate(), **theme.variables}


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_can_be_read_on_every_ground(theme: Theme, ground: str, text: str) -> None:
    named = variables(theme)
    assert contrast(named[text], named[ground]) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_what_is_highlighted_can_be_read(theme: Theme) -> None:
    named = variables(theme)
    for kind in ("block-cursor", "block-cursor-blurred", "input-selection", "screen-selection"):
        assert contrast(named[f"{kind}-foreground"], named[f"{kind}-background"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("eyes", SEEING)
def test_phases_can_be_told_apart_by_all_eyes(theme: Theme, eyes: str) -> None:
    named = variables(theme)
    colours = [lab(named[variable], SEEING[eyes]) for variable in PHASE_VARIABLES.values()]
    assert min(math.dist(one, other) for one, other in itertools.combinations(colours, 2)) >= 10


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_over_has_a_colour_of_its_own(theme: Theme) -> None:
    named = variables(theme)
    over = named[PHASE_VARIABLES["over"]]
    assert over not in {named[one] for one in TEXTS if one != PHASE_VARIABLES["over"]}


def test_phases_differ_in_sign_and_shape_too() -> None:
    assert len(set(SIGNS.values())) == len(SIGNS)
    assert len({(shape.spent, shape.left) for shape in SHAPES.values()}) == len(SHAPES)
