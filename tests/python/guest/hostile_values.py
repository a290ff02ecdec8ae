"""Values that nobody should give to ``_ssl``, for hostile.py.

Python 3.4 syntax; it runs on CPython, too.
"""
import array
import collections
import os


class Boom(Exception):
    """What hostile objects raise."""


def boom(*arguments, **keywords):
    raise Boom('of the program')


def making(name, **members):
    """A class whose instances do what the members say."""
    return type(name, (object,), members)()


class Text(str):
    pass


class Number(int):
    pass


class Octets(bytes):
    pass


class Slotted:
    __slots__ = ()


class Hashless(str):
    __hash__ = None


def recursive_list():
    made = []
    made.append(made)
    return made


def recursive_dict():
    made = {}
    made['itself'] = made
    return made


def released_view():
    view = memoryview(b'released')
    view.release()
    return view


def exhausted():
    generator = (each for each in ())
    list(generator)
    return generator


def tlv(tag, content):
    """DER of any length."""
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    digits = b''
    while size:
        digits = bytes([size & 255]) + digits
        size >>= 8
    return bytes([tag, 128 | len(digits)]) + digits + content


def nested(depth):
    made = b''
    for _ in range(depth):
        made = tlv(0x30, made)
    return made


def pem(label, body, header=''):
    return '-----BEGIN {0}-----\n{1}{2}\n-----END {0}-----\n'.format(
        label, header, body)


CERTIFICATE = 'CERTIFICATE'
MALFORMED = {
    'indefinite': b'\x30\x80', 'no length': b'\x30', 'zeros': bytes(40),
    'length of lengths': b'\x30\xff', 'huge length':
    b'\x30\x84\x7f\xff\xff\xff', 'negative length':
    b'\x30\x84\xff\xff\xff\xff', 'longest length': b'\x30\x88' + b'\xff' * 8,
    'empty sequence': b'\x30\x00', 'integer': b'\x02\x01\x01',
    'three empty': b'\x30\x06\x30\x00\x30\x00\x03\x00',
    'high tag': b'\x3f\xff\xff\xff\x7f\x00', 'nested': nested(2000),
}
MALFORMED_TEXTS = {
    'no end': '-----BEGIN CERTIFICATE-----\nMAA=\n',
    'no base64': pem(CERTIFICATE, '####'),
    'odd base64': pem(CERTIFICATE, 'A'),
    'nothing within': '-----BEGIN CERTIFICATE-----\n'
                      '-----END CERTIFICATE-----\n',
    'another end': '-----BEGIN CERTIFICATE-----\nMAA=\n-----END X-----\n',
    'crl': pem('X509 CRL', 'MAA='), 'key': pem('PRIVATE KEY', 'MAA='),
    'trusted': pem('TRUSTED CERTIFICATE', 'MAA='),
    'encrypted': pem(CERTIFICATE, 'MAA=', 'Proc-Type: 4,ENCRYPTED\n'
                     'DEK-Info: AES-128-CBC,00\n\n'),
    'header only': pem(CERTIFICATE, '', 'Proc-Type: 4,ENCRYPTED\n'),
    'dh': pem('DH PARAMETERS', 'MAA='), 'dh zeros':
    pem('DH PARAMETERS', 'MAYCAQACAQA='),
}

# Each is made anew for each call.
VALUES = collections.OrderedDict((
    ('None', lambda: None), ('True', lambda: True), ('0', lambda: 0),
    ('-1', lambda: -1), ('1', lambda: 1), ('2**15', lambda: 1 << 15),
    ('2**31', lambda: 1 << 31), ('-2**31-1', lambda: -(1 << 31) - 1),
    ('2**63', lambda: 1 << 63), ('-2**63-1', lambda: -(1 << 63) - 1),
    ('2**64', lambda: 1 << 64), ('10**400', lambda: 10 ** 400),
    ('-10**400', lambda: -10 ** 400), ('1.5', lambda: 1.5),
    ('nan', lambda: float('nan')), ('inf', lambda: float('inf')),
    ('1j', lambda: 1j), ('Ellipsis', lambda: Ellipsis),
    ("''", lambda: ''), ("'a'", lambda: 'a'), ('NUL', lambda: '\0'),
    ('a NUL b', lambda: 'a\0b'), ('lone surrogate', lambda: '\udc80'),
    ('two surrogates', lambda: 'a\ud800\ud800b'),
    ('astral', lambda: '\U0010ffff'), ('latin', lambda: '\xe9\xff'),
    ('long text', lambda: 'x' * 70000), ('percent', lambda: '%s%n{0}{'),
    ('line feeds', lambda: '\r\n\n'), ('colons', lambda: ':::,:'),
    ("b''", lambda: b''), ("b'a'", lambda: b'a'), ("b NUL", lambda: b'\0'),
    ('no utf-8', lambda: b'\xff\xfe\x80'),
    ('long bytes', lambda: b'\xff' * 70000),
    ('bytearray', lambda: bytearray(b'\x05a')),
    ('every other', lambda: memoryview(b'\x01a\x02b')[::2]),
    ('released', released_view),
    ('read-only view', lambda: memoryview(b'abc')),
    ('empty view', lambda: memoryview(bytearray())),
    ('doubles', lambda: array.array('d', [1.5, float('nan')])),
    ('empty array', lambda: array.array('i')),
    ('list', lambda: [1, 2]), ('tuple', lambda: (b'a', b'b')),
    ('empty tuple', lambda: ()), ('set', lambda: {1}),
    ('dict', lambda: {'a': 1}), ('recursive list', recursive_list),
    ('recursive dict', recursive_dict), ('object', object),
    ('class', lambda: Slotted), ('int class', lambda: int),
    ('function', lambda: boom), ('builtin', lambda: len),
    ('lambda', lambda: lambda: None), ('module', lambda: os),
    ('exhausted', exhausted), ('exception', lambda: Boom('x')),
    ('exception class', lambda: BaseException), ('slotted', Slotted),
    ('Text', lambda: Text('text')), ('Number', lambda: Number(7)),
    ('Octets', lambda: Octets(b'octets')),
    ('Hashless', lambda: Hashless('unhashable')),
    ('index fails', lambda: making('I', __index__=boom)),
    ('index is text', lambda: making('I', __index__=lambda self: 'x')),
    ('index is None', lambda: making('I', __index__=lambda self: None)),
    ('index is huge',
     lambda: making('I', __index__=lambda self: 1 << 70)),
    ('index no method', lambda: making('I', __index__=1)),
    ('int fails', lambda: making('I', __int__=boom)),
    ('float fails', lambda: making('F', __float__=boom)),
    ('float is text', lambda: making('F', __float__=lambda self: 'x')),
    ('len fails', lambda: making('L', __len__=boom)),
    ('len is negative', lambda: making('L', __len__=lambda self: -1)),
    ('bool fails', lambda: making('B', __bool__=boom)),
    ('bool is text', lambda: making('B', __bool__=lambda self: 'x')),
    ('iter fails', lambda: making('I', __iter__=boom)),
    ('str fails', lambda: making('S', __str__=boom, __repr__=boom)),
    ('fspath fails', lambda: making('P', __fspath__=boom)),
    ('fspath is int', lambda: making('P', __fspath__=lambda self: 1)),
    ('getattr fails', lambda: making('G', __getattr__=boom)),
    ('getattribute fails', lambda: making('G', __getattribute__=boom)),
    ('eq fails', lambda: making('E', __eq__=boom, __hash__=boom)),
    ('call fails', lambda: making('C', __call__=boom)),
    ('buffer fails', lambda: making('B', __buffer__=boom)),
    ('hook fails', lambda: making('H', __class__=property(boom))),
))


def with_files(values):
    """The values, and what readers of certificates and keys may find."""
    made = collections.OrderedDict(values)
    for name, octets in sorted(MALFORMED.items()):
        made['DER ' + name] = lambda octets=octets: octets
    for name, text in sorted(MALFORMED_TEXTS.items()):
        made['PEM ' + name] = lambda text=text: text
        made['file ' + name] = lambda text=text: written(text)
    return made


def written(text):
    with open('hostile.pem', 'w') as file:
        file.write(text)
    return 'hostile.pem'
