"""Evaluates expressions about ``_ssl`` and tells how they end.

Runs on IronPython 3.4 and on CPython alike, so its syntax is Python 3.4's.
"""
import _ssl
import base64
import pickle
import re
import socket
import ssl
import sys
import warnings

TLS, TLSv1, TLSv1_2 = 2, 3, 5
CLIENT, SERVER = 16, 17


def outcome(expression, files):
    """Return what an expression gives or raises, as JSON can carry it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter('always')
        try:
            result = ['returns', show(eval(expression, names(files)))]
        except BaseException as error:
            attributes = dict(error.__dict__)
            result = ['raises', type(error).__name__, show(error.args),
                      str(error), show(attributes)]
    # IronPython keeps no frame to blame, and so warns once a module.
    result.append(sorted({str(warning.message) for warning in caught
                          if warning.category is DeprecationWarning}))
    # Places in CPython's source.
    return eval(re.sub(r'_ssl\.c:\d+', '_ssl.c:N', repr(result)))


def names(files):
    found = {key: value for key, value in globals().items()
             if not key.startswith('__')}
    found.update(files)
    pem = open(files['ca']).read()
    found['pem'] = pem
    found['der'] = base64.b64decode(
        re.search('-----BEGIN CERTIFICATE-----(.*?)-----END', pem,
                  re.S).group(1))
    return found


def show(value):
    if isinstance(value, dict):
        return {str(key): show(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [show(item) for item in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if callable(value):
        return 'callable'
    text = repr(value)
    return type(value).__name__ if ' at 0x' in text else text


def new(protocol, **attributes):
    context = _ssl._SSLContext(protocol)
    for name, value in attributes.items():
        setattr(context, name, value)
    return context


def after(context, name, value):
    """Set an attribute and read it again."""
    setattr(context, name, value)
    return getattr(context, name)


def chain(*arguments, **keywords):
    return new(SERVER).load_cert_chain(*arguments, **keywords)


def trust(*arguments, **keywords):
    context = new(CLIENT)
    context.load_verify_locations(*arguments, **keywords)
    return [context.cert_store_stats(), len(context.get_ca_certs()),
            len(context.get_ca_certs(True))]


def wrap(protocol, server_side, name=None, **keywords):
    """The name that a connection over memory was given."""
    return new(protocol)._wrap_bio(
        _ssl.MemoryBIO(), _ssl.MemoryBIO(), server_side, name,
        **keywords).server_hostname


class Bytes(bytes):
    pass


def lists_constants(prefix):
    """Whether IronSsl's list has what dir() finds, in ssl's order."""
    found = sorted([(int(getattr(_ssl, name)), name)
                    for name in dir(_ssl) if name.startswith(prefix)])
    wanted = [(name, value) for value, name in found]
    return len(wanted) > 2 and (sys.implementation.name != 'ironpython' or
                                _ssl._constants(prefix) == wanted)


def bio(*steps):
    """What a queue answers: bytes are written, a number or None is read."""
    queue = _ssl.MemoryBIO()
    answers = []
    for step in steps:
        if step == 'eof':
            answer = queue.write_eof()
        elif step is None:
            answer = queue.read()
        elif isinstance(step, int):
            answer = queue.read(step)
        else:
            answer = queue.write(step)
        answers.append([repr(answer), type(answer).__name__,
                        queue.pending, queue.eof])
    return answers


def bio_and_its_source(source):
    """What is written stays what it was, and so does where it came from."""
    queue = _ssl.MemoryBIO()
    queue.write(source)
    before = bytes(source)
    first = queue.read(1)
    queue.write(b'more')
    if isinstance(source, bytearray):
        source[:] = b'X' * len(source)
    return [first, queue.read(), bytes(source) == before, bytes(source)]


def fail():
    raise RuntimeError('of the callback')


def pickled(name, *arguments):
    error = getattr(_ssl, name)(*arguments)
    error.library = 'L'
    again = pickle.loads(pickle.dumps(error))
    return [type(again) is type(error), again.args, again.__dict__,
            str(again)]


def error(name, *arguments):
    made = getattr(_ssl, name)(*arguments)
    return [str(made), made.args, made.errno, made.strerror,
            [base.__name__ for base in type(made).__mro__],
            type(made).__module__]


def fresh(module):
    """A connection before its handshake: of `ssl`, or the `_ssl` below."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    connection = context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO())
    if module is ssl:
        return connection
    fresh.owner = connection  # held weakly by what is returned
    return connection._sslobj


def deletion(thing, name):
    """How `del` of an attribute ends, and whether it left the value alone."""
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        target = eval(thing, names_without_files())
    before = getattr(target, name)
    try:
        delattr(target, name)
    except BaseException as error:
        outcome = ['raises', type(error).__name__]
    else:
        outcome = ['returns', None]
    return outcome + [getattr(target, name) == before]


def names_without_files():
    return {key: value for key, value in globals().items()
            if not key.startswith('__')}


def set_what_cannot_be():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    outcomes = []
    for name in ('protocol', 'security_level'):
        try:
            setattr(context, name, 0)
        except Exception as error:
            outcomes.append(type(error).__name__)
        else:
            outcomes.append('set')
    return outcomes


def groups_and_aliases():
    context = new(CLIENT)
    outcomes = [set(context.get_groups()) < set(
        context.get_groups(include_aliases=True))]
    for arguments, keywords in (((True,), {}), ((), {'aliases': True}),
                                ((None,), {'include_aliases': True})):
        try:
            context.get_groups(*arguments, **keywords)
        except Exception as error:
            outcomes.append(type(error).__name__)
        else:
            outcomes.append('returns')
    return outcomes


def receive_into_none():
    """recv_into(None) of a socket whose connection has data."""
    class Connection:
        def read(self, *arguments):
            assert arguments == (1024,)
            return b'hello'

    here, there = socket.socketpair()
    with there:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        tls = context.wrap_socket(here, do_handshake_on_connect=False)
        real, tls._sslobj = tls._sslobj, Connection()
        received = tls.recv_into(None).decode('ascii')
        tls._sslobj = real
        kind = type(tls).__name__
        tls.close()
        return [received, kind]
