"""Live's object model made from its stubs (`ableton-live-stubs`), as strict as they are.

An object has the attributes that the stubs give its class, and no others. Reading one that the test has not given a
value fails the test, rather than passing for something. Properties without a setter cannot be set; methods take as many
arguments as the stubs say, of their types.
"""

import ast
import importlib.util
import types
from functools import cache
from pathlib import Path


class NotModelled(Exception):
    """The stubs have this, but the test has no value for it."""


DELETED = object()

PLAIN = {"str": str, "int": int, "float": (int, float), "bool": bool}

ALSO = {("Browser", "hotswap_target"): ("DrumPad",)}
"""Types that are seen to work in Live beside those of the stubs: hot-swapping a pad of a Drum Rack."""


class Member:
    """A property or a method of a class of the stubs."""

    def __init__(self, node, is_property):
        arguments = [*node.args.posonlyargs, *node.args.args][1:]
        self.is_property = is_property
        self.is_settable = False
        self.types = [ast.unparse(argument.annotation) for argument in arguments]
        self.n_required = len(arguments) - len(node.args.defaults)

    def check(self, where, values):
        """Raise TypeError unless arguments fit in number and type."""
        if not self.n_required <= len(values) <= len(self.types):
            raise TypeError(f"{where} takes {len(self.types)} arguments, not {len(values)}")
        for value, kind in zip(values, self.types, strict=False):
            if not fits(value, kind, ALSO.get(tuple(where.split(".")[-2:]), ())):
                raise TypeError(f"{where}: {value!r} is no {kind}")


def fits(value, kind, others=()):
    """Return whether a value is of a type of the stubs."""
    kinds = [name.strip().rpartition(".")[2] for name in kind.split("|")]
    if value is None:
        return "None" in kinds
    if isinstance(value, Strict):
        return bool(value.kinds & {*kinds, *others})
    return type(value).__name__ in kinds or any(isinstance(value, PLAIN[name]) for name in kinds if name in PLAIN)


@cache
def stub_modules():
    """Return the statements of each module of the installed stubs."""
    folder = Path(next(iter(importlib.util.find_spec("Live-stubs").submodule_search_locations)))
    return {path.stem: ast.parse(path.read_text("utf-8")).body for path in sorted(folder.glob("*.pyi"))}


@cache
def stub_classes():
    """Return the members of each class of the stubs, and its bases, by a name such as ``Song.View``."""
    members, bases = {}, {}
    for statements in stub_modules().values():
        for node in statements:
            if isinstance(node, ast.ClassDef):
                _read_class(node, node.name, members, bases)
    return members, bases


def _read_class(node, name, members, bases):
    found = {}
    for child in node.body:
        if isinstance(child, ast.ClassDef):
            _read_class(child, f"{name}.{child.name}", members, bases)
        elif isinstance(child, ast.FunctionDef):
            decorators = [ast.unparse(decorator) for decorator in child.decorator_list]
            if f"{child.name}.setter" in decorators:
                found[child.name].is_settable = True
                found[child.name].types = [ast.unparse(child.args.args[-1].annotation)]
                found[child.name].n_required = 1
            else:
                found[child.name] = Member(child, "property" in decorators)
    members[name] = found
    bases[name] = [ast.unparse(base) for base in node.bases]


def lineage(name):
    """Return the names of a class of the stubs and those that it is derived from."""
    _, bases = stub_classes()
    return [name, *(ancestor for base in bases[name] if base in bases for ancestor in lineage(base))]


def member_of(name, attribute):
    """Return a member of a class of the stubs; None if it has none of this name."""
    members, _ = stub_classes()
    return next((members[kind][attribute] for kind in lineage(name) if attribute in members[kind]), None)


class Strict:
    """An object of a class of the stubs.

    Parameters
    ----------
    name
        Name of the class, such as ``Song.View``.
    values
        Value of each property, and the function of each method, that the test has. A property whose value is a function
        is computed by it.
    missing
        What this version of Live does not have yet.
    newer
        Methods that Live has since the stubs were made.
    """

    def __init__(self, name, values, missing=(), newer=()):
        object.__setattr__(self, "_stub", (name, dict(values), frozenset(missing), dict(newer)))
        for attribute in values:
            assert member_of(name, attribute), f"the stubs have no {name}.{attribute}"

    @property
    def kinds(self):
        """Names of the classes that it is an object of."""
        return set(lineage(self._stub[0]))

    def has(self, **values):
        """Give it other values, as Live itself may."""
        for attribute in values:
            assert member_of(self._stub[0], attribute), f"the stubs have no {self._stub[0]}.{attribute}"
        self._stub[1].update(values)

    def delete(self):
        """Make it what is left of an object that Live has deleted: it equals None, and has nothing."""
        self._stub[1][DELETED] = True

    def __eq__(self, other):
        return other is None if DELETED in self._stub[1] else self is other

    __hash__ = object.__hash__

    def __getattr__(self, attribute):
        name, values, missing, newer = object.__getattribute__(self, "_stub")
        if DELETED in values:
            raise RuntimeError(f"{name} was deleted")  # Boost.Python.ArgumentError, in truth
        if attribute in newer:
            return newer[attribute]
        member = None if attribute in missing else member_of(name, attribute)
        if member is None:
            raise AttributeError(f"Live has no {name}.{attribute}")
        if attribute not in values:
            raise NotModelled(f"{name}.{attribute}")
        value = values[attribute]
        if member.is_property:
            return value() if isinstance(value, types.FunctionType | types.MethodType) else value

        def call(*arguments):
            member.check(f"{name}.{attribute}", arguments)
            return value(*arguments)

        return call

    def __setattr__(self, attribute, value):
        name, values, *_ = self._stub
        member = member_of(name, attribute)
        if member is None or not member.is_settable:
            raise AttributeError(f"Live does not let {name}.{attribute} be set")
        member.check(f"{name}.{attribute}", [value])
        values[attribute] = value

    def __repr__(self):
        return f"<{self._stub[0]}>"


def constants(name, values):
    """Return a class of constants, which are numbers of a class of their own."""
    kind = type(name, (int,), {"__slots__": ()})
    names = {key: kind(ast.literal_eval(value)) for key, value in values.items()}
    return types.SimpleNamespace(**names)


def live_module(**functions):
    """Return a module ``Live``: the constants of the stubs, and functions of the test, such as ``MidiMap.f``."""
    live = types.ModuleType("Live")
    for name, statements in stub_modules().items():
        module = types.ModuleType(f"Live.{name}")
        for node in statements:
            if isinstance(node, ast.ClassDef) and [ast.unparse(base) for base in node.bases] == ["int"]:
                values = {line.target.id: line.value for line in node.body if isinstance(line, ast.AnnAssign)}
                setattr(module, node.name, constants(node.name, values))
            elif isinstance(node, ast.FunctionDef) and f"{name}.{node.name}" in functions:
                setattr(module, node.name, functions.pop(f"{name}.{node.name}"))
        setattr(live, name, module)
    assert not functions, f"the stubs have no {functions}"
    return live
