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
