"""Describes the public surface of `ssl`, for comparison with CPython's.

Python 3.4 syntax.
"""
import enum
import inspect
import ssl
import types
import warnings

from memory import Pair

CERTIFICATE = None
CLASSES = ('SSLSocket', 'SSLObject', 'SSLContext', 'MemoryBIO', 'SSLSession')


def names():
    return sorted(name for name in dir(ssl) if not name.startswith('_'))


def class_names():
    """The public names of each class, without those of its base."""
    found = {}
    for name in CLASSES:
        cls = getattr(ssl, name)
        found[name] = sorted(
            attribute for attribute in dir(cls)
            if not attribute.startswith('_'))
    return found


def resolve(names, certfile):
    """Of dotted names, tell which are there."""
    global CERTIFICATE
    import _ssl
    CERTIFICATE = certfile
    found = []
    for name in names:
        place = ssl
        parts = name.split('.')
        if parts[0] == '_ssl':
            place = _ssl
            parts = parts[1:]
        try:
            for part in parts:
                place = getattr(place, part)
        except AttributeError:
            if not _is_instance_attribute(name):
                continue
        found.append(name)
    return found


def _is_instance_attribute(name):
    """SSLError's attributes and the like exist on instances only."""
    owner, _, attribute = name.rpartition('.')
    if owner == 'SSLSocket':
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            sock = ssl.wrap_socket(ssl.socket())
        try:
            return hasattr(sock, attribute)
        finally:
            sock.close()
    if owner == 'SSLCertVerificationError':
        return hasattr(_refusal(), attribute)
    if owner == 'SSLError':
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        try:
            context.load_verify_locations(cadata='no certificate')
        except ssl.SSLError as error:
            return hasattr(error, attribute)
    return False


def _refusal():
    """The error of a client that trusts nobody."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(CERTIFICATE)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        Pair(client, server, 'localhost').handshake()
    except ssl.SSLCertVerificationError as error:
        return error


def constants():
    """Numbers and texts, members of enumerations as numbers."""
    found = {}
    for name in names():
        value = getattr(ssl, name)
        if isinstance(value, int):
            found[name] = int(value)
        elif isinstance(value, (str, tuple, list)) and not callable(value):
            found[name] = list(value) if not isinstance(
                value, str) else value
    return found


def enumerations():
    """Each with its members' numbers, in order, aliases among them."""
    found = {}
    for name in dir(ssl):
        value = getattr(ssl, name)
        if (isinstance(value, type) and issubclass(value, enum.Enum) and
                value.__module__ == 'ssl' and name != 'Purpose' and
                len(value.__members__)):
            found[name] = sorted(
                [key, int(member), repr(member), str(member),
                 format(member)]
                for key, member in value.__members__.items())
    return found


def signatures():
    """Of the functions and methods written in Python."""
    found = {}
    for name in names() + ['_create_unverified_context',
                           '_create_stdlib_context',
                           '_create_default_https_context']:
        value = getattr(ssl, name)
        if isinstance(value, types.FunctionType):
            found[name] = _signature(value)
    for owner in ('SSLSocket', 'SSLObject', 'SSLContext'):
        cls = getattr(ssl, owner)
        for name, value in vars(cls).items():
            if isinstance(value, types.FunctionType) and (
                    not name.startswith('_') or name in (
                        '__init__', '__new__')):
                found[owner + '.' + name] = _signature(value)
    return found


def _signature(function):
    spec = inspect.getfullargspec(function)
    defaults = dict(zip(reversed(spec.args or ()),
                        reversed(spec.defaults or ())))
    defaults.update(spec.kwonlydefaults or {})
    return {
        'args': spec.args, 'varargs': spec.varargs, 'varkw': spec.varkw,
        'kwonlyargs': spec.kwonlyargs,
        'defaults': sorted([name, _plain(value)]
                           for name, value in defaults.items())}


def _plain(value):
    if value is ssl._GLOBAL_DEFAULT_TIMEOUT:
        return 'the default timeout'
    return repr(value)


def properties():
    """Which attributes of the classes can be set."""
    found = {}
    for owner in ('SSLSocket', 'SSLObject', 'SSLContext'):
        for name, value in vars(getattr(ssl, owner)).items():
            if isinstance(value, property) and not name.startswith('_'):
                found[owner + '.' + name] = value.fset is not None
    return found


def context_defaults(protocol):
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        return _facts(ssl.SSLContext(getattr(ssl, protocol)))


def made_contexts():
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        return {
            'default': _facts(ssl.create_default_context()),
            'default server': _facts(
                ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)),
            'unverified': _facts(ssl._create_unverified_context()),
            'unverified server': _facts(ssl._create_unverified_context(
                purpose=ssl.Purpose.CLIENT_AUTH)),
        }


def _facts(context):
    facts = {}
    for name in ('check_hostname', 'hostname_checks_common_name',
                 'keylog_filename', 'maximum_version', 'minimum_version',
                 'num_tickets', 'options', 'post_handshake_auth', 'protocol',
                 'security_level', 'sni_callback', 'verify_flags',
                 'verify_mode'):
        value = getattr(context, name)
        facts[name] = [type(value).__name__, value if value is None
                       else int(value)]
    facts['session_stats'] = sorted(context.session_stats().items())
    return facts


def flag_arithmetic():
    """Expressions with flags, and what they print."""
    expressions = (
        'ssl.OP_NO_TLSv1 | ssl.OP_NO_TLSv1_1', 'ssl.OP_NO_TLSv1 | 0x10000000',
        '0x10000000 | ssl.OP_NO_TLSv1', 'ssl.OP_NO_TLSv1 | 1',
        'ssl.OP_NO_TLSv1 & 0', 'ssl.OP_NO_TLSv1 ^ ssl.OP_NO_TLSv1_1',
        '~ssl.VERIFY_X509_STRICT', 'ssl.Options(3)', 'ssl.Options(0)',
        'ssl.VERIFY_CRL_CHECK_CHAIN | ssl.VERIFY_X509_TRUSTED_FIRST',
        'list(ssl.VERIFY_CRL_CHECK_CHAIN)', 'list(ssl.VerifyFlags)',
        'len(ssl.VerifyFlags)', 'len(ssl.VERIFY_CRL_CHECK_CHAIN)',
        'ssl.VERIFY_CRL_CHECK_LEAF in ssl.VERIFY_CRL_CHECK_CHAIN',
        'ssl.VERIFY_X509_STRICT in ssl.VERIFY_CRL_CHECK_CHAIN',
        'bool(ssl.Options(0))', 'ssl.OP_NO_TLSv1 + 1',
        'ssl.Options["OP_NO_TLSv1"]', 'ssl.Options.OP_NO_TLSv1',
        '(ssl.OP_NO_TLSv1 | ssl.OP_NO_TLSv1_1).name',
        '(ssl.OP_NO_TLSv1 | 1).name', 'ssl.Options(1).name',
        '"%s %d %r" % (ssl.CERT_NONE, ssl.CERT_NONE, ssl.CERT_NONE)',
        '"{0} {0!r} {0:x}".format(ssl.OP_NO_TLSv1)',
        'ssl.TLSVersion(771)', 'ssl.TLSVersion["TLSv1_2"].value',
        'ssl.Options(ssl.OP_NO_TLSv1) is ssl.OP_NO_TLSv1',
        'hash(ssl.OP_NO_TLSv1) == hash(0x4000000)',
        '{ssl.CERT_NONE: 1}[0]', 'ssl.Options', 'ssl.TLSVersion',
        'pickle.loads(pickle.dumps(ssl.OP_NO_TLSv1)) is ssl.OP_NO_TLSv1',
        'pickle.loads(pickle.dumps(ssl.TLSVersion.TLSv1_2))',
        'copy.copy(ssl.CERT_REQUIRED) is ssl.CERT_REQUIRED',
        'copy.deepcopy(ssl.OP_ALL) is ssl.OP_ALL',
        'ssl.TLSVersion("x")', 'ssl.Options("x")', 'ssl.TLSVersion(5)',
        'ssl.Purpose.SERVER_AUTH', 'str(ssl.Purpose.SERVER_AUTH)',
        'ssl.Purpose.CLIENT_AUTH.oid', 'list(ssl.Purpose)',
        'ssl._ASN1Object("1.2.3.4.5")', 'ssl._ASN1Object.fromnid(129)',
        'ssl._ASN1Object.fromname("clientAuth")', 'ssl._PROTOCOL_NAMES[2]',
        'ssl.get_protocol_name(ssl.PROTOCOL_TLS_CLIENT)',
        'ssl.get_protocol_name(99)', 'ssl.get_protocol_name(2.0)',
        'ssl.get_protocol_name([])',
        '[pickle.loads(pickle.dumps(ssl.Purpose.SERVER_AUTH, protocol)) '
        'is ssl.Purpose.SERVER_AUTH for protocol in range(4)]',
        'copy.copy(ssl.Purpose.CLIENT_AUTH) is ssl.Purpose.CLIENT_AUTH',
        'copy.deepcopy(ssl.Purpose.CLIENT_AUTH) is ssl.Purpose.CLIENT_AUTH',
        # Not there before they are used, and CPython's own ones after.
        'ssl.base64.b64decode("YQ==")', 'ssl.base64 is base64',
        'ssl.warnings.defaultaction', 'ssl.warnings is warnings')
    import base64
    import copy
    import pickle
    import warnings
    space = {'ssl': ssl, 'base64': base64, 'copy': copy, 'pickle': pickle,
             'warnings': warnings}
    found = []
    for expression in expressions:
        try:
            result = repr(eval(expression, space))
        except Exception as error:
            result = '{}: {}'.format(type(error).__name__, error)
        found.append([expression, result])
    return found
