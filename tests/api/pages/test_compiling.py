"""Templates as we compile them show what Jinja's own would."""

from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError, pass_context
from markupsafe import Markup, escape

from api.pages.printing.compiling import Compiled
from api.pages.printing.translation import Translated

TEMPLATES = {
    "macros": (
        "{% macro link(text, href='#') %}<a href=\"{{ href }}\">{{ text }}</a>{% endmacro %}"
        "{% macro many() %}{% for it in varargs %}{{ it }};{% endfor %}{% endmacro %}"
        "{% macro around(it) %}[{{ it }}{{ caller('<') }}]{% endmacro %}"
    ),
    "value": "{{ value }}",
    "called": "{{ value() }}",
    "of-many-sorts": "{{ 1 }}{{ none }}{{ 2.5 }}{{ ['<'] }}{{ value }}{{ safe }}",
    "whole": '{% from "macros" import link %}{{ link("<b>", "/?a&b") }}',
    "by-name": '{% from "macros" import link %}{{ link(href="/x", text="<") }}',
    "with-a-default": '{% from "macros" import link %}{{ link("&") }}',
    "any-number": '{% from "macros" import many %}{{ many("<", 2) }}',
    "around-a-block": '{% from "macros" import around %}{% call(it) around("&") %}{{ it }}{% endcall %}',
    "in-a-loop": '{% from "macros" import link %}{% for it in "<>" %}{{ link(it, loop.index) }}{% endfor %}',
    "places": (
        '{% for it in "<&>" %}{{ loop.index0 }}{{ loop.index }}{{ loop.first }}{{ loop.length }}'
        '{{ it }}{{ ", " if not loop.last }}{% endfor %}'
    ),
    "alone": '{% for it in ["<"] %}{{ it }}{{ "," if not loop.last }}{{ loop.first }}{% endfor %}',
    "of-no-length": '{% for it in "<>" | map("upper") %}{{ it }}{{ ", " if not loop.last }}{% endfor %}',
    "choices": (
        '{{ value if none }}{{ "<" if value else ">" }}{{ "<" if none else safe }}{{ ("a" if none) ~ "<" }}'
    ),
    "macro-or-nothing": (
        '{% from "macros" import link %}{{ link("<") if value }}{{ link("<") if none }}'
        '{% set it = link("&") %}{{ it }}'
    ),
    "macro-of-its-own": "{% macro own(it) %}{{ it }}{% endmacro %}{{ own('<') }}{{ own(own('<')) }}",
    "joined": '{{ ["<", safe] | join(",") }}{{ (value ~ safe) }}',
    "within": '{% from "macros" import link %}{% set it %}{{ link(value, "/") }}{% endset %}{{ it | trim }}',
}

INCLUDED = {
    "part": "{% set it = value ~ '!' %}{{ it }} {{ above }}",
    "within": "{% include 'part' %} again {% include 'part' %}",
    "frame": "{% block main %}{% endblock %}",
    "page": (
        "{% extends 'frame' %}{% set above = '<above>' %}{% set it = 'mine' %}"
        "{% block main %}{% include 'within' %} {{ it }}{% endblock %}"
    ),
}


def environment(kind: type[Environment]) -> Environment:
    made = kind(loader=DictLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    made.globals["_"] = pass_context(lambda context, text: f"{text} {context['value']}")
    return made


@pytest.mark.parametrize("name", sorted(TEMPLATES.keys() - {"macros", "value", "called"}))
def test_a_template_shows_what_it_shows_elsewhere(name: str) -> None:
    said = {"value": "a < b & 'c'", "safe": Markup("<br>")}

    assert environment(Compiled).get_template(name).render(said) == (
        environment(Environment).get_template(name).render(said)
    )


def test_what_is_not_safe_is_escaped() -> None:
    shown = environment(Compiled).get_template("value").render(value="<script>")

    assert shown == "&lt;script&gt;"


@given(st.text())
def test_a_text_is_escaped_as_elsewhere(text: str) -> None:
    assert Compiled.shown(text) == escape(text)


@pytest.mark.parametrize("name", ["within", "page"])
def test_a_template_that_is_included_shows_what_it_shows_elsewhere(name: str) -> None:
    said = {"value": "<b>", "above": "above"}
    ours = Translated(NullTranslations(), loader=DictLoader(INCLUDED), autoescape=True)
    theirs = Environment(loader=DictLoader(INCLUDED), autoescape=True)

    assert ours.get_template(name).render(said) == theirs.get_template(name).render(said)


def test_an_attribute_that_is_not_there_is_an_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        environment(Compiled).from_string("{{ value.nothing }}").render(value="text")


@pytest.mark.parametrize("name", ["value", "called"])
def test_what_is_not_there_is_an_error(name: str) -> None:
    with pytest.raises(UndefinedError, match="'value' is undefined"):
        environment(Compiled).get_template(name).render()


def test_a_function_that_wants_the_context_is_given_it() -> None:
    template = environment(Compiled).from_string("{{ _('line') }}")

    assert template.render(value="<2>") == "line &lt;2&gt;"


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ _('%(it)s in <b>%(it)s</b>', it=value) }}", "a &lt; in <b>a &lt;</b>"),
        ("{{ _('no more of %(it)s', it=value) if value }}", "no more of a &lt;"),
        ("{{ _('100 %% of %(it)s', it=value) }}", "100 % of a &lt;"),
    ],
)
def test_a_phrase_shows_what_it_is_filled_with_escaped(template: str, shown: str) -> None:
    spoken = Translated(NullTranslations(), autoescape=True).from_string(template)

    assert spoken.render(value="a <") == shown
