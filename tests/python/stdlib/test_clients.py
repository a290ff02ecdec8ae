"""The standard library's network clients over TLS, verified."""
import pytest

from support import peers, services
from support.guest import GuestError

pytestmark = pytest.mark.ironpython


@pytest.fixture
def service(pki):
    """Return a function that makes a Service, to be entered by the test."""
    def make(handler, implicit=True):
        context = peers.cpython_context(pki.rsa, server_side=True)
        return services.Service(handler, context, implicit)
    return make


def test_http_client_keeps_a_connection_and_posts(guest, pki, service):
    with service(services.WebHandler) as web:
        lengths = guest.call('clients.http_client', port=web.port,
                             cafile=pki.cafile)
    assert lengths == [60000, 60000, 100000]


def test_urllib_opens_a_url(guest, pki, service):
    with service(services.WebHandler) as web:
        answer = guest.call('clients.urllib_request', port=web.port,
                            cafile=pki.cafile)
    assert answer == [200, 60000]


@pytest.fixture
def misnamed_web(pki):
    """A web server on localhost with a certificate for another host."""
    certificate = pki.authority.issue(
        'elsewhere', key='rsa', alternative_names='DNS:elsewhere.example')
    context = peers.cpython_context(certificate, server_side=True)
    with services.Service(services.WebHandler, context, True) as web:
        yield web


def test_http_client_matches_the_name_itself_on_request(
        guest, pki, misnamed_web):
    with pytest.raises(GuestError) as refusal:
        guest.call('clients.http_client_names', port=misnamed_web.port,
                   cafile=pki.cafile, check_hostname=True)
    assert 'SSLCertVerificationError' in refusal.value.bases
    assert "'localhost'" in refusal.value.text


def test_http_client_leaves_the_name_alone_on_request(
        guest, pki, misnamed_web):
    assert guest.call('clients.http_client_names', port=misnamed_web.port,
                      cafile=pki.cafile, check_hostname=False) == 200


def test_urllib_trusts_the_file_that_it_is_given(guest, pki, service):
    with service(services.WebHandler) as web:
        assert guest.call('clients.urllib_trust', port=web.port,
                          cafile=pki.cafile) == 200


@pytest.mark.parametrize('trust', ['stranger', 'default'])
def test_urllib_refuses_whom_its_trust_does_not_lead_to(
        guest, pki, service, trust):
    arguments = {'stranger': {'cafile': str(pki.stranger.cafile)},
                 'default': {'cadefault': True}}[trust]
    with service(services.WebHandler) as web:
        with pytest.raises(GuestError) as refusal:
            guest.call('clients.urllib_trust', port=web.port, **arguments)
    assert 'unable to get local issuer certificate' in refusal.value.text


def test_urllib_checks_the_name_with_a_file_of_authorities(
        guest, pki, misnamed_web):
    with pytest.raises(GuestError) as refusal:
        guest.call('clients.urllib_trust', port=misnamed_web.port,
                   cafile=pki.cafile)
    assert "not valid for 'localhost'" in refusal.value.text


@pytest.mark.parametrize('implicit', [True, False],
                         ids=['implicit', 'starttls'])
class TestMail:
    def test_smtplib_delivers(self, guest, pki, service, implicit):
        with service(services.SmtpHandler, implicit) as server:
            guest.call('clients.smtp', port=server.port, cafile=pki.cafile,
                       implicit=implicit)
            assert server.received == [(True, 'Subject: test\n\nthe text')]

    def test_poplib_fetches(self, guest, pki, service, implicit):
        with service(services.PopHandler, implicit) as server:
            lines = guest.call('clients.pop', port=server.port,
                               cafile=pki.cafile, implicit=implicit)
        assert lines == list(services.PopHandler.MESSAGE)

    def test_imaplib_selects(self, guest, pki, service, implicit):
        with service(services.ImapHandler, implicit) as server:
            count = guest.call('clients.imap', port=server.port,
                               cafile=pki.cafile, implicit=implicit)
        assert count == '7'


def test_ftplib_transfers_both_ways_on_a_protected_channel(
        guest, pki, service):
    with service(services.FtpHandler, implicit=False) as server:
        size = guest.call('clients.ftp', port=server.port, cafile=pki.cafile)
        assert size == len(services.FtpHandler.FILE)
        assert server.received == [(True, services.FtpHandler.FILE)]


REFUSALS = [
    ('clients.http_client', services.WebHandler, {}),
    ('clients.urllib_request', services.WebHandler, {}),
    ('clients.smtp', services.SmtpHandler, {'implicit': True}),
    ('clients.smtp', services.SmtpHandler, {'implicit': False}),
    ('clients.pop', services.PopHandler, {'implicit': True}),
    ('clients.pop', services.PopHandler, {'implicit': False}),
    ('clients.imap', services.ImapHandler, {'implicit': True}),
    ('clients.imap', services.ImapHandler, {'implicit': False}),
    ('clients.ftp', services.FtpHandler, {}),
]


@pytest.mark.parametrize('action, handler, how', REFUSALS)
def test_a_server_of_another_authority_is_refused(
        guest, pki, service, action, handler, how):
    implicit = how.get('implicit', handler is services.WebHandler)
    with service(handler, implicit) as server:
        with pytest.raises(GuestError) as refusal:
            guest.call(action, port=server.port,
                       cafile=str(pki.stranger.cafile), **how)
        assert server.received == []
    assert 'unable to get local issuer certificate' in refusal.value.text
