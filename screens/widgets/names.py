"""Names completed as they are typed."""

from textual.suggester import Suggester


class Names(Suggester):
    """Completes a name, alone or after the last comma, or after an `@` in the text of an action."""

    def __init__(self, names: tuple[str, ...], *, after_at: bool) -> None:
        """Complete these names; `after_at`: only behind an `@`."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._names = names
        self._after_at = after_at

    async def get_suggestion(self, value: str) -> str | None:
        """Return the value completed, or nothing."""
        start = value.rfind("@") if self._after_at else max(value.rfind(","), value.rfind(";"))
        if self._after_at and start < 0:
            return None
        typed = value[start + 1 :].lstrip()
        if not typed:
            return None
        for name in self._names:
            if name.casefold().startswith(typed.casefold()) and len(name) > len(typed):
                return value + name[len(typed) :]
        return None
