"""TLS 1.0 and 1.1 are spoken when they are asked for, and not before."""
import contextlib

import pytest

from support import peers

pytestmark = pytest.mark.ironpython

OLD = ['TLSv1', 'TLSv1_1']
SHOWN = {'TLSv1': 'TLSv1', 'TLSv1_1': 'TLSv1.1', 'TLSv1_2': 'TLSv1.2'}
PRIORITY = {'TLSv1': 'NORMAL:-VERS-ALL:+VERS-TLS1.0',
            'TLSv1_1': 'NORMAL:-VERS-ALL:+VERS-TLS1.1'}

# What asks for no old version, though it may look so.
NOT_ASKED = {
    'nothing set': {},
    'the oldest there is': {'minimum': 'MINIMUM_SUPPORTED'},
    'suites of old versions': {'ciphers': 'ALL'},
    'security level 1': {'ciphers': 'ALL:@SECLEVEL=1'},
    'a minimum of 1.2 at level 0': {'minimum': 'TLSv1_2',
                                    'ciphers': 'ALL:@SECLEVEL=0'},
    'PROTOCOL_TLS': {'protocol': 'PROTOCOL_TLS'},
    'PROTOCOL_TLS and suites': {'protocol': 'PROTOCOL_TLS',
                                'ciphers': 'ALL'},
}


def asked(version):
    """Return the ways to ask for a version, by name."""
    return {
        'both bounds': {'minimum': version, 'maximum': version},
        'the lower bound': {'minimum': version},
        'the upper bound': {'maximum': version},
        'the protocol': {'protocol': 'PROTOCOL_' + version},
        'security level 0': {'ciphers': 'ALL:@SECLEVEL=0'},
    }


@pytest.fixture(params=OLD)
def version(request):
    return request.param


@pytest.fixture
def meet(guest, pki):
    def call(client, server):
        return guest.call('old_versions.handshake', client=client,
                          server=server, certfile=pki.rsa, cafile=pki.cafile)
    return call


def only(version):
    return {'minimum': version, 'maximum': version}


@pytest.mark.parametrize('how', list(NOT_ASKED))
def test_a_client_that_did_not_ask_refuses(meet, version, how):
    outcomes = meet(NOT_ASKED[how], only(version))
    assert outcomes == {'client': 'TLSV1_ALERT_PROTOCOL_VERSION',
                        'server': 'UNSUPPORTED_PROTOCOL'}


@pytest.mark.parametrize('how', list(NOT_ASKED))
def test_a_server_that_was_not_asked_refuses(meet, version, how):
    outcomes = meet(only(version), NOT_ASKED[how])
    assert outcomes == {'client': 'TLSV1_ALERT_PROTOCOL_VERSION',
                        'server': 'UNSUPPORTED_PROTOCOL'}


# Without TLS 1.3 a ClientHello names no versions but the newest. The alert of
# a client that has no version yet is in a record of TLS 1.0, which a server
# of TLS 1.1 doesn't take for one of its own (OpenSSL `ssl3_get_record`).
def test_a_client_of_one_version_refuses_what_the_server_chose(
        meet, version):
    outcomes = meet({'protocol': 'PROTOCOL_TLSv1_2', 'ciphers': 'ALL'},
                    only(version))
    assert outcomes == {'client': 'UNSUPPORTED_PROTOCOL',
                        'server': {'TLSv1': 'TLSV1_ALERT_PROTOCOL_VERSION',
                                   'TLSv1_1': 'WRONG_VERSION_NUMBER'}[version]}


@pytest.mark.parametrize('how', list(asked('')))
def test_a_client_that_asked_speaks_it(meet, version, how):
    outcomes = meet(asked(version)[how], only(version))
    assert outcomes['client'] == outcomes['server']
    assert outcomes['client'][0] == SHOWN[version]


@pytest.mark.parametrize('how', list(asked('')))
def test_a_server_that_was_asked_speaks_it(meet, version, how):
    outcomes = meet(only(version), asked(version)[how])
    assert outcomes['client'] == outcomes['server']
    assert outcomes['server'][0] == SHOWN[version]


def test_two_ends_that_may_speak_old_versions_speak_the_newest(meet, version):
    outcomes = meet({'minimum': version}, {'minimum': version})
    assert outcomes['client'] == ['TLSv1.3', 'TLS_AES_256_GCM_SHA384']


# The suites that a context has for old versions are for those alone.
OLD_SUITE = {'minimum': 'TLSv1_2', 'maximum': 'TLSv1_2',
             'ciphers': 'ECDHE-RSA-AES128-SHA'}


def test_a_server_has_no_old_suites_for_new_versions(meet, version):
    outcomes = meet(OLD_SUITE, {'minimum': version})
    assert outcomes == {'client': 'SSLV3_ALERT_HANDSHAKE_FAILURE',
                        'server': 'NO_SHARED_CIPHER'}


def test_a_client_takes_no_old_suites_in_new_versions(meet, version):
    outcomes = meet({'minimum': version}, OLD_SUITE)
    assert outcomes == {'client': 'WRONG_CIPHER_RETURNED',
                        'server': 'SSLV3_ALERT_ILLEGAL_PARAMETER'}


# The client sends an alert in place of a ClientHello, as CPython's does.
def test_suites_that_were_chosen_are_all_there_are(meet, version):
    outcomes = meet({'minimum': version, 'maximum': version,
                     'ciphers': 'ECDHE+AESGCM'}, only(version))
    assert outcomes == {'client': 'NO_CIPHERS_AVAILABLE',
                        'server': 'UNEXPECTED_MESSAGE'}


# With GnuTLS at the other end.

@contextlib.contextmanager
def gnutls_server(certfile, version):
    port = peers.free_port()
    with peers.running([peers.program('gnutls-serv'), '--http', '--port',
                        port, '--x509certfile', certfile, '--x509keyfile',
                        certfile, '--priority', PRIORITY[version],
                        '--disable-client-cert'], port) as process:
        yield port, process


def run_gnutls_client(port, cafile, version):
    return peers.run_client([
        peers.program('gnutls-cli'), '--port', port, '--x509cafile', cafile,
        '--priority', PRIORITY[version], '--sni-hostname', 'localhost',
        '--verify-hostname', 'localhost', '127.0.0.1'])


def test_a_default_client_offers_gnutls_nothing_old(guest, pki, version):
    with gnutls_server(pki.rsa, version) as (port, process):
        outcome, _ = guest.call('old_versions.connect', port=port,
                                cafile=pki.cafile)
        peers.wait_for_output(process, b'No supported cipher suites')
    assert outcome == 'SSLV3_ALERT_HANDSHAKE_FAILURE'


def test_a_client_with_old_suites_refuses_gnutls(guest, pki, version):
    with gnutls_server(pki.rsa, version) as (port, _):
        outcome, alerts = guest.call('old_versions.connect', port=port,
                                     cafile=pki.cafile, ciphers='ALL')
    assert outcome == 'UNSUPPORTED_PROTOCOL'
    assert alerts == ['PROTOCOL_VERSION']


def test_a_default_server_refuses_gnutls(guest, pki, version):
    port = guest.call('old_versions.start_server', certfile=pki.rsa)
    status, output = run_gnutls_client(port, pki.cafile, version)
    assert status != 0
    assert 'protocol version' in output
    assert (guest.call('loopback.server_outcome', port=port)
            == 'UNSUPPORTED_PROTOCOL')


@pytest.mark.parametrize('key', ['rsa', 'ecdsa'])
def test_a_client_that_asked_speaks_it_with_gnutls(guest, pki, version, key):
    with gnutls_server(getattr(pki, key), version) as (port, _):
        outcome, _ = guest.call('old_versions.connect', port=port,
                                cafile=pki.cafile, minimum=version)
    assert outcome[0] == SHOWN[version]


@pytest.mark.parametrize('key', ['rsa', 'ecdsa'])
def test_a_server_that_was_asked_speaks_it_with_gnutls(
        guest, pki, version, key):
    port = guest.call('old_versions.start_server', minimum=version,
                      certfile=getattr(pki, key))
    status, output = run_gnutls_client(port, pki.cafile, version)
    assert status == 0, output
    assert 'hello' in output
    outcome = guest.call('loopback.server_outcome', port=port)
    assert outcome[0] == SHOWN[version]
