"""Calls of ``_ssl``, right and wrong ones, end as they do in CPython."""
import base64
import pathlib

import pytest

from support.authority import openssl

pytestmark = pytest.mark.ironpython

PROTOCOLS = ('TLS', 'CLIENT', 'SERVER', 'TLSv1', 'TLSv1_2')

CONSTRUCTORS = ['_ssl._SSLContext(%s)' % value for value in (
    '0', '1', '2', '3', '4', '5', '6', '16', '17', '18', '-1', "'x'", 'None',
    '2.0', 'True', '1 << 40')]

ATTRIBUTES = ['after(new(%s), %r, %s)' % (protocol, name, value)
              for name, protocols, values in (
    ('verify_mode', ('CLIENT', 'TLS'),
     ('0', '1', '2', '3', '-1', "'x'", 'None', '2.5', '1 << 40', 'True')),
    ('check_hostname', ('CLIENT', 'TLS'), ('0', '1', "''", 'None', '[1]')),
    ('options', ('TLS',),
     ('0', '-1', '1', '1 << 31', '1 << 32', '(1 << 63) - 1', '1 << 63',
      '-(1 << 63)', "'x'", 'None', '2.0', '0x02000004', '0x04000000')),
    ('verify_flags', ('TLS',),
     ('0', '4', '12', '0x20', '0x8000', '0x80000', '0x8002c', '1 << 64',
      "'x'", 'None')),
    ('minimum_version', ('CLIENT', 'SERVER', 'TLSv1', 'TLSv1_2'),
     ('-1', '-2', '768', '769', '770', '771', '772')),
    ('minimum_version', ('CLIENT',),
     ('0', '-3', '2', '773', '0x7fff', '1 << 40', "'x'", 'None')),
    ('maximum_version', ('CLIENT', 'SERVER', 'TLSv1', 'TLSv1_2'),
     ('-1', '-2', '768', '771', '772')),
    ('maximum_version', ('CLIENT',),
     ('0', '-3', '773', '1 << 40', "'x'", 'None')),
    ('num_tickets', ('SERVER', 'CLIENT', 'TLS'), ('0', '1', '2', '-1')),
    ('num_tickets', ('SERVER',),
     ('100', '1 << 31', '1 << 40', "'x'", 'None')),
    ('post_handshake_auth', ('SERVER', 'CLIENT'),
     ('0', '1', "'x'", 'None', '[]')),
    ('_host_flags', ('CLIENT',), ('4', '0x24', "'x'", 'None')),
    ('sni_callback', PROTOCOLS, ('None', 'print', '1')),
    ('_msg_callback', ('CLIENT',), ('None', 'print', '1')),
    ('keylog_filename', ('CLIENT',),
     ('None', 'log', "'/nonexistent/x'", '1', "log.encode()", "''",
      'folder', r"'a\0b'")),
) for protocol in protocols for value in values]

CIPHERS = ['new(CLIENT).set_ciphers(%s)' % value for value in (
    "'ALL'", "''", "'^$:'", "'x'", "'DEFAULT'", "'AES128-SHA'",
    "'@SECLEVEL=9'", "'TLS_AES_128_GCM_SHA256'", 'None', '1', "b'ALL'",
    r"'ALL\0'", r"'\xe9'")]

ALPN = ['new(CLIENT)._set_alpn_protocols(%s)' % value for value in (
    "b''", r"b'\x02h2'", r"b'\x03h2'", r"b'\x00'", r"b'\x02h2\x08http/1.1'",
    "'x'", 'None', '1', r"bytearray(b'\x02h2')", r"b'\x02h'",
    r"memoryview(b'\x02h2')")]

CURVES = ['new(CLIENT).set_ecdh_curve(%s)' % value for value in (
    "'prime256v1'", "'secp384r1'", "b'secp521r1'", "'P-256'", "'x25519'",
    "'foo'", "b'foo'", 'None', '1', "''", r"'prime256v1\0'")]

DH = ['new(SERVER).load_dh_params(%s)' % value for value in (
    'dh', 'dh.encode()', 'rsa', "'/nonexistent'", "b'/nonexistent'", 'None',
    '1', r"'x\0y'", "''", 'folder', 'dh_of_223', 'dh_of_224')]

CHAINS = ['chain(%s)' % arguments for arguments in (
    'None', '1', "'/nonexistent'", "b'/nonexistent'", 'folder', "''",
    r"rsa + '\0'", 'rsa', 'rsa.encode()', 'rsa, None, None', 'rsa, rsa',
    'rsa, 5', 'rsa, folder', "rsa, '/nonexistent'", r"rsa, rsa + '\0'",
    'certificate', 'certificate, key', 'key', 'key, certificate',
    'garbage', 'certificate, garbage', 'garbage, key', 'empty',
    'certificate, other_key', 'ecdsa', 'certfile=rsa, keyfile=None',
    "certificate, locked, 'secret'", "certificate, locked, b'secret'",
    "certificate, locked, bytearray(b'secret')",
    "certificate, locked, lambda: 'secret'",
    "certificate, locked, lambda: b'secret'",
    "certificate, locked, password='wrong'",
    r"certificate, locked, '\xe9'", 'certificate, locked, fail',
    'certificate, locked, lambda: 1', 'certificate, locked, 1',
    'certificate, locked, True', "certificate, locked, 'a' * 1025",
    "certificate, locked, lambda: 'a' * 1025", 'rsa, None, 1',
    'rsa, None, fail', "rsa, None, 'a' * 1025")]

LOCATIONS = ['trust(%s)' % arguments for arguments in (
    '', 'None, None, None', "'/nonexistent'", "b'/nonexistent'",
    "None, '/nonexistent'", 'ca', 'ca.encode()', '1', 'None, 1',
    'None, None, 1', "None, None, ''", "None, None, b''", 'cadata=pem',
    'cadata=der', 'cadata=der + der', 'cadata=pem.encode()',
    r"cadata='\xe9'", "cadata='broken'", "cadata=b'broken'",
    "cadata=der + b'xx'", 'cadata=der[:100]', 'cadata=pem[:200]',
    "cadata=pem + '-----BEGIN CERTIFICATE-----\\nabc\\n"
    "-----END CERTIFICATE-----\\n'",
    "cadata='-----BEGIN CERTIFICATE-----\\nabc\\n"
    "-----END CERTIFICATE-----\\n'",
    'cadata=bytearray(der)', 'cadata=memoryview(der)', 'garbage', 'empty',
    'key', 'folder', 'None, folder', 'None, ca', "''", "None, ''",
    r"'x\0y'", 'crl', 'ca, folder, pem', 'cadata=False', 'cadata=2.0')]

FUNCTIONS = [
    "_ssl.txt2obj('1.3.6.1.5.5.7.3.1')", "_ssl.txt2obj('serverAuth')",
    "_ssl.txt2obj('serverAuth', True)", "_ssl.txt2obj('foo', True)",
    "_ssl.txt2obj('foo')", "_ssl.txt2obj('1.2.3.4.5.6.7.8')",
    '_ssl.txt2obj(1)', "_ssl.txt2obj('CN', 1)", r"_ssl.txt2obj('\xe9', 1)",
    "_ssl.txt2obj('')", r"_ssl.txt2obj('a\0b')", "_ssl.txt2obj('1.')",
    "_ssl.txt2obj('3.1')", "_ssl.txt2obj(name=True, txt='CN')",
    '_ssl.nid2obj(129)', '_ssl.nid2obj(0)', '_ssl.nid2obj(-1)',
    '_ssl.nid2obj(100000)', "_ssl.nid2obj('x')", '_ssl.nid2obj(13)',
    '_ssl.nid2obj(1 << 40)', '_ssl.nid2obj(None)', '_ssl.nid2obj(1.0)',
    '_ssl.RAND_status()', "_ssl.RAND_add('x', 1.0)", "_ssl.RAND_add(b'x', 1)",
    "_ssl.RAND_add(b'x', 'y')", '_ssl.RAND_add(1, 1.0)',
    r"_ssl.RAND_add('\xe9', 1.0)", '_ssl.RAND_bytes(0)',
    'len(_ssl.RAND_bytes(7))', '_ssl.RAND_bytes(-1)', "_ssl.RAND_bytes('x')",
    '_ssl.RAND_bytes(1 << 40)', '_ssl.RAND_pseudo_bytes(-1)',
    '_ssl.RAND_pseudo_bytes(0)', 'list(_ssl.get_default_verify_paths())[::2]',
    "_ssl._test_decode_cert('/nonexistent')",
    '_ssl._test_decode_cert(garbage)', '_ssl._test_decode_cert(key)',
    '_ssl._test_decode_cert(1)', '_ssl._test_decode_cert(ca)',
    '_ssl._test_decode_cert(rsa)', '_ssl._test_decode_cert(folder)',
    '_ssl._test_decode_cert(None)', '_ssl._test_decode_cert(empty)',
    '_ssl.Certificate()', '_ssl.Certificate(1)', '_ssl.SSLSession()',
    '_ssl.SSLSession(1)', 'new(CLIENT).session_stats()',
    "new(CLIENT).get_ca_certs('x')",
] + ['lists_constants(%r)' % prefix for prefix in (
    'PROTOCOL_', 'OP_', 'ALERT_DESCRIPTION_', 'SSL_ERROR_', 'VERIFY_',
    'CERT_')]

WRAPPED = ['wrap(%s)' % arguments for arguments in (
    'CLIENT, False', 'CLIENT, True', 'SERVER, False', "SERVER, True, 'x'",
    'CLIENT, False, 1', "CLIENT, False, ''", "CLIENT, False, '.example.org'",
    r"CLIENT, False, 'a\0b'", r"CLIENT, False, 'k\xf6ln\xe9'",
    "CLIENT, False, b'localhost'", "CLIENT, False, 'a' * 255",
    "CLIENT, False, 'a' * 256", "CLIENT, False, '127.0.0.1'",
    "CLIENT, False, '::1'", "CLIENT, False, '[::1]'",
    "CLIENT, False, 'localhost'", "CLIENT, False, 'example.org.'",
    "CLIENT, False, 'a b'", "CLIENT, False, 'x', owner=1",
    "CLIENT, False, 'x', session=1")] + [
    "new(CLIENT)._wrap_socket(%s)" % arguments for arguments in (
        '1, False', "'x', False", 'None, False')] + [
    "new(CLIENT)._wrap_bio(_ssl.MemoryBIO(), %s, False, 'x')" % outgoing
    for outgoing in ('None', '1')]

QUEUES = ['bio(%s)' % steps for steps in (
    "b'abc', None, None", "b'abc', 1, b'de', None", "b'abc', 3, 1",
    "b'abc', 0, -1", "b'', None", "b'', b'abc', 5",
    "b'a', b'b', b'c', 2, None",
    "b'abc', 'eof', 2, None, None", "'eof', b''", "'eof', b'abc'",
    "'eof', None", "bytearray(b'abc'), None", "Bytes(b'abc'), None",
    "memoryview(b'abcdef')[1::2], None", "memoryview(b'abcdef')[2:4], None",
    "b'x' * 100000, 99999, b'y' * 70000, None, b'z', None", "1.5",
    "u'abc'")] + ['bio_and_its_source(%s)' % source for source in (
        "b'abc'", "bytearray(b'abc')", "Bytes(b'abc')", "b'a'")]

ERRORS = ['%s(%s)' % (function, ', '.join([repr(name)] + arguments))
          for name in ('SSLError', 'SSLZeroReturnError', 'SSLWantReadError',
                       'SSLWantWriteError', 'SSLSyscallError', 'SSLEOFError',
                       'SSLCertVerificationError')
          for function in ('error', 'pickled')
          for arguments in ([], ["'x'"], ['1', "'x'"], ['1', "'x'", "'f'"],
                            ['1', '2'], ['1', 'None'])]

# A required argument that is lacking, one that can be given by keyword only,
# and None for one that can't be.
SIGNATURES = [
    'new(SERVER).load_cert_chain()',
    "new(SERVER).load_cert_chain(keyfile='x')",
    "new(SERVER).load_cert_chain(password='x')",
    "new(SERVER).load_cert_chain(keyfile='x', password='y')",
] + ['new(CLIENT)._wrap_bio(%s)' % arguments for arguments in (
    '', '_ssl.MemoryBIO()', '_ssl.MemoryBIO(), _ssl.MemoryBIO()',
    "outgoing=_ssl.MemoryBIO()", "server_hostname='x'", 'owner=None',
    "_ssl.MemoryBIO(), _ssl.MemoryBIO(), False, 'x', None",
    "_ssl.MemoryBIO(), _ssl.MemoryBIO(), False, 'x', None, None",
    "_ssl.MemoryBIO(), _ssl.MemoryBIO(), False, 'x', owner=None, session=None",
    "_ssl.MemoryBIO(), _ssl.MemoryBIO(), False, server_side=True",
    "_ssl.MemoryBIO(), _ssl.MemoryBIO(), False, 'x', None, None, None",
)] + ['new(CLIENT)._wrap_socket(%s)' % arguments for arguments in (
    '', '1', 'server_side=False', "owner=None", "1, False, 'x', None",
    "1, False, 'x', None, None", "1, False, 'x', None, None, None")] + [
    'fresh(%s).get_channel_binding(%s)' % (face, argument)
    for face in ('ssl', '_ssl') for argument in (
        '', 'None', "'tls-unique'", "cb_type='tls-unique'", 'cb_type=None',
        "1", "b'tls-unique'", "'x'")] + [
    'after(new(%s), %r, 1)' % (protocol, name)
    for protocol in ('CLIENT', 'SERVER')
    for name in ('protocol', 'security_level')]

CASES = (CONSTRUCTORS + SIGNATURES + ATTRIBUTES + CIPHERS + ALPN + CURVES + DH
    + CHAINS +
         LOCATIONS + FUNCTIONS + WRAPPED + QUEUES +
         ERRORS)

DIFFERENT = {
    "new(CLIENT).set_ecdh_curve('X25519')":
        'CPython 3.12 and later take it as we do',
    "new(CLIENT).set_ecdh_curve('sect571r1')":
        'there is nobody here to compute with it, so it is refused',
    "after(new(TLS), 'verify_flags', -1)":
        'flags that nobody here heeds are refused',
    "after(new(CLIENT), '_host_flags', 1)":
        'flags that nobody here heeds are refused',
}


@pytest.fixture(scope='module')
def material(pki, tmp_path_factory):
    """Files that the expressions name."""
    folder = tmp_path_factory.mktemp('calls')

    def write(name, text):
        (folder / name).write_text(text)
        return str(folder / name)

    def key_of(path):
        text = pathlib.Path(path).read_text()
        start = text.index('PRIVATE KEY-----')
        return text[text.rindex('-----BEGIN', 0, start):]

    combined = pathlib.Path(pki.rsa).read_text()
    end = '-----END CERTIFICATE-----\n'
    start = combined.index('-----BEGIN CERTIFICATE')
    certificate = combined[start:combined.index(end) + len(end)]
    key = write('key.pem', key_of(pki.rsa))
    locked = str(folder / 'locked.pem')
    openssl('pkey', '-in', key, '-aes256', '-passout', 'pass:secret',
            '-out', locked)
    dh = str(folder / 'dh.pem')
    openssl('genpkey', '-genparam', '-algorithm', 'DH', '-pkeyopt',
            'group:ffdhe2048', '-out', dh)
    empty_folder = folder / 'folder'
    empty_folder.mkdir()
    return {
        'ca': pki.cafile, 'rsa': pki.rsa, 'ecdsa': pki.ecdsa, 'key': key,
        'certificate': write('certificate.pem', certificate),
        'other_key': write('other.pem', key_of(pki.client)),
        'garbage': write('garbage.pem', '-----BEGIN CERTIFICATE-----\n'
                         'AAAA####\n-----END CERTIFICATE-----\n'),
        'empty': write('empty.pem', ''), 'locked': locked, 'dh': dh,
        'dh_of_223': write('dh_223.pem', short_exponents(folder, 223)),
        'dh_of_224': write('dh_224.pem', short_exponents(folder, 224)),
        'crl': write('crl.pem', revocations(pki)),
        'folder': str(empty_folder), 'log': str(folder / 'keys.log'),
    }


def short_exponents(folder, bits):
    """A Diffie-Hellman group that asks for exponents of so many bits."""
    fields = folder / 'dh.cnf'
    fields.write_text(
        'asn1 = SEQUENCE:dh\n[dh]\np = INTEGER:0x%x\ng = INTEGER:2\n'
        'l = INTEGER:%d\n' % (1 << 2047 | 1, bits))
    der = folder / 'dh.der'
    openssl('asn1parse', '-genconf', fields, '-noout', '-out', der)
    return ('-----BEGIN DH PARAMETERS-----\n'
            + base64.encodebytes(der.read_bytes()).decode()
            + '-----END DH PARAMETERS-----\n')


def revocations(pki):
    authority = pki.authority
    return openssl(
        'ca', '-gencrl', '-config', authority.folder / 'ca.cnf', '-cert',
        authority.cafile, '-keyfile', authority.key_file, '-crldays', '30',
    ).decode('ascii')


@pytest.mark.parametrize('expression', CASES + [
    pytest.param(expression, marks=pytest.mark.xfail(
        reason=reason, strict=True))
    for expression, reason in DIFFERENT.items()])
def test_a_call_ends_as_in_cpython(cpython, guest, material, expression):
    expected = cpython.call('module_calls.outcome', expression=expression,
                            files=material)
    found = guest.call('module_calls.outcome', expression=expression,
                       files=material)
    assert found == expected


ATTRIBUTES_TO_DELETE = {
    'new(CLIENT)': ['keylog_filename', '_msg_callback', 'options',
                    'check_hostname', 'verify_mode', 'verify_flags',
                    'minimum_version', 'maximum_version', 'sni_callback',
                    'num_tickets', 'post_handshake_auth', '_host_flags',
                    'protocol', 'security_level', 'set_ciphers'],
    'ssl.SSLContext(16)': ['keylog_filename', '_msg_callback', 'options',
                           'check_hostname', 'verify_mode', 'protocol',
                           'minimum_version', 'security_level',
                           'hostname_checks_common_name', 'set_ciphers'],
    '_ssl.MemoryBIO()': ['pending', 'eof', 'read'],
    'fresh(_ssl)': ['context', 'owner', 'session', 'server_side',
                    'server_hostname', 'session_reused', 'read'],
    'fresh(ssl)': ['context', 'session', 'server_side', 'session_reused'],
}


# CPython before 3.13.14 crashes at some of these, and clears others.
@pytest.mark.parametrize('thing, name', [
    (thing, name) for thing, names in ATTRIBUTES_TO_DELETE.items()
    for name in names])
def test_no_attribute_can_be_deleted(guest, material, thing, name):
    outcome, kind, same = guest.call(
        'module_calls.deletion', thing=thing, name=name)
    assert (outcome, kind, same) == ('raises', 'AttributeError', True)


def test_a_context_of_a_derived_class_keeps_what_cannot_be_set(
        cpython_guest, guest):
    """IronPython would take a value that nobody looks at."""
    for interpreter in (cpython_guest, guest):
        assert interpreter.call('module_calls.set_what_cannot_be') == [
            'AttributeError', 'AttributeError']


def test_aliases_of_groups_are_asked_for_by_keyword_only(guest):
    # CPython has it since 3.15, and there it says `*`.
    assert guest.call('module_calls.groups_and_aliases') == [
        True, 'TypeError', 'TypeError', 'TypeError']


def test_recv_into_none_is_recv(scenario):
    assert scenario('module_calls.receive_into_none') == ['hello', 'SSLSocket']
