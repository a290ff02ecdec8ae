"""What has to be rewritten for Python 3.4 to read CPython 3.11's files.

Syntax, library calls and what surrounds a test, never what it asserts.  Each
entry is (old, new) text; an old text that isn't there is an error, so that
another version of CPython's files is noticed.
"""
import re

REWRITES = {
    'test.test_ssl': [
        # functools.lru_cache without a call is of 3.8.
        ('@functools.lru_cache\n', '@functools.lru_cache()\n'),
    ],
    'test.test_httplib': [
        # HTTPStatus is of 3.5; the tests that name it fail.
        ('from http import client, HTTPStatus\n', 'from http import client\n'),
    ],
    'test.test_ftplib': [
        # The keyword is of 3.9; the attribute does the same.
        ('ftplib.FTP(timeout=TIMEOUT, encoding=encoding)\n',
         'ftplib.FTP(timeout=TIMEOUT)\n'
         '        self.client.encoding = encoding\n'),
        ('ftplib.FTP(timeout=TIMEOUT, encoding=DEFAULT_ENCODING)\n',
         'ftplib.FTP(timeout=TIMEOUT)\n'
         '        self.client.encoding = DEFAULT_ENCODING\n'),
        ('ftplib.FTP_TLS(timeout=TIMEOUT, encoding=encoding)\n',
         'ftplib.FTP_TLS(timeout=TIMEOUT)\n'
         '        self.client.encoding = encoding\n'),
        # The default that the server shares is of 3.9, too.
        ('ftplib.FTP_TLS(timeout=TIMEOUT)\n        self.client.connect',
         'ftplib.FTP_TLS(timeout=TIMEOUT)\n'
         '        self.client.encoding = encoding\n'
         '        self.client.connect'),
        # The server tells a wrong address, which clients since 3.6.14 don't
        # follow. 3.4's does, and no data connection would be made.
        ("fake_pasv_server_ip = '252.253.254.255'",
         "fake_pasv_server_ip = '127.0.0.1'"),
        # The test that follows a wrong address gets it back; the answer to a
        # command says that the server has its handler.
        ('trust_server_pasv_ipv4_address = True\n        bad_host',
         'trust_server_pasv_ipv4_address = True\n'
         "        self.client.voidcmd('noop')\n"
         '        self.server.handler_instance.fake_pasv_server_ip = (\n'
         "            '252.253.254.255')\n"
         '        bad_host'),
    ],
    'test.support.threading_helper': [
        # Threads that are left behind fail no test, and to collect garbage
        # 300 times to be rid of them takes half a minute here.
        ('_MAX_COUNT = 100\n', '_MAX_COUNT = 0\n'),
    ],
    'test.support.hashlib_helper': [
        # The keyword is of 3.9.
        ('(digestname, usedforsecurity=usedforsecurity)', '(digestname)'),
    ],
    'asyncio.constants': [
        # enum.auto() is of 3.6.
        ('UNSUPPORTED = enum.auto()', "UNSUPPORTED = 'unsupported'"),
        ('TRY_NATIVE = enum.auto()', "TRY_NATIVE = 'native'"),
        ('FALLBACK = enum.auto()', "FALLBACK = 'fallback'"),
    ],
    'asyncio.coroutines': [
        # The development mode is of 3.7.
        ('sys.flags.dev_mode or ', ''),
        ('types.CoroutineType, ', ''),
        ('collections.abc.Coroutine', 'types.GeneratorType'),
    ],
    'asyncio.locks': [
        # Of barriers only, which are not used.
        ('async with self._cond:', 'with self._cond:'),
    ],
    'asyncio.selector_events': [
        # The number of a socket is an Int64, which is no int.
        ('if not isinstance(fileno, int):', "if hasattr(fileno, 'fileno'):"),
    ],
    'asyncio.tasks': [
        ('@types.coroutine\n', ''),
        # IronPython loses what a generator returns in answer to a throw().
        # Futures raise their exceptions themselves when they're asked again.
        ('self.__step(exc)\n        else:', 'self.__step()\n        else:'),
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
# warnings.warn(source=) is of 3.6.
_WARNING_SOURCE = re.compile(r',\s*source=self\)')
# list[str] is of 3.9.
_RESULT = re.compile(r'\) -> [\w.\[\], ]+:$', re.M)


def rewrite(name, source):
    for old, new in REWRITES.get(name, ()):
        if old not in source:
            raise ValueError('%s has no %r any more' % (name, old))
        source = source.replace(old, new)
    source = _SELF_NAMING.sub(r'\1={\1!r}', source)
    source = _WARNING_SOURCE.sub(')', source)
    source = _RESULT.sub('):', source)
    return _POSITIONAL_ONLY.sub(r'\1', source)
