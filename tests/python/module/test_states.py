"""What each stage of a connection answers, compared with CPython."""
import pytest

pytestmark = pytest.mark.ironpython

VERSIONS = ['TLSv1_2', 'TLSv1_3']


@pytest.fixture
def both(cpython_guest, guest):
    def call(name, **arguments):
        return [interpreter.call('states.' + name, **arguments)
                for interpreter in (cpython_guest, guest)]
    return call


@pytest.mark.parametrize('version', VERSIONS)
def test_the_session_of_a_client_at_each_stage(both, pki, version):
    expected, found = both('sessions', version=version, certfile=pki.rsa,
                           cafile=pki.cafile)
    assert found == expected
    assert found[1] == ['ValueError', 'i2d() failed.', None]
    # The one that served serves again.
    assert found[6] == [True] * 5
    assert found[8] == [True, True]


@pytest.mark.parametrize('version', VERSIONS)
def test_no_session_is_set_half_way(guest, pki, version):
    """CPython takes it, when the ClientHello is already on its way."""
    kind, text, _ = guest.call('states.set_half_way', version=version,
                               certfile=pki.rsa, cafile=pki.cafile)
    assert (kind, text) == ('ValueError',
                            'Cannot set session after handshake.')


@pytest.mark.parametrize('version', VERSIONS)
def test_a_request_for_a_certificate_at_each_stage(both, pki, version):
    expected, found = both('post_handshake', version=version,
                           certfile=pki.rsa, cafile=pki.cafile,
                           clientfile=pki.client)
    assert found == expected
    assert found[0][1][1] == 266  # the number of WRONG_SSL_VERSION


@pytest.mark.parametrize('switch, certified', [
    (True, True), (False, False), (True, False), (False, True)])
@pytest.mark.parametrize('version', VERSIONS)
def test_a_context_without_a_certificate_after_the_server_name(
        both, pki, version, switch, certified):
    expected, found = both('server_names', version=version,
                           certfile=pki.rsa, cafile=pki.cafile,
                           switch=switch, certified=certified)
    assert found == expected
    if version == 'TLSv1_3' and (switch or not certified):
        assert found[0] == 'NO_SUITABLE_SIGNATURE_ALGORITHM'


def test_there_is_nothing_to_tell_before_the_handshake(both):
    expected, found = both('before_the_handshake')
    for name, answer in found.items():
        # group() and its like came with CPython 3.15.
        assert answer == expected.get(name), name
    assert found['new group'] is None and found['half group'] is None
