"""Whether a literal is written as its datatype says (XML Schema 1.1, part 2).

The parser keeps ill-written literals as they are, and later readers turn them
into something else in silence: "maybe" into false, "INF" into a decimal.
"""

import re
from collections.abc import Callable
from datetime import date

XSD = "http://www.w3.org/2001/XMLSchema#"
DIGITS = 1000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
ZONE = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
DAY = re.compile(rf"(-?\d{{4,}})-(\d\d)-(\d\d){ZONE}", re.ASCII)
TIME = re.compile(rf"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?{ZONE}", re.ASCII)
INTEGER = r"[+-]?\d+"
FORMS = {
    "boolean": "true|false|1|0",
    "integer": INTEGER,
    "int": INTEGER,
    "long": INTEGER,
    "nonNegativeInteger": r"\+?\d+|-0+",
    "positiveInteger": r"\+?0*[1-9]\d*",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "double": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "float": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "gYear": rf"-?\d{{4,}}{ZONE}",
    "gYearMonth": rf"-?\d{{4,}}-(?:0[1-9]|1[0-2]){ZONE}",
    "anyURI": r"[^\s<>\"{}|\\^`]*",
}
PATTERNS = {name: re.compile(form, re.ASCII) for name, form in FORMS.items()}


def fault(lexical: str, datatype: str) -> str | None:
    """What is wrong with a literal's text, in a sentence; None where nothing is.

    Datatypes that are not known here are taken as they come.
    """
    if found := CONTROL.search(lexical):
        return f"It holds the control character U+{ord(found.group()):04X} in a text."
    if not datatype.startswith(XSD):
        return None
    name = datatype.removeprefix(XSD)
    if name in PATTERNS and not PATTERNS[name].fullmatch(lexical):
        return f'"{_shown(lexical)}" is not written as an xsd:{name}.'
    if name in {"integer", "decimal"} and len(lexical) > DIGITS:
        return f"It holds a number of more than {DIGITS} digits."
    if name in CALENDAR and not CALENDAR[name](lexical):
        return f'"{_shown(lexical)}" is not an xsd:{name} of the calendar.'
    return None


def _is_day(lexical: str) -> bool:
    found = DAY.fullmatch(lexical)
    if not found:
        return False
    year, month, day = map(int, found.groups())
    try:
        # The Gregorian calendar repeats every 400 years, and `date` ends at 9999.
        date(year % 400 + 400, month, day)
    except ValueError:
        return False
    return True


def _is_moment(lexical: str) -> bool:
    day, separator, time = lexical.partition("T")
    return bool(separator) and _is_day(day) and TIME.fullmatch(time) is not None


CALENDAR: dict[str, Callable[[str], bool]] = {"date": _is_day, "dateTime": _is_moment}


def _shown(lexical: str) -> str:
    return lexical if len(lexical) <= 40 else f"{lexical[:40]}…"
