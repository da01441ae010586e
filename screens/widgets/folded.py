"""How a text of several lines stands in a line: with a sign for each new line. Knows no widget."""

NEWLINES = ("↵", "⏎", "¶")
"""What stands for a new line: the first that the text does not have."""


class Folded:
    """Turns one text of several lines into a line, and back."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._sign = NEWLINES[0]
        self._several = False

    def fold(self, text: str) -> str:
        """Return a text as it stands in the line."""
        self._sign, self._several = _sign_for(text), "\n" in text
        return text.replace("\n", self._sign)

    def unfold(self, value: str) -> str:
        """Return what stands in the line as it was meant."""
        return value.replace(self._sign, "\n") if self._several else value

    def fold_into(self, value: str, text: str) -> tuple[str, str]:
        """Return what stands in the line, and a text that is put into it, with one sign for both."""
        before = self.unfold(value)
        sign = _sign_for(before + text)
        folded = value.replace(self._sign, sign) if self._several else value
        self._sign, self._several = sign, True
        return folded, text.replace("\n", sign)


def _sign_for(text: str) -> str:
    return next((sign for sign in NEWLINES if sign not in text), NEWLINES[0])
