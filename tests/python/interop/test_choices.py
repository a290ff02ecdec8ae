"""Which certificates are shown, taken and listed: what CPython's ssl does."""
import itertools

import pytest

from support.authority import openssl

pytestmark = pytest.mark.ironpython

VERSIONS = ['TLSv1_2', 'TLSv1_3']
KEYS = ['rsa', 'ecdsa', 'ed25519']
ORDERS = [order for count in (1, 2, 3)
          for order in itertools.permutations(KEYS, count)]
CURVES = ['secp224r1', 'prime256v1', 'secp256k1', 'secp384r1', 'secp521r1',
          'brainpoolP256r1']
RANGES = [('TLSv1_2', 'TLSv1_2'), ('TLSv1_3', 'TLSv1_3'),
          ('TLSv1_2', 'TLSv1_3')]


def both(cpython_guest, guest, action, **arguments):
    """Return CPython's answer, having seen that ours is the same."""
    expected = cpython_guest.call(action, **arguments)
    assert guest.call(action, **arguments) == expected
    return expected


@pytest.fixture(scope='module')
def clients(pki):
    return {key: pki.authority.issue('a client with ' + key, key=key)
            for key in KEYS}


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('order', ORDERS, ids='-'.join)
def test_a_client_with_several_certificates_shows_one(
        cpython_guest, guest, pki, clients, version, order):
    outcome, name = both(
        cpython_guest, guest, 'choices.shown_by_client', version=version,
        certfiles=[clients[key] for key in order], cafile=pki.cafile,
        server_certfile=pki.rsa)
    if version == 'TLSv1_2':
        assert name == 'a client with ' + order[-1]


# CPython's needs level 0 for TLS 1.1; it shows the last one there, too.
@pytest.mark.parametrize('order, shown', [
    (('rsa', 'ecdsa'), 'ecdsa'), (('ecdsa', 'rsa'), 'rsa'),
    (('rsa', 'ed25519'), None)])
def test_a_client_of_tls_11_shows_the_last_certificate_or_none(
        guest, pki, clients, order, shown):
    outcome, name = guest.call(
        'choices.shown_by_client', version='TLSv1_1',
        certfiles=[clients[key] for key in order], cafile=pki.cafile,
        server_certfile=pki.rsa)
    assert outcome == 'TLSv1.1'
    assert name == (shown and 'a client with ' + shown)


@pytest.fixture(scope='module')
def on_curves(tmp_path_factory):
    folder = tmp_path_factory.mktemp('curves')
    files = {}
    for curve in CURVES:
        path, key = folder / (curve + '.pem'), folder / (curve + '.key')
        openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt',
                'ec_paramgen_curve:' + curve, '-nodes', '-subj', '/CN=' +
                curve, '-days', 30, '-keyout', key, '-out', path)
        path.write_bytes(path.read_bytes() + key.read_bytes())
        files[curve] = str(path)
    return files


@pytest.mark.parametrize('server', RANGES, ids='-'.join)
@pytest.mark.parametrize('client', RANGES, ids='-'.join)
@pytest.mark.parametrize('curve', CURVES)
def test_a_servers_key_is_on_a_curve_of_the_client(
        cpython_guest, guest, on_curves, curve, client, server):
    outcomes = both(cpython_guest, guest, 'choices.met', client=client,
                    server=server, certfile=on_curves[curve])
    if curve in ('secp224r1', 'secp256k1', 'brainpoolP256r1'):
        assert 'TLSv1.2' not in outcomes and 'TLSv1.3' not in outcomes


@pytest.fixture(scope='module')
def paths(tmp_path_factory):
    """A leaf below two authorities, and one that nobody issued."""
    folder = tmp_path_factory.mktemp('paths')

    def write(name, *parts):
        path = folder / (name + '.pem')
        path.write_bytes(b''.join(
            (folder / part).read_bytes() for part in parts))
        return str(path)

    extensions = folder / 'extensions'
    extensions.write_text('basicConstraints=critical,CA:TRUE\n')
    for name in ('root', 'impostor'):
        openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj',
                '/CN=root', '-days', 30, '-keyout', folder / (name + '.key'),
                '-out', folder / (name + '.crt'))
    for name, issuer, more in (
            ('inter', 'root', ['-extfile', extensions]),
            ('leaf', 'inter', []), ('forged', 'impostor', [])):
        openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=' + name,
                '-keyout', folder / (name + '.key'),
                '-out', folder / (name + '.csr'))
        openssl('x509', '-req', '-in', folder / (name + '.csr'), '-CA',
                folder / (issuer + '.crt'), '-CAkey',
                folder / (issuer + '.key'), '-days', 30, '-set_serial', '7',
                '-out', folder / (name + '.crt'), *more)
    return {
        'alone': write('alone', 'leaf.crt', 'leaf.key'),
        'all': write('all', 'leaf.crt', 'inter.crt', 'root.crt', 'leaf.key'),
        'a stray between': write('stray', 'leaf.crt', 'impostor.crt',
                                 'inter.crt', 'leaf.key'),
        'forged': write('forgery', 'forged.crt', 'forged.key'),
        'root': write('root', 'root.crt'),
        'inter': write('inter', 'inter.crt'),
        'impostor': write('impostor', 'impostor.crt')}


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('trusted', [[], ['root'], ['inter', 'root'],
                                     ['impostor']], ids='-'.join)
@pytest.mark.parametrize('shown', ['alone', 'all', 'a stray between',
                                   'forged'])
def test_without_verification_the_chain_is_what_names_make(
        cpython_guest, guest, paths, version, trusted, shown):
    both(cpython_guest, guest, 'choices.chains', version=version,
         certfile=paths[shown], cafiles=[paths[name] for name in trusted])


# CPython has pre-shared keys since 3.13, which behaves so.
@pytest.mark.parametrize('identity, asked', [
    ('me', 'me'), ('', None), (None, None)])
def test_a_client_may_send_an_empty_identity_in_tls_12(
        guest, identity, asked):
    outcomes, names = guest.call('choices.identities', version='TLSv1_2',
                                 identity=identity)
    assert outcomes == ['TLSv1.2', 'TLSv1.2']
    assert names == [asked]


@pytest.mark.parametrize('identity', ['', None])
def test_an_empty_identity_fails_in_tls_13(guest, identity):
    outcomes, names = guest.call('choices.identities', version='TLSv1_3',
                                 identity=identity)
    assert outcomes == ['SSLError', 'UNEXPECTED_MESSAGE']
    assert names == []
