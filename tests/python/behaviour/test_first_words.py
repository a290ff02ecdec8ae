"""An end that can't begin says why, in an alert without a ClientHello."""
import pytest

OLD_VERSIONS = ['TLSv1', 'TLSv1_1']
ALL_OLD = {'minimum': 'TLSv1', 'ciphers': 'ALL:@SECLEVEL=0'}


def alert(version, description, of=None):
    """The record of an alert, and what is reported when it's sent."""
    header, body = '15%04x0002' % version, '02%02x' % description
    return header + body, [
        ['write', '%04x' % version, 256, header],
        ['write', '%04x' % (of or version), 21, body]]


def only(version, **settings):
    return dict(settings, minimum=version, maximum=version)


# By name: settings, and OpenSSL's version of the client that has none yet.
WITHOUT_SUITES = {
    'TLS 1.0': (only('TLSv1', ciphers='ECDHE+AESGCM'), 0x0301),
    'TLS 1.1': (only('TLSv1_1', ciphers='ECDHE+AESGCM'), 0x0302),
    'TLS 1.0 and 1.1': ({'minimum': 'TLSv1', 'maximum': 'TLSv1_1',
                         'ciphers': 'ECDHE+AESGCM:@SECLEVEL=0'}, 0x0302),
    'TLS 1.2': (only('TLSv1_2', ciphers='AES128-SHA:@SECLEVEL=5'), 0x0303),
    'no group either': (only('TLSv1_1', ciphers='ECDHE+AESGCM',
                             curve='secp224r1'), 0x0302),
}

WITHOUT_GROUPS = {
    'an old curve': {'curve': 'secp224r1'},
    'an old curve in TLS 1.3': only('TLSv1_3', curve='secp224r1'),
    'a weak curve': {'curve': 'prime256v1', 'ciphers': 'ALL:@SECLEVEL=5'},
}

WITHOUT_VERSIONS = {
    'TLS 1.0 without it': only('TLSv1', options=['OP_NO_TLSv1']),
    'TLS 1.2 without it': only('TLSv1_2', options=['OP_NO_TLSv1_2']),
    'TLS 1.3 without it': {'minimum': 'TLSv1_3',
                           'options': ['OP_NO_TLSv1_3']},
    'the wrong way round': {'minimum': 'TLSv1_3', 'maximum': 'TLSv1_2'},
    'a level above': only('TLSv1', ciphers='ALL:@SECLEVEL=5'),
}


@pytest.mark.parametrize('name', list(WITHOUT_SUITES))
def test_a_client_without_suites(subject, name):
    settings, version = WITHOUT_SUITES[name]
    sent, reported = alert(0x0301, 80, version)
    assert subject.call('first_words.client', settings=settings) == [
        'NO_CIPHERS_AVAILABLE', sent, reported]


@pytest.mark.parametrize('name', list(WITHOUT_GROUPS))
def test_a_client_without_groups(subject, name):
    sent, reported = alert(0x0301, 80, 0x0304)
    assert subject.call('first_words.client',
                        settings=WITHOUT_GROUPS[name]) == [
        'NO_SUITABLE_GROUPS', sent, reported]


@pytest.mark.parametrize('name', list(WITHOUT_VERSIONS))
def test_a_client_without_versions(subject, name):
    sent, reported = alert(0x0303, 70, 0x0304)
    assert subject.call('first_words.client',
                        settings=WITHOUT_VERSIONS[name]) == [
        'NO_PROTOCOLS_AVAILABLE', sent, reported]


def test_a_server_without_versions(subject, pki):
    sent, reported = alert(0x0303, 70, 0x0304)
    assert subject.call(
        'first_words.server', certfile=pki.rsa, heard='',
        settings={'minimum': 'TLSv1_3', 'options': ['OP_NO_TLSv1_3']}) == [
            'NO_PROTOCOLS_AVAILABLE', sent, reported]


# It doesn't wait for a client to tell.
@pytest.mark.parametrize('version', OLD_VERSIONS)
def test_a_server_without_suites(subject, pki, version):
    reason, sent, _ = subject.call(
        'first_words.server', certfile=pki.rsa, heard='',
        settings=only(version, ciphers='ECDHE+AESGCM'))
    assert reason == 'NO_CIPHERS_AVAILABLE'
    assert sent.startswith('1503') and sent.endswith('00020228')


def test_a_server_with_suites_waits(subject, pki):
    assert subject.call('first_words.server', certfile=pki.rsa, heard='',
                        settings=ALL_OLD)[1:] == ['', []]


# What a server hears instead of a ClientHello: alerts, data, a heartbeat.
@pytest.mark.parametrize('settings', [
    {}, ALL_OLD, only('TLSv1', ciphers='ALL:@SECLEVEL=0'),
    {'minimum': 'TLSv1_3'}], ids=['any', 'old, too', 'TLS 1.0', 'TLS 1.3'])
@pytest.mark.parametrize('kind, body', [
    (21, '0250'), (21, '0246'), (21, '0100'), (23, '00'), (24, '010001')])
@pytest.mark.parametrize('version, answered', [
    (0x0301, 0x0301), (0x0302, 0x0302), (0x0303, 0x0303), (0x0304, 0x0303),
    (0x0305, 0x0305)])
def test_a_server_answers_in_the_version_of_the_record(
        subject, pki, settings, kind, body, version, answered):
    header = '%02x%04x%04x' % (kind, version, len(body) // 2)
    sent, reported = alert(answered, 10, version)
    assert subject.call('first_words.server', settings=settings,
                        certfile=pki.rsa, heard=header + body) == [
        'UNEXPECTED_MESSAGE', sent,
        [['read', '%04x' % version, 256, header]] + reported]
