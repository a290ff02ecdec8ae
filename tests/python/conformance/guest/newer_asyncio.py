"""Gives CPython 3.11's asyncio what it needs on IronPython 3.4.

Its coroutines become generators (see generators.py); what is here are the
names of other modules that 3.4 lacks.
"""
import inspect
import selectors
import sys
import types
import typing


def install():
    sys.modules['contextvars'] = _contextvars()
    _extend_inspect()
    _extend_sys()
    # 3.9, 3.5 and 3.8
    types.GenericAlias = lambda cls, items: cls
    typing.Awaitable = object
    typing.final = lambda cls: cls
    _take_sockets()


class _Context:
    """Runs functions; the tests keep nothing in contexts."""

    def run(self, function, *args, **keywords):
        return function(*args, **keywords)


def _contextvars():
    # 3.7
    module = types.ModuleType('contextvars')
    module.Context = _Context
    module.copy_context = _Context
    return module


def _extend_inspect():
    # 3.5
    inspect.iscoroutine = inspect.isgenerator
    inspect.iscoroutinefunction = inspect.isgeneratorfunction
    inspect.isawaitable = inspect.isgenerator


def _extend_sys():
    # 3.5
    sys.is_finalizing = lambda: False
    # 3.6 and 3.7: there are no asynchronous generators in 3.4.
    sys.get_asyncgen_hooks = lambda: ()
    sys.set_asyncgen_hooks = lambda *hooks, **named: None
    sys.get_coroutine_origin_tracking_depth = lambda: 0
    sys.set_coroutine_origin_tracking_depth = lambda depth: None


def _take_sockets():
    """Let selectors take IronPython's numbers, which are Int64s."""
    to_number = selectors._fileobj_to_fd
    selectors._fileobj_to_fd = lambda fileobj: to_number(
        fileobj if hasattr(fileobj, 'fileno') else int(fileobj))
