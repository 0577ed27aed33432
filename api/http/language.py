"""The language that a reader gets, by `Accept-Language` (RFC 9110, section 12.5.4)."""

from collections.abc import Sequence


def preferred(accept: str | None, offered: Sequence[str]) -> str:
    """The offered language that the header likes best; the first one where it says nothing of use.

    A range matches its sub-languages and they it: `sv-FI` asks for `sv`. Ranges of equal
    weight stand in the order of preference. What is not a range is passed over.
    """
    weights = dict.fromkeys(offered, 0.0)
    for given in (accept or "").split(","):
        language, weight = _range(given)
        for each in offered:
            if language in (each, "*"):
                weights[each] = max(weights[each], weight)
    return max(offered, key=lambda each: weights[each])


def _range(given: str) -> tuple[str, float]:
    tag, _, parameters = given.partition(";")
    name, _, value = parameters.strip().partition("=")
    primary = tag.strip().lower().partition("-")[0]
    if name.strip().lower() != "q":
        return primary, 1.0
    try:
        return primary, float(value)
    except ValueError:
        return primary, 0.0
