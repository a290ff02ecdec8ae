"""Whatever ``_ssl`` is given, it answers with Python's exceptions.

guest/hostile.py calls everything in several states with some hundred hostile
values, on IronPython and on CPython.  No exception may show .NET, and its
class is CPython's, or DIFFERENT says why not.
"""
import collections
import json
import os
import subprocess
import sys

import pytest

from support.authority import openssl
from support.guest import IRONSSL, ROOT

pytestmark = pytest.mark.ironpython

SCRIPT = ROOT / 'tests' / 'python' / 'guest' / 'hostile.py'
LIMIT = 1500

ANY = None
NO_UTF8 = {'no utf-8', 'long bytes', 'lone surrogate', 'DER indefinite',
           'DER length of lengths', 'DER huge length', 'DER negative length',
           'DER longest length'}
FILES = {'module._test_decode_cert', '_SSLContext.load_cert_chain',
         '_SSLContext.load_dh_params', '_SSLContext.load_verify_locations',
         '_SSLContext.keylog_filename', '_SSLContext.set_ecdh_curve'}
OWNERS = {'builtin', 'module', 'Number', 'Octets', 'slotted'}
SOCKETLESS = 'without socket'

# (names, states, places, values), our class and why it isn't CPython's.
DIFFERENT = [
    (FILES, ANY, ANY, NO_UTF8, 'ValueError',
     '.NET cannot name a file whose name is no UTF-8'),
    ({'_SSLContext._wrap_bio', '_SSLContext._wrap_socket'}, ANY, {'owner'},
     OWNERS, ANY, "what can be referred to weakly is IronPython's affair"),
    ({'_SSLSocket.owner'}, ANY, {'set'}, OWNERS, ANY,
     "what can be referred to weakly is IronPython's affair"),
    ({'_SSLContext._wrap_bio'}, ANY, {'2'}, {'-1', '2**15', 'Number'},
     'SSLError', 'CPython takes a number that is neither 0 nor 1 for no role '
     'that a context could refuse'),
    ({'_SSLContext._wrap_socket'}, ANY, {'1'}, {'-1', '2**15', 'Number'},
     'SSLError', 'CPython takes a number that is neither 0 nor 1 for no role '
     'that a context could refuse'),
    ({'_SSLContext._host_flags', '_SSLContext.verify_flags'}, ANY, {'set'},
     ANY, 'ValueError', 'flags that nobody here heeds are refused'),
    ({'module._SSLSocket'}, ANY, ANY, {''}, 'TypeError',
     'CPython makes an object of no use'),
    ({'_SSLSocket.do_handshake', '_SSLSocket.read', '_SSLSocket.write',
      '_SSLSocket.shutdown'}, {'failed', 'closed', SOCKETLESS}, ANY, ANY, ANY,
     'the first failure is what later calls tell, and a closed socket is one'),
    ({'operations.Certificate', 'operations.SSLSession'}, ANY, {'==', '!='},
     {'eq fails'}, 'returns',
     "IronPython asks .NET's Equals(), which asks nobody else"),
    ({'_BufferedReader.read'}, {'lying', 'negative', 'text'}, ANY, ANY,
     'OSError', 'CPython asks the raw file for all by its readall()'),
    ({'_BufferedReader.__init__'}, ANY, {'1'}, {'2**31'}, 'MemoryError',
     'no array of .NET has two gigabytes'),
]


def reason_of(case, ours):
    """Why a case may end otherwise than in CPython, or None."""
    for *patterns, wanted, reason in DIFFERENT:
        if all(pattern is ANY or part in pattern
               for part, pattern in zip(case, patterns)):
            if wanted is ANY or wanted == ours:
                return reason
    return None


def walk(command, folder, material):
    """Run the script; return (names that it doesn't know, the outcomes)."""
    folder.mkdir()
    # Without a terminal: OpenSSL would ask there for a password.
    done = subprocess.run(
        command + [str(SCRIPT)] + material, cwd=str(folder), timeout=LIMIT,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
        env=dict(os.environ, PYTHONPATH=''))
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines and lines[-1] == ['end'], done.stderr.decode()[-2000:]
    outcomes = collections.OrderedDict(
        (tuple(line[:4]), tuple(line[4:])) for line in lines[1:-1])
    return lines[0][1], outcomes


@pytest.fixture(scope='module')
def material(pki, tmp_path_factory):
    folder = tmp_path_factory.mktemp('hostile')
    key, locked = folder / 'key.pem', folder / 'locked.pem'
    openssl('pkey', '-in', pki.ecdsa, '-out', key)
    openssl('pkey', '-in', key, '-aes256', '-passout', 'pass:secret',
            '-out', locked)
    return [pki.ecdsa, str(key), str(locked)]


@pytest.fixture(scope='module')
def ours(material, tmp_path_factory):
    return walk([str(IRONSSL)], tmp_path_factory.mktemp('ours') / 'walk',
                material)


@pytest.fixture(scope='module')
def cpythons(material, tmp_path_factory):
    return walk([sys.executable], tmp_path_factory.mktemp('theirs') / 'walk',
                material)


def test_the_walk_knows_every_public_name(ours):
    unknown, outcomes = ours
    assert unknown == []
    assert len(outcomes) > 20000


def test_no_exception_shows_dotnet(ours):
    unknown, outcomes = ours
    assert [(case, found) for case, found in outcomes.items()
            if found[1] is not None] == []


def test_an_exception_is_of_cpythons_class(ours, cpythons):
    found, expected = ours[1], cpythons[1]
    assert set(expected) <= set(found)
    later = {case[0] for case, (kind, flaw) in expected.items()
             if case[2] == 'get' and kind == 'AttributeError'}
    different = {
        case: (found[case][0], expected[case][0]) for case in expected
        if found[case][0] != expected[case][0]
        # What CPython 3.11 hasn't got.
        and case[0] not in later and not case[0].startswith('answer.psk')
        and reason_of(case, found[case][0]) is None}
    assert different == {}


def test_what_is_different_is_not_the_same(ours, cpythons):
    found, expected = ours[1], cpythons[1]
    used = {reason_of(case, found[case][0]) for case in expected
            if found[case][0] != expected[case][0]}
    assert {reason for *rest, reason in DIFFERENT} <= used


def test_an_attribute_cannot_be_deleted(ours):
    unknown, outcomes = ours
    assert {found[0] for case, found in outcomes.items()
            if case[2] == 'delete'} <= {'AttributeError', 'TypeError'}
