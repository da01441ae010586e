"""What the model found, said in plain sentences."""

from collections.abc import Mapping, Sequence

from pydantic_core import ErrorDetails

from formats.complaints import short
from formats.model import SEGMENT_CLASSES, Format
from formats.text import nearest

_ACTIVITIES = tuple(SEGMENT_CLASSES)
_HEAD_KEYS = tuple(name for name in Format.model_fields if name != "id")

_PLAIN: Mapping[str, str] = {
    "tuple_type": "write a list, such as [first, second]",
    "dict_type": "write keys with their texts, such as {{learn: wants to learn}}",
    "model_type": "write keys with their values: title, minutes, activity",
    "model_attributes_type": "write keys with their values: title, minutes, activity",
    "string_type": "write text; put it in quotes if it begins with {{ or [, or holds a colon and a space",
    "string_too_short": "empty; write some text, or leave the key out",
    "string_too_long": "longer than {max_length} characters; shorten it",
    "greater_than_equal": "write a number from {ge} up",
    "less_than_equal": "write a number up to {le}",
    "too_short": "write at least {min_length}",
    "too_long": "more than {max_length}; leave some out",
    "string_unicode": "holds characters that no text holds; remove them",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_parsing_size": "write a whole number, and a smaller one",
    "int_from_float": "write a whole number",
    "recursion_loop": "refers to itself; write it out",
}
"""What depends on nothing but the figures that come with the error."""


def keys_of(activity: object) -> tuple[str, ...]:
    """Give the keys that a segment of this activity may have in a file."""
    segment_class = next((known for name, known in SEGMENT_CLASSES.items() if name == activity), None)
    if segment_class is None:
        return ()
    return tuple(field.alias or name for name, field in segment_class.model_fields.items())


def sentence(error: ErrorDetails, at: Sequence[str | int], value: object, inside: object) -> str:
    """Say what is wrong with `value`, which stands at the path `at`, inside the list or the keys `inside`."""
    kind, figures = error["type"], error.get("ctx", {})
    match kind:
        case "missing":
            return "missing; write it"
        case "extra_forbidden":
            return _unknown_key(str(at[-1]), inside, at_top=len(at) == 1)
        case "literal_error":
            # The error names the words only inside a sentence of its own.
            words = [word for word in str(figures["expected"]).split("'")[1::2] if word]
            return _not_one_of(value, words)
        case "union_tag_not_found":
            return "missing; write one of: " + ", ".join(_ACTIVITIES)
        case "union_tag_invalid":
            return _not_one_of(value, _ACTIVITIES)
        case "value_error":
            return str(figures["error"])
        case "between_segments":
            return error["msg"]
        case "string_pattern_mismatch":
            return f"'{short(str(value))}' can't stand here; use small letters, digits and hyphens, such as our-norms"
        case _:
            return _PLAIN.get(
                kind, "not what belongs here; see `facilitator formats show kickoff`"
            ).format_map(figures)


def _unknown_key(key: str, inside: object, *, at_top: bool) -> str:
    activity = inside.get("activity") if isinstance(inside, dict) else None
    known = _HEAD_KEYS if at_top else keys_of(activity)
    close = nearest(key, known, 1)
    if close:
        return f"unknown key; did you mean '{close[0]}'?"
    if not at_top and not known:
        known = keys_of(_ACTIVITIES[0])
    elsewhere = [name for name in _ACTIVITIES if key in keys_of(name)]
    if not at_top and elsewhere:
        return f"not a key of the activity '{activity}' but of: {', '.join(elsewhere)}"
    return f"unknown key; write one of: {', '.join(known)}"


def _not_one_of(value: object, words: Sequence[str]) -> str:
    if not isinstance(value, str) or not value:
        return f"write one of: {', '.join(words)}"
    close = nearest(value, words, 1)
    meant = f"did you mean '{close[0]}'?" if close else f"write one of: {', '.join(words)}"
    return f"'{short(value)}' is not known here; {meant}"
