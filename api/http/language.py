"""The language that a reader gets, by `Accept-Language` (RFC 9110, section 12.5.4)."""

from collections.abc import Sequence

REFUSED = -1.0


def preferred(accept: str | None, offered: Sequence[str]) -> str:
    """The offered language that the header likes best; the first one where it says nothing of use.

    A range matches its sub-languages and they it: `sv-FI` asks for `sv`. Of languages that are
    liked equally the first one offered is given. What is not a range is passed over. A language
    that is named with the weight 0 is liked less than one that is not named.
    """
    weights: dict[str, float] = {}
    for given in (accept or "").split(","):
        language, weight = _range(given)
        weights[language] = max(weights.get(language, REFUSED), weight or REFUSED)
    return max(offered, key=lambda each: weights.get(each, weights.get("*", 0.0)))


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
