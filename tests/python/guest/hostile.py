"""Calls everything public of ``_ssl`` with what nobody should give it.

    hostile.py CERTFILE KEYFILE LOCKEDKEY [NAME ...]

Prints a JSON list a line: the name of a callable or an attribute, a state of
its object, the place and the name of the hostile value, how the call ended
(``returns``, or the name of the exception's class) and, on IronPython, what
of .NET shows in that exception, else null.

Python 3.4 syntax: it runs on CPython, too, whose answers are the measure.
The folder it's run in is its own.  What is called, on what, and how it's told
are in one file, since none of it means anything without the rest.
"""
import _ssl
import io
import json
import os
import socket
import sys
import traceback

from hostile_values import VALUES, boom, with_files

IRONPYTHON = sys.implementation.name == 'ironpython'
if IRONPYTHON:
    import clr  # Shows the .NET exception below a Python one.
    import System
    import System.Diagnostics

CERTFILE, KEYFILE, LOCKED = sys.argv[1:4]
TLSv1_2, CLIENT, SERVER = 5, 16, 17


# Values that are objects of this module, and the files that are there.
VALUES.update((
    ('bare context', lambda: _ssl._SSLContext(CLIENT)),
    ('queue', lambda: _ssl.MemoryBIO()), ('own type', lambda: _ssl.MemoryBIO),
    ('certificate', lambda: connection('client').get_unverified_chain()[0]),
    ('session', lambda: connection('client').session),
    ('closed socket', lambda: closed_socket()),
    ('certificate file', lambda: CERTFILE), ('key file', lambda: KEYFILE),
    ('folder', lambda: os.getcwd()), ('locked', lambda: LOCKED),
    ('devices', lambda: os.devnull),
))
CONTENTS = with_files(VALUES)
READING = {'module._test_decode_cert', '_SSLContext.load_cert_chain',
           '_SSLContext.load_dh_params', '_SSLContext.load_verify_locations'}


def closed_socket():
    made = socket.socket()
    made.close()
    return made


# States of objects.

def context(protocol, **attributes):
    made = _ssl._SSLContext(protocol)
    for name, value in sorted(attributes.items()):
        setattr(made, name, value)
    return made


def client_context():
    return context(CLIENT, check_hostname=False, verify_mode=0)


def server_context():
    made = context(SERVER)
    made.load_cert_chain(CERTFILE, KEYFILE)
    return made


class Owner:
    pass


class Pair:
    """Two connections in memory, the client's end and the server's."""

    def __init__(self, client=None, server=None):
        self.owner = Owner()
        self.to_client, self.to_server = _ssl.MemoryBIO(), _ssl.MemoryBIO()
        self.client = (client or client_context())._wrap_bio(
            self.to_client, self.to_server, False, 'localhost',
            owner=self.owner)
        self.server = (server or server_context())._wrap_bio(
            self.to_server, self.to_client, True)

    def handshake(self):
        for end in (self.client, self.server) * 3:
            try:
                end.do_handshake()
            except _ssl.SSLWantReadError:
                pass
        return self


KEPT = []


def keep(pair, end):
    """Keep the other end and the owner, too."""
    del KEPT[:-8]
    KEPT.append(pair)
    return end


def connection(state):
    pair = Pair()
    if state in ('new client', 'new server'):
        return keep(pair, getattr(pair, state[4:]))
    if state == 'failed':
        try:
            pair.client.do_handshake()
        except _ssl.SSLWantReadError:
            pass
        pair.to_client.write(b'HTTP/1.1 400 Bad Request\r\n\r\n')
        try:
            pair.client.do_handshake()
        except _ssl.SSLError:
            pass
        return keep(pair, pair.client)
    pair.handshake()
    pair.server.write(b'words')
    if state == 'closed':
        for end in (pair.client, pair.server, pair.client):
            try:
                end.shutdown()
            except _ssl.SSLError:
                pass
        return keep(pair, pair.client)
    return keep(pair, getattr(pair, state))


def without_socket():
    plain = socket.socket()
    made = client_context()._wrap_socket(plain, False)
    plain.close()
    return keep(plain, made)


def queue(state):
    made = _ssl.MemoryBIO()
    if state != 'empty':
        made.write(b'some bytes')
    if state == 'ended':
        made.write_eof()
    return made


class Raw(io.RawIOBase):
    """A raw file that gives what it was made with."""

    def __init__(self, answer=b'line\nline\n'):
        self.answer = answer

    def readable(self):
        return True

    def readinto(self, buffer):
        if isinstance(self.answer, bytes):
            part = self.answer[:len(buffer)]
            self.answer = self.answer[len(part):]
            buffer[:len(part)] = part
            return len(part)
        return self.answer


READER = getattr(_ssl, '_BufferedReader', io.BufferedReader)

STATES = {
    'module': {'': lambda: _ssl},
    '_SSLContext': {
        'client': client_context, 'server': server_context,
        'TLSv1_2': lambda: context(TLSv1_2)},
    'MemoryBIO': {state: lambda state=state: queue(state)
                  for state in ('empty', 'full', 'ended')},
    '_SSLSocket': dict(
        [(state, lambda state=state: connection(state)) for state in (
            'new client', 'new server', 'client', 'server', 'closed',
            'failed')] + [('without socket', without_socket)]),
    'SSLSession': {'': lambda: connection('client').session},
    'Certificate': {
        '': lambda: connection('client').get_unverified_chain()[0]},
    '_BufferedReader': {
        'file': lambda: READER(Raw()), 'empty': lambda: READER(Raw(b'')),
        'blocked': lambda: READER(Raw(None)),
        'lying': lambda: READER(Raw(1 << 40)),
        'negative': lambda: READER(Raw(-5)),
        'text': lambda: READER(Raw('x'))},
}


# What is called, with arguments that are right.  Each of them is replaced by
# each hostile value.

CALLS = {
    'module': {
        'RAND_add': (b'x', 1.0), 'RAND_bytes': (3,),
        'RAND_pseudo_bytes': (3,), 'RAND_status': (),
        '_constants': ('OP_',), '_raise_socket_error': (104,),
        '_test_decode_cert': (CERTFILE,),
        'get_default_verify_paths': (), 'get_sigalgs': (), 'nid2obj': (129,),
        'txt2obj': ('CN', True), '_SSLContext': (CLIENT,), 'MemoryBIO': (),
        'SSLSession': (), 'Certificate': (), '_SSLSocket': (),
        'SSLError': (1, 'text'), 'SSLZeroReturnError': (1, 'text'),
        'SSLWantReadError': (1, 'text'), 'SSLWantWriteError': (1, 'text'),
        'SSLSyscallError': (1, 'text'), 'SSLEOFError': (1, 'text'),
        'SSLCertVerificationError': (1, 'text')},
    '_SSLContext': {
        '_set_alpn_protocols': (b'\x02h2',), 'cert_store_stats': (),
        'get_ca_certs': (True,), 'get_ciphers': (),
        'get_groups': (), 'load_cert_chain': (CERTFILE, KEYFILE, 'secret'),
        'load_dh_params': ('absent',),
        'load_verify_locations': (CERTFILE, None, None),
        'session_stats': (), 'set_ciphers': ('ALL',),
        'set_ciphersuites': ('TLS_AES_128_GCM_SHA256',),
        'set_client_sigalgs': ('ECDSA+SHA256',),
        'set_default_verify_paths': (), 'set_ecdh_curve': ('prime256v1',),
        'set_groups': ('P-256',), 'set_psk_client_callback': (boom,),
        'set_psk_server_callback': (boom, 'hint'),
        'set_server_sigalgs': ('ECDSA+SHA256',),
        '_wrap_bio': (_ssl.MemoryBIO(), _ssl.MemoryBIO(), False, 'localhost'),
        '_wrap_socket': (socket.socket(), False, 'localhost')},
    'MemoryBIO': {'read': (3,), 'write': (b'more',), 'write_eof': ()},
    '_SSLSocket': {
        '_say_goodbye': (), 'cipher': (), 'client_sigalg': (),
        'compression': (), 'do_handshake': (),
        'get_channel_binding': ('tls-unique',), 'get_unverified_chain': (),
        'get_verified_chain': (), 'getpeercert': (True,), 'group': (),
        'pending': (), 'read': (3, bytearray(3)),
        'selected_alpn_protocol': (), 'server_sigalg': (),
        'shared_ciphers': (), 'shutdown': (),
        'verify_client_post_handshake': (), 'version': (),
        'write': (b'words',)},
    'SSLSession': {},
    'Certificate': {'get_info': (), 'public_bytes': (1,)},
    '_BufferedReader': {
        'read': (3,), 'read1': (3,), 'peek': (3,), 'readinto': (bytearray(3),),
        'readinto1': (bytearray(3),), 'readline': (3,), 'detach': (),
        '__init__': (Raw(), 100)},
}
ATTRIBUTES = {
    '_SSLContext': (
        '_host_flags', '_msg_callback', 'check_hostname', 'keylog_filename',
        'maximum_version', 'minimum_version', 'num_tickets', 'options',
        'post_handshake_auth', 'protocol', 'security_level', 'sni_callback',
        'verify_flags', 'verify_mode', 'no_such_name'),
    'MemoryBIO': ('eof', 'pending', 'no_such_name'),
    '_SSLSocket': (
        'context', 'owner', 'server_hostname', 'server_side', 'session',
        'session_reused', 'no_such_name'),
    'SSLSession': ('has_ticket', 'id', 'ticket_lifetime_hint', 'time',
                   'timeout', 'no_such_name'),
    'Certificate': ('no_such_name',),
}
# Keywords by which arguments can be given, behind those of CALLS.
KEYWORDS = {
    '_SSLContext._wrap_bio': ('server_hostname', 'owner', 'session'),
    '_SSLContext._wrap_socket': ('server_hostname', 'owner', 'session'),
    '_SSLContext.load_cert_chain': ('certfile', 'keyfile', 'password'),
    '_SSLContext.load_verify_locations': ('cafile', 'capath', 'cadata'),
    '_SSLContext.get_ca_certs': ('binary_form',),
    '_SSLContext.get_groups': ('include_aliases',),
    'module.txt2obj': ('txt', 'name'),
}
OPERATIONS = (
    ('==', lambda one, other: one == other),
    ('!=', lambda one, other: one != other),
    ('<', lambda one, other: one < other),
    ('+', lambda one, other: one + other),
    ('hash', lambda one, other: hash(one)),
    ('repr', lambda one, other: repr(one)),
    ('format', lambda one, other: format(one, other)),
    ('iter', lambda one, other: iter(one)),
    ('len', lambda one, other: len(one)),
    ('bool', lambda one, other: bool(one)),
    ('index', lambda one, other: [1][one]),
    ('item', lambda one, other: one[other]),
    ('call', lambda one, other: one(other)),
)
# They leave their object as it was, whatever they are given.
PURE = {'cipher', 'client_sigalg', 'compression', 'get_channel_binding',
        'get_unverified_chain', 'get_verified_chain', 'getpeercert', 'group',
        'pending', 'selected_alpn_protocol', 'server_sigalg',
        'shared_ciphers', 'version', 'get_info', 'public_bytes'}
# Two gigabytes of memory are no finding.
TOO_DEAR = {('module.RAND_bytes', '2**31'),
            ('module.RAND_pseudo_bytes', '2**31')}


def public_names():
    """What dir() finds: the walk must know all of it."""
    found = []
    for name in sorted(dir(_ssl)):
        value = getattr(_ssl, name)
        if callable(value) and not name.startswith('__'):
            found.append('module.' + name)
    for kind in ('_SSLContext', 'MemoryBIO', '_SSLSocket', 'SSLSession',
                 'Certificate'):
        for name in sorted(set(dir(getattr(_ssl, kind))) - set(dir(object))):
            if not name.startswith('__'):
                found.append(kind + '.' + name)
    return found


def known_names():
    found = {'module._BufferedReader'}  # Its kind has its own calls.
    for kind, members in CALLS.items():
        found.update(kind + '.' + name for name in members)
    for kind, names in ATTRIBUTES.items():
        found.update(kind + '.' + name for name in names)
    return found


# The answers of callbacks.

def handshake(end, pair):
    """Let one end hear the other; raise what it raises."""
    for _ in range(3):
        for each in (pair.client, pair.server):
            try:
                each.do_handshake()
            except _ssl.SSLWantReadError:
                pass
            except Exception:
                if each is end:
                    raise


def answer_of_sni(value):
    server = server_context()
    server.sni_callback = lambda *arguments: value()
    pair = Pair(server=server)
    handshake(pair.server, pair)


def answer_of_message(value):
    client = client_context()
    client._msg_callback = lambda *arguments: value()
    pair = Pair(client=client)
    handshake(pair.client, pair)


def answer_of_password(value):
    context(SERVER).load_cert_chain(CERTFILE, LOCKED, lambda: value())


def answer_of_psk_client(value):
    client = client_context()
    client.set_psk_client_callback(lambda hint: value())
    pair = Pair(client=client)
    handshake(pair.client, pair)


def part_of_psk_client(value):
    client = client_context()
    client.set_psk_client_callback(lambda hint: (value(), b'key'))
    pair = Pair(client=client)
    handshake(pair.client, pair)


def key_of_psk_client(value):
    client = client_context()
    client.set_psk_client_callback(lambda hint: ('name', value()))
    pair = Pair(client=client)
    handshake(pair.client, pair)


def answer_of_psk_server(value):
    client, server = client_context(), context(SERVER)
    client.set_psk_client_callback(lambda hint: ('name', b'k' * 32))
    server.set_psk_server_callback(lambda name: value())
    pair = Pair(client=client, server=server)
    handshake(pair.server, pair)


ANSWERS = {
    'answer.sni_callback': answer_of_sni,
    'answer._msg_callback': answer_of_message,
    'answer.password': answer_of_password,
    'answer.psk_client': answer_of_psk_client,
    'answer.psk_client identity': part_of_psk_client,
    'answer.psk_client key': key_of_psk_client,
    'answer.psk_server': answer_of_psk_server,
}


# The walk.

def ending(function, *arguments, **keywords):
    try:
        function(*arguments, **keywords)
    except BaseException as error:
        return type(error).__name__, dotnet_in(error)
    return 'returns', None


# Namespaces whose code makes Python's exceptions.
PYTHONIC = ('IronPython.', 'Microsoft.Scripting.', 'Microsoft.Dynamic',
            'IronSsl.Module')


def dotnet_in(error):
    """What shows that an exception is .NET's and nobody meant it so."""
    if not IRONPYTHON:
        return None
    inner = error.clsException
    kind = inner.GetType().FullName
    if type(error) in (SystemError, Exception):
        return kind
    if kind.startswith(('IronPython.', 'Microsoft.Scripting.')):
        return None
    # Some of Python's classes are .NET's own ones below.
    frames = System.Diagnostics.StackTrace(inner)
    method = frames.GetFrame(0).GetMethod() if frames.FrameCount else None
    place = method.DeclaringType if method is not None else None
    if place is None or place.FullName.startswith(PYTHONIC):
        return None
    return '{0} of {1}'.format(kind, place.FullName)


def walk(wanted):
    for kind in sorted(CALLS):
        for name in sorted(CALLS[kind]):
            full = kind + '.' + name
            if not wanted or full in wanted:
                fresh_folder(full)
                for line in walk_call(kind, name, full, CALLS[kind][name]):
                    yield line
        for name in ATTRIBUTES.get(kind, ()):
            full = kind + '.' + name
            if not wanted or full in wanted:
                fresh_folder(full)
                for line in walk_attribute(kind, name, full):
                    yield line
        full = 'operations.' + kind
        if kind != 'module' and (not wanted or full in wanted):
            for line in walk_operations(kind, full):
                yield line
    for full in sorted(ANSWERS):
        if not wanted or full in wanted:
            for value in VALUES:
                # The answer is made in the callback, whose exceptions count.
                yield (full, '', 'answer', value) + ending(
                    ANSWERS[full], VALUES[value])


def fresh_folder(name):
    folder = os.path.join(ROOT, name)
    os.mkdir(folder)
    os.chdir(folder)


def walk_call(kind, name, full, good):
    for state in sorted(STATES[kind]):
        make = STATES[kind][state]
        subject = make()
        if not hasattr(subject, name):
            continue
        if name == 'read' and kind == '_SSLSocket':
            cases = call_cases(full, good[:1])
            cases += call_cases(full, good)
        else:
            cases = call_cases(full, good)
        for place, value, arguments, keywords in cases:
            if (full, value) in TOO_DEAR:
                continue
            result = ending(getattr(subject, name), *arguments(), **keywords())
            yield (full, state, place, value) + result
            if name not in PURE and kind != 'module':
                subject = make()


def call_cases(full, good):
    """(place, value's name, maker of arguments, maker of keywords)."""
    def nothing():
        return {}

    cases = [('none', '', lambda: (), nothing),
             ('right', '', lambda: good, nothing),
             ('too many', '', lambda: good + (None,) * 20, nothing),
             ('keyword', 'unknown', lambda: good, lambda: {'nonsense': 1})]
    values = CONTENTS if full in READING else VALUES
    for value, make in values.items():
        for i in range(len(good)):
            cases.append((str(i), value, lambda i=i, make=make: (
                good[:i] + (make(),) + good[i + 1:]), nothing))
        if not good and value in ('None', '1', 'object', 'bool fails'):
            cases.append(('0', value, lambda make=make: (make(),), nothing))
        for keyword in KEYWORDS.get(full, ()):
            cases.append((
                keyword, value,
                lambda: good[:3] if full.endswith('_wrap_bio') else
                good[:2] if full.endswith('_wrap_socket') else (),
                lambda keyword=keyword, make=make: {keyword: make()}))
    return cases


def walk_attribute(kind, name, full):
    for state in sorted(STATES[kind]):
        make = STATES[kind][state]
        subject = make()
        yield (full, state, 'get', '') + ending(getattr, subject, name)
        for value in VALUES:
            yield (full, state, 'set', value) + ending(
                setattr, subject, name, VALUES[value]())
            if kind == '_SSLContext' or name in ('context', 'session'):
                subject = make()
        if IRONPYTHON:
            # Several of CPython's setters die of it.
            yield (full, state, 'delete', '') + ending(
                delattr, subject, name)


def walk_operations(kind, full):
    state = sorted(STATES[kind])[0]
    subject = STATES[kind][state]()
    for name, operation in OPERATIONS:
        # Without a second operand one call says all.
        for value in VALUES if name in (
                '==', '!=', '<', 'format', 'item', '+', 'call') else ("'a'",):
            yield (full, state, name, value) + ending(
                operation, subject, VALUES[value]())


ROOT = os.getcwd()

def main():
    unknown = sorted(set(public_names()) - known_names())
    print(json.dumps(['names', unknown]))
    for line in walk(sys.argv[4:]):
        print(json.dumps(line))
    print(json.dumps(['end']))


if __name__ == '__main__':
    # What callbacks raise is printed to standard error.
    shown, sys.stderr = sys.stderr, io.StringIO()
    try:
        main()
    except BaseException:
        traceback.print_exc(file=shown)
    sys.stdout.flush()
    # Connections that are left are nobody's matter.
    os._exit(0)
