"""Nothing -> a Jinja2 environment whose templates can neither reach out of it nor run away.

Only what answers need is offered: any other statement, filter or method is refused when a template is read. What a
template does while it is filled in is counted, so that it ends soon whatever it says: turns of loops, calls, and the
length of texts and lists.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, TemplateRuntimeError, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.visitor import NodeTransformer

# What one filling in may spend: a turn of a loop costs 1, a text 1 for every 64 characters.
BUDGET = 20_000
CALL_COST = 10
CHARACTERS_A_STEP = 64
# Far above what Telegram takes in one message.
LONGEST_OUTPUT = 100_000
LARGEST_NUMBER = 1e15
LONGEST_TEMPLATE = 50_000
# Of parts of a template in one another; Python itself takes no more than 20 loops.
DEEPEST = 60
DEEPEST_LOOPS = 8

_OFFERED_NODES = frozenset(
    "Template Output TemplateData Name Const Getattr Getitem Call Keyword If And Or Not Compare Operand CondExpr "
    "Assign For Filter Test Include Pair Concat Slice Tuple List Dict Add Sub Mul Div FloorDiv Mod Neg Pos".split()
)
_OFFERED_FILTERS = frozenset(
    "abs capitalize count d default first float format int join last length list lower map max min reject rejectattr "
    "reverse select selectattr sort sum title trim unique upper".split()
)
_TEXT_METHODS = frozenset("capitalize endswith lower split startswith strip title upper".split())
_TABLE_METHODS = frozenset("count get index items keys values".split())
_STATEMENTS = {"CallBlock": "call", "FromImport": "from", "AssignBlock": "set … endset", "FilterBlock": "filter"}
# A width of three digits or more, or one that is handed in.
_WIDE = re.compile(r"\d{3}|\*")
_KEPT = "_budget"


class TooMuchError(TemplateRuntimeError):
    """A template does more than any answer needs."""


class Printable:
    """What a template may print besides text and numbers."""

    __slots__ = ()


class _Budget:
    """How many steps are left of one filling in."""

    def __init__(self) -> None:
        self._left = BUDGET

    def spend(self, steps: int = 1) -> None:
        """Raises TooMuchError when nothing is left."""
        self._left -= steps
        if self._left < 0:
            raise TooMuchError("it never comes to an end: too many loops, calls or long texts")

    def spend_on(self, text: str) -> str:
        """The text, paid for."""
        self.spend(1 + len(text) // CHARACTERS_A_STEP)
        return text


class _Context(Context):
    """The names of a template, and what is left of the budget, which templates that are included share."""

    def __init__(self, environment: Any, parent: dict[str, Any], *rest: Any, **named: Any) -> None:
        super().__init__(environment, parent, *rest, **named)
        self.budget: _Budget = parent.setdefault(_KEPT, _Budget())
        self.budget.spend(CALL_COST)


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment of answers; an undefined name is an error."""

    context_class = _Context
    intercepted_binops = frozenset("+ * %".split())

    def __init__(self, **options: Any) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=False, finalize=_print, **options)
        own = {"join": _join, "format": _format, "_turns": _count_turns, "_measured": _measured}
        offered = {name: do for name, do in self.filters.items() if name in _OFFERED_FILTERS}
        self.filters = {**offered, **own}
        self.globals = {"range": safe_range}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether templates may use it: of texts, numbers and tables only methods that cannot make something huge."""
        if isinstance(obj, str):
            return attr in _TEXT_METHODS
        if isinstance(obj, Mapping | list | tuple):
            return attr in _TABLE_METHODS or hasattr(obj, "_fields")
        return not isinstance(obj, int | float) and super().is_safe_attribute(obj, attr, value)

    def call(self, context: Context, obj: Any, *rest: Any, **named: Any) -> Any:
        """What a call gives, counted."""
        _budget(context).spend(CALL_COST)
        return super().call(context, obj, *rest, **named)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The result of + * %, which are for numbers; + also for texts."""
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return _budget(context).spend_on(left + right)
        if operator == "%" and isinstance(left, str):
            return _format(left, *(right if isinstance(right, tuple) else (right,)))
        if not all(isinstance(side, int | float) and abs(side) < LARGEST_NUMBER for side in (left, right)):
            raise TooMuchError(f"`{operator}` is for numbers of a usual size")
        return super().call_binop(context, operator, left, right)

    @staticmethod
    def concat(parts: Iterable[str]) -> str:
        """All parts in one text. Raises TooMuchError for a text that is longer than any answer."""
        return "".join(_count_characters(parts))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > LONGEST_TEMPLATE:
            raise TemplateSyntaxError(f"it has more than {LONGEST_TEMPLATE:,} characters", 1, name, filename)
        try:
            tree = super()._parse(source, name, filename)
        except RecursionError:
            raise TemplateSyntaxError("its brackets are nested too deep", 1, name, filename) from None
        for fault, line in _find_faults(tree):
            raise TemplateSyntaxError(fault, line, name, filename)
        limited: nodes.Template = _Limiter().visit(tree)
        return limited


class _Limiter(NodeTransformer):
    """Puts what counts around loops, texts that are put together, and lists."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - the visitor's own way of naming
        self.generic_visit(node)
        node.iter = _filtered(node.iter, "_turns")
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), "join")

    def _visit_container(self, node: nodes.Node) -> nodes.Node:
        self.generic_visit(node)
        plain = getattr(node, "ctx", "load") != "load" or all(type(n) is nodes.Const for n in node.iter_child_nodes())
        return node if plain else _filtered(node, "_measured")

    visit_List = visit_Tuple = visit_Dict = _visit_container  # noqa: N815


def _filtered(node: Any, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _find_faults(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """Why parts of a template are refused, each with its line."""
    ahead: list[tuple[nodes.Node, int, int]] = [(tree, 1, 0)]
    while ahead:
        node, depth, loops = ahead.pop()
        loops += isinstance(node, nodes.For)
        if depth > DEEPEST or loops > DEEPEST_LOOPS:
            yield "too much is nested in one another", node.lineno
        elif fault := _find_fault(node):
            yield fault, node.lineno
        ahead += [(child, depth + 1, loops) for child in node.iter_child_nodes()]


def _find_fault(node: nodes.Node) -> str:
    """Why a part of a template is refused; "" when it is not."""
    kind = type(node).__name__
    if kind not in _OFFERED_NODES:
        name = _STATEMENTS.get(kind, kind.lower())
        return f"`{name}` is not offered here" if isinstance(node, nodes.Stmt) else f"{name} is not offered here"
    if isinstance(node, nodes.For) and node.recursive:
        return "`recursive` is not offered here"
    if isinstance(node, nodes.Include) and not isinstance(node.template, nodes.Const):
        return "`include` takes the name of a template in quotes"
    if isinstance(node, nodes.Filter) and node.name not in _OFFERED_FILTERS:
        return f"the filter `{node.name}` is not offered here"
    return ""


def _budget(context: Context) -> _Budget:
    assert isinstance(context, _Context)
    return context.budget


@pass_context
def _print(context: Context, value: Any) -> Any:
    if isinstance(value, str):
        return _budget(context).spend_on(value)
    if isinstance(value, int | float | Undefined | Printable) or value is None:
        return value
    raise TemplateRuntimeError("only text and numbers can be said; here stands something else")


@pass_context
def _count_turns(context: Context, values: Iterable[Any]) -> Iterator[Any]:
    budget = _budget(context)
    for value in values:
        budget.spend()
        yield value


@pass_context
def _join(context: Context, values: Iterable[Any], between: str = "", attribute: str | int | None = None) -> str:
    """The values as one text. `attribute` is what to take of each."""
    of_each = (context.environment.getitem(v, attribute) for v in values) if attribute is not None else values
    parts = [str(_print(context, value)) for value in of_each]
    return _budget(context).spend_on(str(between).join(_count_characters(parts)))


def _format(text: str, *values: Any) -> str:
    """The text with values in place of its % signs."""
    if _WIDE.search(text):
        raise TooMuchError("`format` takes widths of two digits at most")
    return str(text) % values


def _count_characters(parts: Iterable[str]) -> Iterator[str]:
    left = LONGEST_OUTPUT
    for part in parts:
        left -= len(part)
        if left < 0:
            raise TooMuchError(f"it gives more than {LONGEST_OUTPUT:,} characters")
        yield part


@pass_context
def _measured(context: Context, values: Collection[Any]) -> Collection[Any]:
    """The list or table, paid for by all that it holds at any depth."""
    ahead: list[Any] = [values]
    while ahead:
        value = ahead.pop()
        _budget(context).spend()
        if isinstance(value, str):
            _budget(context).spend_on(value)
        elif isinstance(value, list | tuple):
            ahead += value
        elif isinstance(value, Mapping):
            ahead += [*value.keys(), *value.values()]
    return values
