"""What has to be rewritten for Python 3.4 to read CPython 3.11's files.

Syntax and library calls only, never what a test asserts.  Each entry is
(old, new) text; an old text that isn't there is an error, so that another
version of CPython's files is noticed.
"""
import re

REWRITES = {
    'test.test_ssl': [
        # functools.lru_cache without a call is of 3.8.
        ('@functools.lru_cache\n', '@functools.lru_cache()\n'),
    ],
    'enum': [
        # Dictionaries of IronPython have no order, nor have its classes:
        # members go by value instead (see newer_python.py).
        ('self._member_names = {}', 'self._member_names = _OrderedDict()'),
        ('        attrs = {}\n', '        attrs = _OrderedDict()\n'),
        ('for name, obj in cls.__dict__.items():',
         'for name, obj in _by_value(cls.__dict__):'),
        ('STRICT, CONFORM, EJECT, KEEP = FlagBoundary\n',
         'STRICT = FlagBoundary.STRICT\nCONFORM = FlagBoundary.CONFORM\n'
         'EJECT = FlagBoundary.EJECT\nKEEP = FlagBoundary.KEEP\n'),
        ('CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck\n',
         'CONTINUOUS = EnumCheck.CONTINUOUS\nUNIQUE = EnumCheck.UNIQUE\n'
         'NAMED_FLAGS = EnumCheck.NAMED_FLAGS\n'),
        # type() with a metaclass's keywords.
        ('enum_class = type(cls_name, ', 'enum_class = EnumType(cls_name, '),
        # __set_name__ is of 3.6.
        ('class EnumType(type):', 'class EnumType(_SetsNames):'),
        # On IronPython each class has a __weakref__ of its own.
        ("if key in ('__module__', '_member_map_', ",
         "if key in ('__weakref__', '__module__', '_member_map_', "),
        # int.bit_count() is of 3.10.
        ('self._value_.bit_count()', "bin(self._value_).count('1')"),
    ],
}

# f'{name=}' is of 3.8.
_SELF_NAMING = re.compile(r"\{([a-z_]+)=\}")
# "def f(a, /, b)" is of 3.8.
_POSITIONAL_ONLY = re.compile(r'^(\s*def \w+\([^)]*?), /(?=[,)])', re.M)
# list[str] is of 3.9.
_RESULT = re.compile(r'\) -> [\w.\[\], ]+:$', re.M)


def rewrite(name, source):
    for old, new in REWRITES.get(name, ()):
        if old not in source:
            raise ValueError('%s has no %r any more' % (name, old))
        source = source.replace(old, new)
    source = _SELF_NAMING.sub(r'\1={\1!r}', source)
    source = _RESULT.sub('):', source)
    return _POSITIONAL_ONLY.sub(r'\1', source)
