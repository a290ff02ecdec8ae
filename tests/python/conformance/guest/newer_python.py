"""Gives IronPython 3.4 what CPython 3.11's tests need of a newer library.

The package `test` (and, for some runs, `enum` and `ssl`) come from CPython's
folder through a loader that makes Python 3.4 read them; everything else is
the library that programs have.
"""
import collections
import importlib.machinery
import importlib.util
import os
import sys
import sysconfig
import unittest

import generators
import rewrites


class Loader(importlib.machinery.SourceFileLoader):
    def source_to_code(self, data, path):
        source = generators.rewrite(importlib.util.decode_source(data))
        return compile(rewrites.rewrite(self.name, source), path, 'exec',
                       dont_inherit=True)

    def exec_module(self, module):
        module.__dict__.update(PRESET.get(self.name, {}))
        module._coroutine = generators.coroutine
        super().exec_module(module)


class Finder:
    """Finds what is to come from CPython's library."""

    def __init__(self, library):
        self._library = library
        self.names = {'test'}

    def find_module(self, fullname, path=None):
        if fullname.partition('.')[0] not in self.names:
            return None
        place = os.path.join(self._library, *fullname.split('.'))
        for file in (os.path.join(place, '__init__.py'), place + '.py'):
            if os.path.exists(file):
                return Loader(fullname, file)
        return None


FINDER = None


def install(library, packages, newer_enum):
    """Make CPython's `test` and other packages importable."""
    global FINDER
    FINDER = Finder(library)
    FINDER.names.update(packages)
    sys.meta_path.insert(0, FINDER)
    _extend_unittest()
    _extend_socket()
    sys.unraisablehook = _print_unraisable
    # How CPython's build says that its default ciphers are Python's own
    # choice, as ours are.
    sysconfig.get_config_vars()['PY_SSL_DEFAULT_CIPHERS'] = 1
    if newer_enum:
        use_enum()
    if 'asyncio' in packages:
        import newer_asyncio
        newer_asyncio.install()


def use_enum():
    # What is imported before keeps the older one.
    import signal, socket  # noqa: E401, F401
    del sys.modules['enum']
    FINDER.names.add('enum')
    import enum
    assert hasattr(enum, 'IntFlag')


def use_ssl_of(library):
    """Import CPython's ssl.py, which needs a newer enum and socket."""
    if 'enum' not in FINDER.names:
        use_enum()
    import socket
    socket.socket.getblocking = lambda self: self.gettimeout() != 0
    sys.modules.pop('ssl', None)
    FINDER.names.add('ssl')


# enum: names that the rewritten text uses.

class _Iteration:
    """__iter__ that serves the class and its instances."""

    def __init__(self, function):
        self._function = function

    def __get__(self, member, kind):
        if member is None:
            return type(kind).__iter__.__get__(kind)
        return self._function.__get__(member)


def _by_value(attributes):
    """Sort attributes, enumerations' members by their numbers."""
    def place(item):
        name, value = item
        value = getattr(value, 'value', value)
        return (1, value, name) if isinstance(value, int) else (0, 0, name)

    return sorted(attributes.items(), key=place)


class _SetsNames(type):
    """type, with the call of __set_name__ that Python 3.6 brought."""

    def __new__(metacls, name, bases, classdict, **keywords):
        content = dict(classdict)
        if '__iter__' in content:
            content['__iter__'] = _Iteration(content['__iter__'])
        cls = type.__new__(metacls, name, bases, content)
        for key, value in _by_value(content):
            if hasattr(type(value), '__set_name__'):
                value.__set_name__(cls, key)
        return cls


PRESET = {
    'enum': {'_by_value': _by_value, '_SetsNames': _SetsNames,
             '_OrderedDict': collections.OrderedDict},
}


# unittest

def _extend_unittest():
    def enterContext(self, manager):
        # 3.11
        value = manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)
        return value

    unittest.TestCase.enterContext = enterContext
    # 3.8; the process ends without it.
    unittest.addModuleCleanup = lambda function, *args, **keywords: None


# socket and sys

def _extend_socket():
    import socket

    def create_server(address, family=socket.AF_INET, backlog=5):
        # 3.8
        sock = socket.socket(family)
        sock.bind(address)
        sock.listen(backlog)
        return sock

    socket.create_server = create_server


def _print_unraisable(unraisable):
    # 3.8
    print(unraisable.err_msg, unraisable.exc_value, file=sys.stderr)
