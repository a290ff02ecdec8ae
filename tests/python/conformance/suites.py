"""Which of CPython's test files are run, and under which pairings."""
import collections

from .pairings import PAIRINGS

Suite = collections.namedtuple(
    'Suite', 'name module pairings newer_enum library')


def _suite(module, pairings=('both',), newer_enum=(), library=()):
    """Make a Suite of a module of the package `test`.

    `newer_enum` has the classes of tests that compare with what only
    CPython 3.11's enum module gives; all other tests run with the enum
    module that programs have.
    """
    return Suite(module.replace('.test_', '_'), 'test.' + module,
                 tuple(pairings), newer_enum, library)


SUITES = collections.OrderedDict((suite.name, suite) for suite in (
    _suite('test_ssl', PAIRINGS, ('TestEnumerations',)),
    _suite('test_httplib'),
    _suite('test_ftplib'),
    _suite('test_poplib'),
    _suite('test_imaplib'),
    _suite('test_urllib2_localnet'),
    _suite('test_asyncio.test_sslproto', ('shim', 'both'),
           library=('asyncio',)),
    _suite('test_asyncio.test_ssl', ('shim', 'both'), library=('asyncio',)),
))
