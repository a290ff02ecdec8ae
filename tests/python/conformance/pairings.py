"""Which `ssl` over which `_ssl`, on which interpreter."""
import collections
import pathlib
import sys
import sysconfig

ROOT = pathlib.Path(__file__).resolve().parents[3]
GUEST = pathlib.Path(__file__).resolve().parent / 'guest' / 'run_tests.py'
LIBRARY = pathlib.Path(sysconfig.get_path('stdlib'))

Pairing = collections.namedtuple(
    'Pairing', 'name question command ssl_file')

PAIRINGS = collections.OrderedDict((pairing.name, pairing) for pairing in (
    Pairing('shim', "is our ssl.py CPython's?",
            [sys.executable], ROOT / 'pylib' / 'ssl.py'),
    Pairing('module', "is our _ssl CPython's?",
            [str(ROOT / 'ironssl')], LIBRARY / 'ssl.py'),
    Pairing('both', 'is the whole?',
            [str(ROOT / 'ironssl')], ROOT / 'pylib' / 'ssl.py'),
))


def missing():
    """Say what of CPython's tests is lacking on this machine, or None."""
    if not (LIBRARY / 'test' / 'test_ssl.py').exists():
        return ('no test_ssl.py in {}: the Debian package is '
                'libpython3.11-testsuite'.format(LIBRARY / 'test'))
    return None
