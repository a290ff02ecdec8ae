"""Names, signatures, defaults and constants, compared with CPython's own.

CPython 3.11's are asked for by running it; what later versions added is in
names.tsv, which was made from their documentation.
"""
import json
import pathlib

import pytest

NAMES = [line.split('\t') for line in (
    pathlib.Path(__file__).with_name('names.tsv').read_text().splitlines())
    if not line.startswith('#')]

# Absent with a reason.
ABSENT = {
    'enum_certificates': 'Windows only', 'enum_crls': 'Windows only',
}
# These tell about the library below, which isn't the same.
LIBRARY = {'OPENSSL_VERSION', 'OPENSSL_VERSION_INFO',
           'OPENSSL_VERSION_NUMBER'}
# A plain socket's constants are IronPython's.
SOCKET = {'SO_TYPE', 'SOL_SOCKET'}
TLS_1_2 = 771
OP_IGNORE_UNEXPECTED_EOF = 0x80


@pytest.fixture(scope='module', params=[
    'cpython', pytest.param('ironpython', marks=pytest.mark.ironpython)])
def ours(request):
    """Our ssl: over CPython's _ssl, and over ours."""
    guest = request.getfixturevalue(
        'cpython_guest' if request.param == 'cpython' else 'guest')
    guest.over_cpython = request.param == 'cpython'
    return guest


@pytest.mark.ironpython
@pytest.mark.parametrize('name, kind, added', NAMES)
def test_every_name_of_every_version_is_there(
        guest, pki, name, kind, added):
    if name in ABSENT:
        pytest.skip(ABSENT[name])
    assert guest.call('surface.resolve', names=[name],
                      certfile=pki.rsa) == [name]


def test_no_helper_is_a_public_name(cpython, ours):
    known = set(cpython.call('surface.names'))
    known |= {name for name, kind, added in NAMES}
    known |= {'sslwrap_simple'}  # of Python 2.6
    assert set(ours.call('surface.names')) - known == set()


def test_no_name_of_cpython_is_missing(cpython, ours):
    assert set(cpython.call('surface.names')) <= set(
        ours.call('surface.names'))


def test_no_helper_is_an_attribute_of_a_class(cpython, ours):
    later = {name for name, kind, added in NAMES}
    for cls, names in ours.call('surface.class_names').items():
        known = set(cpython.call('surface.class_names')[cls])
        extra = {cls + '.' + name for name in set(names) - known} - later
        # What IronPython's own socket has beyond CPython's.
        extra -= {'SSLSocket.ioctl'}
        assert extra == set()


def test_no_attribute_of_a_class_is_missing(cpython, ours):
    # A plain socket of Python 3.4 has none of these.
    of_later_sockets = {'sendmsg_afalg', 'timeout'}
    found = ours.call('surface.class_names')
    for cls, names in cpython.call('surface.class_names').items():
        missing = set(names) - set(found[cls])
        if cls == 'SSLSocket' and not ours.over_cpython:
            missing -= of_later_sockets
        assert missing == set(), cls


def test_constants_are_equal(cpython, ours):
    expected = cpython.call('surface.constants')
    found = ours.call('surface.constants')
    for name in LIBRARY:
        assert type(expected.pop(name)) is type(found[name])
    if not ours.over_cpython:
        for name in SOCKET:
            del expected[name]
    # Two more than CPython has.
    expected['CHANNEL_BINDING_TYPES'] += [
        'tls-exporter', 'tls-server-end-point']
    assert {name: found.get(name) for name in expected} == expected


def test_enumerations_are_equal(cpython, ours):
    expected = cpython.call('surface.enumerations')
    found = ours.call('surface.enumerations')
    assert set(found) == set(expected)
    for name, members in expected.items():
        by_name = {member[0]: member for member in found[name]}
        for member in members:
            assert by_name[member[0]] == member


def test_enumerations_have_no_unknown_members(cpython, ours):
    later = {name for name, kind, added in NAMES}
    expected = cpython.call('surface.enumerations')
    for name, members in ours.call('surface.enumerations').items():
        known = {member[0] for member in expected[name]} | later
        assert {member[0] for member in members} <= known


def test_signatures_are_equal(cpython, ours):
    expected = cpython.call('surface.signatures')
    found = ours.call('surface.signatures')
    if not ours.over_cpython:
        # These come from the library, which is that of Python 3.4.
        for name in ('create_connection', 'namedtuple'):
            del expected[name]
    different = {name: (found.get(name), expected[name])
                 for name in expected if found.get(name) != expected[name]}
    assert different == {}, json.dumps(different, indent=1)


def test_attributes_are_read_only_where_cpythons_are(cpython, ours):
    expected = cpython.call('surface.properties')
    found = ours.call('surface.properties')
    assert {name: found.get(name) for name in expected} == expected


def expect_upstream(facts):
    """What CPython's own source sets since 3.11.4.

    For PROTOCOL_TLS the oldest version is TLS 1.2; Debian leaves it to
    OpenSSL, whatever the protocol.  An end without close_notify is an error;
    3.11.2 has an option set that hides it.
    """
    facts['options'][1] &= ~OP_IGNORE_UNEXPECTED_EOF
    if facts['protocol'][1] == 2:
        facts['minimum_version'][1] = TLS_1_2


@pytest.mark.parametrize('protocol', [
    'PROTOCOL_TLS', 'PROTOCOL_TLS_CLIENT', 'PROTOCOL_TLS_SERVER',
    'PROTOCOL_TLSv1', 'PROTOCOL_TLSv1_1', 'PROTOCOL_TLSv1_2'])
def test_a_context_begins_with_the_settings_of_cpython(
        cpython, ours, protocol):
    expected = cpython.call('surface.context_defaults', protocol=protocol)
    found = ours.call('surface.context_defaults', protocol=protocol)
    if not ours.over_cpython:
        expect_upstream(expected)
    assert found == expected


def test_made_contexts_have_the_settings_of_cpython_314(cpython, ours):
    expected = cpython.call('surface.made_contexts')
    found = ours.call('surface.made_contexts')
    for name in ('default', 'default server'):
        # VERIFY_X509_PARTIAL_CHAIN and VERIFY_X509_STRICT, since 3.13.
        expected[name]['verify_flags'][1] |= 0x80000 | 0x20
    if not ours.over_cpython:
        for facts in expected.values():
            expect_upstream(facts)
    assert found == expected


def test_members_and_flags_behave_as_cpythons(cpython, ours):
    expected = cpython.call('surface.flag_arithmetic')
    found = ours.call('surface.flag_arithmetic')
    assert found == expected
