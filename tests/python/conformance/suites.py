"""Which of CPython's test files are run, and under which pairings."""
import collections

from .pairings import PAIRINGS

Suite = collections.namedtuple(
    'Suite', 'name module pairings newer_enum library loopback_seconds')


def _suite(module, pairings=('both',), newer_enum=(), library=(),
           loopback_seconds=60.0):
    """Make a Suite of a module of the package `test`.

    `newer_enum` has the classes of tests that compare with what only
    CPython 3.11's enum module gives; all other tests run with the enum
    module that programs have.

    `loopback_seconds` is how long a test's two ends wait for each other.
    CPython's 5 s are few for an interpreter that has to compile first, on a
    slow machine.
    """
    return Suite(module.replace('.test_', '_'), 'test.' + module,
                 tuple(pairings), newer_enum, library, loopback_seconds)


SUITES = collections.OrderedDict((suite.name, suite) for suite in (
    _suite('test_ssl', PAIRINGS, ('TestEnumerations',)),
    _suite('test_httplib'),
    _suite('test_ftplib'),
    _suite('test_poplib'),
    # Its tests that fail wait them out, and two that pass.
    _suite('test_imaplib', loopback_seconds=5.0),
    _suite('test_urllib2_localnet'),
    _suite('test_asyncio.test_sslproto', ('shim', 'both'),
           library=('asyncio',)),
    _suite('test_asyncio.test_ssl', ('shim', 'both'), library=('asyncio',)),
))
