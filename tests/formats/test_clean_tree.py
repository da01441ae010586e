"""Plain data that anybody may have written is cleaned in every place in which text can stand."""

from formats.text import clean_tree


def test_every_text_is_cleaned_and_everything_else_stays() -> None:
    given = {
        "text": "one\r\n\x1b[31mtwo",
        "people": [{"name": " Ana\nBen\x07 "}, "\u202eChi", 3, None, True, 1.5],
        "by\x07": {"title": "a\tb", "inner": {"series": "x\ny", "note": "x\ny"}},
    }
    assert clean_tree(given) == {
        "text": "one\n[31mtwo",
        "people": [{"name": "Ana Ben"}, "Chi", 3, None, True, 1.5],
        "by": {"title": "a b", "inner": {"series": "x y", "note": "x\ny"}},
    }


def test_names_in_a_list_are_texts_of_their_own() -> None:
    assert clean_tree({"name": ["two\nlines"]}) == {"name": ["two\nlines"]}
