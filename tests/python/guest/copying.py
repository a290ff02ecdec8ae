"""Copies and pickles of the objects of `ssl`.  Python 3.4 syntax."""
import copy
import pickle
import ssl
import warnings

import _ssl

from memory import Pair

PROTOCOLS = range(5)


class Derived(ssl.SSLContext):
    """A class of the program's own, with attributes."""


def made(name, certfile, cafile):
    """One object of a name, and what has to live as long."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.load_verify_locations(cafile)
    if name == 'SSLContext':
        return client, None
    if name == 'Derived':
        return Derived(ssl.PROTOCOL_TLS_CLIENT), None
    if name == '_SSLContext':
        return _ssl._SSLContext(int(ssl.PROTOCOL_TLS_CLIENT)), None
    if name == 'MemoryBIO':
        return ssl.MemoryBIO(), None
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certfile)
    pair = Pair(client, server)
    pair.handshake()
    connection = pair.client
    return {
        'SSLObject': connection, '_SSLSocket': connection._sslobj,
        'SSLSession': connection.session,
        'Certificate': connection._sslobj.get_unverified_chain()[0],
    }[name], pair


ATTEMPTS = {
    'copy': copy.copy, 'deepcopy': copy.deepcopy,
    '__reduce__': lambda thing: thing.__reduce__(),
    '__getstate__': lambda thing: thing.__getstate__(),
}
for _number in PROTOCOLS:
    ATTEMPTS['pickle %d' % _number] = (
        lambda thing, number=_number: pickle.dumps(thing, number))
    ATTEMPTS['__reduce_ex__ %d' % _number] = (
        lambda thing, number=_number: thing.__reduce_ex__(number))


def attempt(name, how, certfile, cafile):
    """How an attempt ends: the exception's text, or what came of it."""
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        thing, keep = made(name, certfile, cafile)
        try:
            result = ATTEMPTS[how](thing)
        except Exception as error:
            return [type(error).__name__, str(error)]
        finally:
            del keep
    return ['returns', 'None' if result is None else type(result).__name__]


def state_of_derived():
    context = Derived(ssl.PROTOCOL_TLS_CLIENT)
    context.note = 'mine'
    return context.__getstate__()


def members_survive():
    """Members of enumerations and exceptions, through every protocol."""
    wrong = []
    error = ssl.SSLError(1, 'text')
    error.reason = 'REASON'
    for thing in (ssl.CERT_REQUIRED, ssl.OP_ALL, ssl.PROTOCOL_TLS_CLIENT,
                  ssl.AlertDescription.ALERT_DESCRIPTION_UNKNOWN_CA,
                  ssl.SSL_ERROR_EOF, ssl.TLSVersion.TLSv1_3,
                  ssl.VerifyFlags.VERIFY_X509_STRICT,
                  ssl.Purpose.SERVER_AUTH, ssl.get_default_verify_paths()):
        for number in PROTOCOLS:
            if pickle.loads(pickle.dumps(thing, number)) != thing:
                wrong.append([repr(thing), number])
        if copy.copy(thing) != thing or copy.deepcopy(thing) != thing:
            wrong.append([repr(thing), 'copy'])
    for number in PROTOCOLS:
        again = pickle.loads(pickle.dumps(error, number))
        if (type(again), again.args, again.reason) != (
                ssl.SSLError, (1, 'text'), 'REASON'):
            wrong.append(['SSLError', number])
    return wrong


def socket_is_not_copied():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    words = []
    with context.wrap_socket(ssl.socket()) as tls:
        for how in ('copy', 'deepcopy', '__getstate__', 'pickle 2',
                    'pickle 3', 'pickle 4', '__reduce_ex__ 2'):
            try:
                ATTEMPTS[how](tls)
            except TypeError as error:
                words.append(str(error))
        for how in ('pickle 0', 'pickle 1', '__reduce__'):
            try:
                ATTEMPTS[how](tls)
            except TypeError:
                words.append('TypeError')
    return words


def own_reduce():
    class Named(ssl.SSLContext):
        def __reduce__(self):
            return (str, ('named',))

    context = Named(ssl.PROTOCOL_TLS_CLIENT)
    return [copy.copy(context), copy.deepcopy(context)] + [
        pickle.loads(pickle.dumps(context, number)) for number in PROTOCOLS]
