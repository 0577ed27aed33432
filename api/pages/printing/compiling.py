"""How templates are compiled: as Jinja does it, but with less done for each value and each call.

A page of ours shows some hundred values and calls some hundred macros. Around each of
them Jinja's own code asks what it may be: a value that is safe already, a function that
wants the context, an asynchronous macro. Our templates escape everything, are not
asynchronous and do not switch either on the way, so most answers are known beforehand.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from keyword import iskeyword
from typing import Any, TypeVar

from jinja2 import Environment, Template, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

WANT_CONTEXT = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
"""Functions of Jinja's own extension, which look into the context of the template that calls them."""

ESCAPED = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;"))
"""What has a meaning in HTML, and how it is written instead; the ampersand first."""

Item = TypeVar("Item")


class Compiler(CodeGenerator):
    """Writes what `Compiled` provides in the place of what Jinja's runtime does."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Jinja's
        super().__init__(*args, **options)
        self._macros: set[str] = set()
        """The names of macros in the template that is written: its own, and those that it imports."""

        self._shown_macro: nodes.Node | None = None
        """The call of a macro that is written just now, if what it gives goes straight to the page."""

    def visit_Template(  # noqa: N802 - Jinja calls it so
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        """Write a template, of which it is known beforehand what is a macro in it."""
        self._macros.update(each.name for each in node.find_all(nodes.Macro))
        for each in node.find_all(nodes.FromImport):
            self._macros.update(name if isinstance(name, str) else name[1] for name in each.names)
        super().visit_Template(node, frame)

    def write_commons(self) -> None:
        """Write what each function of a template begins with."""
        self.writeline("shown = environment.shown")
        super().write_commons()

    def choose_async(self, async_value: str = "async ", sync_value: str = "") -> str:
        """What to write where Jinja has two ways: before the name of its loops, that they are our own."""
        return "environment." if async_value == "Async" else super().choose_async(async_value, sync_value)

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Write what a block shows, or a template with none around it: all in one piece."""
        is_whole = frame.block_frame or (frame.rootlevel and not frame.require_output_check)
        if frame.buffer is not None or not is_whole:
            super().blockvisit(nodes, frame)
            return
        self.buffer(frame)
        super().blockvisit(nodes, frame)
        self.writeline(f"yield concat({frame.buffer})")
        frame.buffer = None

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if node.with_context:
            super()._import_common(node, frame)
        else:
            self.write("environment.imported(")
            self.visit(node.template, frame)
            self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja's
        if finalize.src is not None or frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        elif self._is_safe(node):
            self._shown_macro = node if self._is_macro(node) else None
            self.write("(")
        else:
            self.write("shown(")

    def _is_safe(self, node: nodes.Node | None) -> bool:
        """Whether what an expression gives stands on a page as it is."""
        if isinstance(node, nodes.CondExpr):
            return self._is_safe(node.expr1) and (node.expr2 is None or self._is_safe(node.expr2))
        if isinstance(node, nodes.Const):
            return isinstance(node.value, str) and Compiled.shown(node.value) == node.value
        return self._is_macro(node)

    def _is_macro(self, node: nodes.Node | None) -> bool:
        """Whether it is a macro that is called with nothing but values in their order."""
        return (
            isinstance(node, nodes.Call)
            and isinstance(node.node, nodes.Name)
            and node.node.name in self._macros
            and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        )

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - Jinja calls it so
        """Write what is shown, with choices between safe texts as choices between plain ones."""
        node.nodes = [
            self._bare(each) if isinstance(each, nodes.CondExpr) and self._is_safe(each) else each
            for each in node.nodes
        ]
        super().visit_Output(node, frame)

    def _bare(self, node: nodes.Expr) -> nodes.Expr:
        """A safe expression without the `Markup` around its texts, which would be made each time."""
        if isinstance(node, nodes.Const):
            return nodes.Const(str(node.value), lineno=node.lineno)
        if isinstance(node, nodes.CondExpr):
            other = self._bare(node.expr2 or nodes.Const("", lineno=node.lineno))
            return nodes.CondExpr(node.test, self._bare(node.expr1), other, lineno=node.lineno)
        return node

    def visit_CondExpr(self, node: nodes.CondExpr, frame: Frame) -> None:  # noqa: N802 - Jinja calls it so
        """Write a choice; without an alternative it gives an empty text, which costs nothing to show."""
        alternative = node.expr2 or nodes.Const("", lineno=node.lineno)
        super().visit_CondExpr(nodes.CondExpr(node.test, node.expr1, alternative, lineno=node.lineno), frame)

    def visit_Call(  # noqa: N802 - Jinja calls it so
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - Jinja's own signature
    ) -> None:
        """Write a call of a function that does not want the context as one of Python's."""
        if node is self._shown_macro and not forward_caller:
            self._called_with(node, frame, ".plain")
        elif isinstance(node.node, nodes.Name) and node.node.name in WANT_CONTEXT:
            super().visit_Call(node, frame, forward_caller=forward_caller)
        elif forward_caller or node.dyn_args or any(iskeyword(each.key) for each in node.kwargs):
            self.write("environment.called(")
            self.visit(node.node, frame)
            self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
            self.write(")")
        else:
            self._called_with(node, frame)

    def _called_with(self, node: nodes.Call, frame: Frame, attribute: str = "") -> None:
        self.write("(")
        self.visit(node.node, frame)
        self.write(f"){attribute}(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        if node.dyn_kwargs:
            self.write("**")
            self.visit(node.dyn_kwargs, frame)
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja calls it so
        """Write a look at an attribute as one of Python's: what a model lacks is an error."""
        if iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write the definition of a macro as one of our own."""
        self.write("environment.")
        super().macro_def(macro_ref, frame)


class PlainMacro(Macro):
    """A macro, called with as many arguments as it has without further ado."""

    def __init__(self, *args: Any) -> None:  # noqa: ANN401 - Jinja's
        super().__init__(*args)
        takes_more = self.caller or self.catch_kwargs or self.catch_varargs
        self._plain_count = -1 if takes_more else self._argument_count
        self.plain = super().__call__ if takes_more else self._with_defaults()
        """Called with values in their order, gives what is shown, which is safe but does not say so."""

    def __call__(self, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - whatever a template has
        """What it shows, which is safe."""
        if kwargs or len(args) != self._plain_count:
            return super().__call__(*args, **kwargs)
        return str.__new__(Markup, self._func(*args))

    def _with_defaults(self) -> Callable[..., str]:
        """The function that was written for it, which knows what to take for what is missing."""
        function: Any = self._func
        function.__defaults__ = (missing,) * self._argument_count
        return self._func


@dataclass(slots=True)
class Place:
    """Where in a loop an item is, as `loop` says it in a template."""

    index0: int
    length: int

    @property
    def index(self) -> int:
        """The number of the item, from one."""
        return self.index0 + 1

    @property
    def first(self) -> bool:
        """Whether none came before it."""
        return self.index0 == 0

    @property
    def last(self) -> bool:
        """Whether it is the last."""
        return self.index0 + 1 == self.length


ALONE = Place(0, 1)
"""The place of an item that has no others beside it, as most have."""


class Compiled(Environment):
    """An environment with autoescape whose templates are compiled by `Compiler`."""

    code_generator_class = Compiler
    Macro = PlainMacro

    @staticmethod
    def LoopContext(  # noqa: N802 - Jinja calls it so
        items: Iterable[Item], _undefined: type[Undefined]
    ) -> Iterator[tuple[Item, Place]]:
        """The items of a loop, each with its place."""
        whole = items if isinstance(items, Sequence) else tuple(items)
        if len(whole) == 1:
            yield whole[0], ALONE
            return
        for number, item in enumerate(whole):
            yield item, Place(number, len(whole))

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Jinja's
        super().__init__(**options)
        self._ready: dict[str, Template] = {}
        self._imported: dict[str, object] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's own name
    ) -> Template:
        """A template, read once: an edition's never change. Every page asks for some twenty."""
        ready = self._ready.get(name) if isinstance(name, str) else name
        if ready is None or globals:
            ready = super().get_template(name, parent, globals)
            self._ready[str(name)] = ready
        return ready

    def imported(self, name: str) -> object:
        """What a template gives to those that import from it, made once: none knows more than another."""
        module = self._imported.get(name)
        if module is None:
            module = self._imported[name] = self.get_template(name).module
        return module

    @staticmethod
    def shown(value: object) -> str:
        """A value as it stands on a page.

        Texts are escaped as `markupsafe` does it, but without wrapping each of them in a `Markup`,
        which takes ten times as long: all that is made of them is the page.
        """
        if type(value) is not str:
            return value if type(value) is Markup else escape(value)
        if "&" in value or "<" in value or ">" in value or '"' in value or "'" in value:
            for character, instead in ESCAPED:
                value = value.replace(character, instead)
        return value

    @classmethod
    def filled(cls, phrase: str, values: Mapping[str, object]) -> Markup:
        """A phrase with what is to stand in it."""
        shown = {name: cls.shown(value) for name, value in values.items()}
        return str.__new__(Markup, str.__mod__(phrase, shown))

    @staticmethod
    def called(function: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever it gives
        """What a function gives that does not want the context."""
        return function(*args, **kwargs)
