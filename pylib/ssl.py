"""TLS for sockets and for memory buffers.

This is the Python half of the module: classes, enumerations, defaults and
the functions that need no cryptography.  Everything about the protocol,
certificates and checks is done by ``_ssl``.  Names, signatures and defaults
are those of CPython; what an older CPython had is still here, and works
when it is asked for by name.

The module is one file, although a long one, because an installation
replaces the ``ssl.py`` of an existing standard library by it.
"""

import enum as _enum
import errno
import io as _io
import os
import socket as _socket
import sys
from collections import namedtuple
from socket import (
    SO_TYPE, SOCK_STREAM, SOL_SOCKET, _GLOBAL_DEFAULT_TIMEOUT,
    create_connection, socket)

import _ssl
from _ssl import (
    HAS_ALPN, HAS_ECDH, HAS_NPN, HAS_SNI, HAS_SSLv2, HAS_SSLv3, HAS_TLSv1,
    HAS_TLSv1_1, HAS_TLSv1_2, HAS_TLSv1_3, OPENSSL_VERSION,
    OPENSSL_VERSION_INFO, OPENSSL_VERSION_NUMBER, MemoryBIO, RAND_add,
    RAND_bytes, RAND_pseudo_bytes, RAND_status, SSLCertVerificationError,
    SSLEOFError, SSLError, SSLSession, SSLSyscallError, SSLWantReadError,
    SSLWantWriteError, SSLZeroReturnError, _DEFAULT_CIPHERS,
    _OPENSSL_API_VERSION, _SSLContext)
from _ssl import nid2obj as _nid2obj, txt2obj as _txt2obj


class _LateModule:
    """A module that is imported when something of it is used.

    Most programs use nothing of it, and on an IronPython that has just
    started its import takes longer than a handshake.
    """

    def __init__(self, name):
        self.__name__ = name

    def __getattr__(self, name):
        module = __import__(self.__name__)
        globals()[self.__name__] = module
        return getattr(module, name)


base64 = _LateModule('base64')
warnings = _LateModule('warnings')

# Names that depend on the platform or on the features of ``_ssl``: a program
# finds out with hasattr() whether they are there.
for _name in ('HAS_PHA', 'HAS_PSK', 'HAS_PSK_TLS13', 'RAND_egd',
              'enum_certificates', 'enum_crls', 'get_sigalgs'):
    if hasattr(_ssl, _name):
        globals()[_name] = getattr(_ssl, _name)
del _name

socket_error = OSError

CertificateError = SSLCertVerificationError

CHANNEL_BINDING_TYPES = ['tls-unique', 'tls-exporter', 'tls-server-end-point']

HAS_NEVER_CHECK_COMMON_NAME = hasattr(_ssl, 'HOSTFLAG_NEVER_CHECK_SUBJECT')

PEM_HEADER = '-----BEGIN CERTIFICATE-----'
PEM_FOOTER = '-----END CERTIFICATE-----'

# How much a record carries at most: RFC 8446 section 5.1.
_RECORD_BYTES = 16384

_RESTRICTED_SERVER_CIPHERS = _DEFAULT_CIPHERS


# Enumerations.  str() of a member is its number, repr() has its name, and
# flags that are combined stay flags, as in CPython since 3.11.  The standard
# library of Python 3.4 has neither, so they are made here for it.

if hasattr(_enum, 'IntFlag'):
    _IntEnum = _enum.IntEnum
    _IntFlag = _enum.IntFlag
else:
    class _IntEnum(_enum.IntEnum):
        """An integer with a name; prints as the integer."""

        def __str__(self):
            return str(self._value_)

    class _FlagType(type(_enum.Enum)):
        """Makes members for sums of flags at the time they are needed."""

        def __call__(cls, value, names=None, **kwargs):
            if names is not None:
                return super().__call__(value, names, **kwargs)
            if isinstance(value, int) and value not in cls._value2member_map_:
                return cls._combine(int(value))
            return super().__call__(value)

        def __repr__(cls):
            return '<flag %r>' % cls.__name__

        def __iter__(cls):
            return iter(cls._single_flags())

        def __reversed__(cls):
            return reversed(cls._single_flags())

        def __len__(cls):
            return len(cls._single_flags())

        def _single_flags(cls):
            members = (cls._member_map_[name] for name in cls._member_names_)
            return [m for m in members
                    if m._value_ > 0 and not m._value_ & (m._value_ - 1)]

        def _combine(cls, value):
            if value < 0:
                # Bits that no member has are kept: an inverted flag has
                # all bits up to the highest known one.
                every = 0
                for member in cls._member_map_.values():
                    every |= member._value_
                value += 1 << max(every.bit_length(), value.bit_length())
                if value in cls._value2member_map_:
                    return cls._value2member_map_[value]
            names = []
            unknown = value
            for member in cls._single_flags():
                if value & member._value_:
                    names.append(member._name_)
                    unknown &= ~member._value_
            if names and unknown:
                names.append(repr(unknown))
            result = int.__new__(cls, value)
            result._value_ = value
            result._name_ = '|'.join(names) or None
            if not unknown:
                # One object per value, also if two threads came here.
                result = cls._value2member_map_.setdefault(value, result)
            return result

    class _Iteration:
        """An __iter__ that serves a class and its members.

        IronPython looks for the __iter__ of a class in the class before it
        looks in the metaclass.
        """

        def __init__(self, of_member):
            self._of_member = of_member

        def __get__(self, member, kind):
            if member is None:
                return lambda: type(kind).__iter__(kind)
            return lambda: self._of_member(member)

    class _IntFlag(int, _enum.Enum, metaclass=_FlagType):
        """Flags that are an integer; prints as the integer."""

        def __str__(self):
            return str(self._value_)

        def __repr__(self):
            if self._name_ is None:
                return '<%s: %r>' % (type(self).__name__, self._value_)
            return '<%s.%s: %r>' % (
                type(self).__name__, self._name_, self._value_)

        def __contains__(self, other):
            if not isinstance(other, type(self)):
                raise TypeError(
                    "unsupported operand type(s) for 'in': %r and %r"
                    % (type(other).__name__, type(self).__name__))
            return other._value_ & self._value_ == other._value_

        @_Iteration
        def __iter__(self):
            return (flag for flag in type(self)._single_flags()
                    if flag._value_ & self._value_)

        def __len__(self):
            return bin(self._value_).count('1')

        def __or__(self, other):
            if not isinstance(other, int):
                return NotImplemented
            return type(self)(self._value_ | int(other))

        def __and__(self, other):
            if not isinstance(other, int):
                return NotImplemented
            return type(self)(self._value_ & int(other))

        def __xor__(self, other):
            if not isinstance(other, int):
                return NotImplemented
            return type(self)(self._value_ ^ int(other))

        def __invert__(self):
            return type(self)(~self._value_)

        __ror__ = __or__
        __rand__ = __and__
        __rxor__ = __xor__


def _enumeration(kind, name, members, **attributes):
    """Make an enumeration of (name, value) pairs and other attributes."""
    if hasattr(_enum, 'IntFlag'):
        more = {'boundary': _enum.KEEP} if hasattr(_enum, 'KEEP') else {}
        made = kind(name, members, module=__name__, **more)
        for key, value in attributes.items():
            setattr(made, key, value)
        return made
    # What kind(name, members) does, at a fifth of its price on an IronPython
    # that has just started: it compares a member with all earlier ones, and
    # it raises and catches exceptions.
    meta = type(kind)
    body = meta.__prepare__(name, (kind,))
    body.update(attributes, __module__=__name__)
    made = meta(name, (kind,), body)
    for key, value in members:
        member = made._value2member_map_.get(value)
        if member is None:
            member = int.__new__(made, value)
            member._value_ = value
            member._name_ = key
            member.__objclass__ = made
            made._value2member_map_[value] = member
            made._member_names_.append(key)
        made._member_map_[key] = member
    return made


def _constants(prefix):
    """The numbers of ``_ssl`` whose names begin so: [(name, value), ...]."""
    if hasattr(_ssl, '_constants'):
        return _ssl._constants(prefix)
    numbers = sorted([(int(getattr(_ssl, name)), name)
                      for name in dir(_ssl) if name.startswith(prefix)])
    return [(name, value) for value, name in numbers]


def _convert(kind, name, prefix, leave_out=()):
    """Make an enumeration of the constants of ``_ssl`` with a prefix.

    Its members become names of this module, too.
    """
    members = [member for member in _constants(prefix)
               if member[0] not in leave_out]
    # A pickle holds the name of a constant, so that it can be read by a
    # Python whose constant has another number.
    made = _enumeration(kind, name, members, __reduce_ex__=_reduce_to_name)
    globals()[name] = made
    globals().update(made.__members__)


def _reduce_to_name(member, protocol):
    if member._name_ in type(member).__members__:
        return member._name_
    return type(member), (member._value_,)


_convert(_IntEnum, '_SSLMethod', 'PROTOCOL_', leave_out=('PROTOCOL_SSLv23',))
_convert(_IntFlag, 'Options', 'OP_')
_convert(_IntEnum, 'AlertDescription', 'ALERT_DESCRIPTION_')
_convert(_IntEnum, 'SSLErrorNumber', 'SSL_ERROR_')
_convert(_IntFlag, 'VerifyFlags', 'VERIFY_')
_convert(_IntEnum, 'VerifyMode', 'CERT_')

PROTOCOL_SSLv23 = _SSLMethod.PROTOCOL_SSLv23 = _SSLMethod.PROTOCOL_TLS
# The protocols that can be spoken; programs make a context for each.
_PROTOCOL_NAMES = {
    member: name for name, member in _SSLMethod.__members__.items()
    if (HAS_SSLv2 or name != 'PROTOCOL_SSLv2') and
    (HAS_SSLv3 or name != 'PROTOCOL_SSLv3')}
_SSLv2_IF_EXISTS = getattr(_SSLMethod, 'PROTOCOL_SSLv2', None)

TLSVersion = _enumeration(_IntEnum, 'TLSVersion', [
    ('MINIMUM_SUPPORTED', int(_ssl.PROTO_MINIMUM_SUPPORTED)),
    ('SSLv3', int(_ssl.PROTO_SSLv3)),
    ('TLSv1', int(_ssl.PROTO_TLSv1)),
    ('TLSv1_1', int(_ssl.PROTO_TLSv1_1)),
    ('TLSv1_2', int(_ssl.PROTO_TLSv1_2)),
    ('TLSv1_3', int(_ssl.PROTO_TLSv1_3)),
    ('MAXIMUM_SUPPORTED', int(_ssl.PROTO_MAXIMUM_SUPPORTED)),
], __doc__='Versions for SSLContext.minimum_version and maximum_version.')

_TLSContentType = _enumeration(_IntEnum, '_TLSContentType', [
    ('CHANGE_CIPHER_SPEC', 20),
    ('ALERT', 21),
    ('HANDSHAKE', 22),
    ('APPLICATION_DATA', 23),
    ('HEADER', 0x100),
    ('INNER_CONTENT_TYPE', 0x101),
], __doc__="Types of records, RFC 8446 appendix B.1, and OpenSSL's two extra.")

_TLSAlertType = _enumeration(_IntEnum, '_TLSAlertType', [
    ('CLOSE_NOTIFY', 0),
    ('UNEXPECTED_MESSAGE', 10),
    ('BAD_RECORD_MAC', 20),
    ('DECRYPTION_FAILED', 21),
    ('RECORD_OVERFLOW', 22),
    ('DECOMPRESSION_FAILURE', 30),
    ('HANDSHAKE_FAILURE', 40),
    ('NO_CERTIFICATE', 41),
    ('BAD_CERTIFICATE', 42),
    ('UNSUPPORTED_CERTIFICATE', 43),
    ('CERTIFICATE_REVOKED', 44),
    ('CERTIFICATE_EXPIRED', 45),
    ('CERTIFICATE_UNKNOWN', 46),
    ('ILLEGAL_PARAMETER', 47),
    ('UNKNOWN_CA', 48),
    ('ACCESS_DENIED', 49),
    ('DECODE_ERROR', 50),
    ('DECRYPT_ERROR', 51),
    ('EXPORT_RESTRICTION', 60),
    ('PROTOCOL_VERSION', 70),
    ('INSUFFICIENT_SECURITY', 71),
    ('INTERNAL_ERROR', 80),
    ('INAPPROPRIATE_FALLBACK', 86),
    ('USER_CANCELED', 90),
    ('NO_RENEGOTIATION', 100),
    ('MISSING_EXTENSION', 109),
    ('UNSUPPORTED_EXTENSION', 110),
    ('CERTIFICATE_UNOBTAINABLE', 111),
    ('UNRECOGNIZED_NAME', 112),
    ('BAD_CERTIFICATE_STATUS_RESPONSE', 113),
    ('BAD_CERTIFICATE_HASH_VALUE', 114),
    ('UNKNOWN_PSK_IDENTITY', 115),
    ('CERTIFICATE_REQUIRED', 116),
    ('NO_APPLICATION_PROTOCOL', 120),
], __doc__='Alerts, RFC 8446 appendix B.2.')

_TLSMessageType = _enumeration(_IntEnum, '_TLSMessageType', [
    ('HELLO_REQUEST', 0),
    ('CLIENT_HELLO', 1),
    ('SERVER_HELLO', 2),
    ('HELLO_VERIFY_REQUEST', 3),
    ('NEWSESSION_TICKET', 4),
    ('END_OF_EARLY_DATA', 5),
    ('HELLO_RETRY_REQUEST', 6),
    ('ENCRYPTED_EXTENSIONS', 8),
    ('CERTIFICATE', 11),
    ('SERVER_KEY_EXCHANGE', 12),
    ('CERTIFICATE_REQUEST', 13),
    ('SERVER_DONE', 14),
    ('CERTIFICATE_VERIFY', 15),
    ('CLIENT_KEY_EXCHANGE', 16),
    ('FINISHED', 20),
    ('CERTIFICATE_URL', 21),
    ('CERTIFICATE_STATUS', 22),
    ('SUPPLEMENTAL_DATA', 23),
    ('KEY_UPDATE', 24),
    ('NEXT_PROTO', 67),
    ('MESSAGE_HASH', 254),
    ('CHANGE_CIPHER_SPEC', 0x0101),
], __doc__="Handshake messages, RFC 8446 appendix B.3; OpenSSL's extra one.")


def _member_or_value(kind, value):
    """The member of an enumeration, or the bare value if it has none."""
    try:
        return kind(value)
    except ValueError:
        return value


# Object identifiers and the purposes of certificates.

class _ASN1Object(namedtuple('_ASN1Object', 'nid shortname longname oid')):
    """What OpenSSL knows about an object identifier."""

    __slots__ = ()

    def __new__(cls, oid):
        return super().__new__(cls, *_txt2obj(oid, name=False))

    @classmethod
    def fromnid(cls, nid):
        """Look up by OpenSSL's number."""
        return super().__new__(cls, *_nid2obj(nid))

    @classmethod
    def fromname(cls, name):
        """Look up by short name, long name or dotted number."""
        return super().__new__(cls, *_txt2obj(name, name=True))


class Purpose(_ASN1Object, _enum.Enum):
    """Which side's certificates a context is made to check."""

    SERVER_AUTH = '1.3.6.1.5.5.7.3.1'
    CLIENT_AUTH = '1.3.6.1.5.5.7.3.2'

    def __reduce_ex__(self, protocol):
        # By name: the value is a tuple, which Enum takes for arguments.
        return getattr, (Purpose, self._name_)


if not hasattr(_enum, 'IntFlag'):
    Purpose.__iter__ = _Iteration(tuple.__iter__)


# Matching of host names for programs that do it themselves.  A handshake
# with check_hostname does not come here.

def _dnsname_match(dn, hostname):
    """Compare a name of a certificate with a host name (RFC 6125, 6.4.3).

    A star stands for the whole leftmost label and nothing else; names with
    other stars raise CertificateError.
    """
    if not dn:
        return False
    if '*' not in dn:
        return dn.lower() == hostname.lower()
    if dn.count('*') > 1:
        raise CertificateError(
            'too many wildcards in certificate DNS name: {!r}.'.format(dn))
    first, dot, rest = dn.partition('.')
    if '*' in rest:
        raise CertificateError(
            'wildcard can only be present in the leftmost label: {!r}.'
            .format(dn))
    if not dot:
        raise CertificateError(
            'sole wildcard without additional labels are not support: {!r}.'
            .format(dn))
    if first != '*':
        raise CertificateError(
            'partial wildcards in leftmost label are not supported: {!r}.'
            .format(dn))
    host_first, host_dot, host_rest = hostname.partition('.')
    if not host_first or not host_dot:
        return False
    return rest.lower() == host_rest.lower()


def _inet_paton(ipname):
    """Pack an IPv4 or IPv6 address; ValueError if it isn't one.

    The C library takes '1', '127.1' and addresses with words after them:
    only what it writes in the same way counts.
    """
    try:
        packed = _socket.inet_aton(ipname)
    except OSError:
        packed = None
    if packed is not None:
        if _socket.inet_ntoa(packed) == ipname:
            return packed
        raise ValueError(
            '{!r} is not a quad-dotted IPv4 address.'.format(ipname))
    if not hasattr(_socket, 'AF_INET6') or not hasattr(_socket, 'inet_pton'):
        raise ValueError('{!r} is not an IPv4 address.'.format(ipname))
    try:
        return _socket.inet_pton(_socket.AF_INET6, ipname)
    except OSError:
        raise ValueError(
            '{!r} is neither an IPv4 nor an IP6 address.'.format(ipname))


def _ipaddress_match(cert_ipaddress, host_ip):
    """Compare an address of a certificate with a packed one."""
    # OpenSSL writes a line feed behind some IPv6 addresses.
    return _inet_paton(cert_ipaddress.rstrip()) == host_ip


def match_hostname(cert, hostname):
    """Check that a decoded certificate was made for a host.

    *cert* is what SSLSocket.getpeercert() returns.  Raises CertificateError
    if it was made for another one.  Deprecated: set
    SSLContext.check_hostname, and the handshake does it.
    """
    warnings.warn('ssl.match_hostname() is deprecated',
                  category=DeprecationWarning, stacklevel=2)
    if not cert:
        raise ValueError(
            'empty or no certificate, match_hostname needs a SSL socket or '
            'SSL context with either CERT_OPTIONAL or CERT_REQUIRED')
    try:
        host_ip = _inet_paton(hostname)
    except ValueError:
        host_ip = None
    names = []
    for kind, value in cert.get('subjectAltName', ()):
        if kind == 'DNS':
            if host_ip is None and _dnsname_match(value, hostname):
                return
            names.append(value)
        elif kind == 'IP Address':
            if host_ip is not None and _ipaddress_match(value, host_ip):
                return
            names.append(value)
    if not names:
        # The subject counts only where the certificate names no host.
        for attributes in cert.get('subject', ()):
            for kind, value in attributes:
                if kind == 'commonName':
                    if _dnsname_match(value, hostname):
                        return
                    names.append(value)
    if not names:
        raise CertificateError(
            'no appropriate commonName or subjectAltName fields were found')
    if len(names) == 1:
        raise CertificateError(
            "hostname %r doesn't match %r" % (hostname, names[0]))
    raise CertificateError(
        "hostname %r doesn't match either of %s"
        % (hostname, ', '.join(map(repr, names))))


# Contexts.

DefaultVerifyPaths = namedtuple(
    'DefaultVerifyPaths',
    'cafile capath openssl_cafile_env openssl_cafile openssl_capath_env '
    'openssl_capath')


def get_default_verify_paths():
    """Tell where the certificates that are trusted by default come from.

    The first two fields are the file and the folder in use: None where
    there is no such file or folder.  Environment variables go before the
    built-in places.
    """
    parts = _ssl.get_default_verify_paths()
    cafile = os.environ.get(parts[0], parts[1])
    capath = os.environ.get(parts[2], parts[3])
    return DefaultVerifyPaths(cafile if os.path.isfile(cafile) else None,
                              capath if os.path.isdir(capath) else None,
                              *parts)


def _protocol_list(name, protocols):
    """The wire form of a list of protocol names: each behind its length."""
    packed = bytearray()
    for protocol in protocols:
        encoded = bytes(protocol, 'ascii')
        if not 0 < len(encoded) < 256:
            raise SSLError('%s protocols must be 1 to 255 in length' % name)
        packed.append(len(encoded))
        packed.extend(encoded)
    return packed


def _warn_of_npn():
    warnings.warn('ssl NPN is deprecated, use ALPN instead',
                  DeprecationWarning, stacklevel=3)


class SSLContext(_SSLContext):
    """Settings, certificates and sessions shared by TLS connections."""

    _windows_cert_stores = ('CA', 'ROOT')

    # Set below, where the classes are.
    sslsocket_class = None
    sslobject_class = None

    def __new__(cls, protocol=None, *args, **kwargs):
        if protocol is None:
            warnings.warn(
                'ssl.SSLContext() without protocol argument is deprecated.',
                category=DeprecationWarning, stacklevel=2)
            protocol = PROTOCOL_TLS
        return _SSLContext.__new__(cls, protocol)

    def _encode_hostname(self, hostname):
        if hostname is None:
            return None
        if not isinstance(hostname, str):
            return hostname.decode('ascii')
        # The codec is slow to load and leaves a well-formed ASCII name as
        # it is; for others it has the answer or the error.
        if ('..' not in hostname and not hostname.startswith('.') and
                (len(hostname) < 64 or
                 all(len(label) < 64 for label in hostname.split('.')))):
            try:
                hostname.encode('ascii')
                return hostname
            except UnicodeEncodeError:
                pass
        return hostname.encode('idna').decode('ascii')

    def wrap_socket(self, sock, server_side=False,
                    do_handshake_on_connect=True,
                    suppress_ragged_eofs=True,
                    server_hostname=None, session=None):
        """Take over a socket and return an SSLSocket for it.

        The socket given is detached.  If it's connected, the handshake is
        done before this returns (unless do_handshake_on_connect is false);
        otherwise at connect(), or at accept() for a listening socket.
        """
        return self.sslsocket_class._create(
            sock=sock, server_side=server_side,
            do_handshake_on_connect=do_handshake_on_connect,
            suppress_ragged_eofs=suppress_ragged_eofs,
            server_hostname=server_hostname, context=self, session=session)

    def wrap_bio(self, incoming, outgoing, server_side=False,
                 server_hostname=None, session=None):
        """Return an SSLObject between two MemoryBIO objects."""
        return self.sslobject_class._create(
            incoming, outgoing, server_side=server_side,
            server_hostname=self._encode_hostname(server_hostname),
            session=session, context=self)

    def set_npn_protocols(self, npn_protocols):
        """Set the protocols for NPN, which TLS had before ALPN."""
        _warn_of_npn()
        self._set_npn_protocols(_protocol_list('NPN', npn_protocols))

    def set_alpn_protocols(self, alpn_protocols):
        """Set the application protocols to offer or take, the best first."""
        self._set_alpn_protocols(_protocol_list('ALPN', alpn_protocols))

    def set_servername_callback(self, server_name_callback):
        """Set a callback for the name a client asks for; None removes it.

        Unlike that of sni_callback, the callback gets the name in the form
        of IDNA ("xn--...").
        """
        if server_name_callback is None:
            self.sni_callback = None
            return
        if not callable(server_name_callback):
            raise TypeError('not a callable object')

        def with_encoded_name(sslobj, servername, sslctx):
            return server_name_callback(
                sslobj, self._encode_hostname(servername), sslctx)

        self.sni_callback = with_encoded_name

    def _load_windows_store_certs(self, storename, purpose):
        certs = bytearray()
        try:
            for cert, encoding, trust in _ssl.enum_certificates(storename):
                # PKCS #7 is never used for authorities.
                if encoding == 'x509_asn':
                    if trust is True or purpose.oid in trust:
                        certs.extend(cert)
        except PermissionError:
            warnings.warn('unable to enumerate Windows certificate store')
        if certs:
            self.load_verify_locations(cadata=certs)
        return certs

    def load_default_certs(self, purpose=Purpose.SERVER_AUTH):
        """Trust the authorities that the operating system trusts."""
        if not isinstance(purpose, _ASN1Object):
            raise TypeError(purpose)
        if sys.platform == 'win32' and hasattr(_ssl, 'enum_certificates'):
            for storename in self._windows_cert_stores:
                self._load_windows_store_certs(storename, purpose)
        self.set_default_verify_paths()

    # The attributes of the base, as members of enumerations.

    @property
    def minimum_version(self):
        """The oldest version of TLS that connections may use."""
        return TLSVersion(super().minimum_version)

    @minimum_version.setter
    def minimum_version(self, value):
        if value == TLSVersion.SSLv3:
            self.options &= ~Options.OP_NO_SSLv3
        _SSLContext.minimum_version.__set__(self, value)

    @property
    def maximum_version(self):
        """The newest version of TLS that connections may use."""
        return TLSVersion(super().maximum_version)

    @maximum_version.setter
    def maximum_version(self, value):
        _SSLContext.maximum_version.__set__(self, value)

    @property
    def options(self):
        """The sum of the OP_ flags that are in force."""
        return Options(super().options)

    @options.setter
    def options(self, value):
        _SSLContext.options.__set__(self, value)

    @property
    def protocol(self):
        """The protocol that the context was made for."""
        return _SSLMethod(super().protocol)

    @property
    def verify_flags(self):
        """The sum of the VERIFY_ flags that are in force."""
        return VerifyFlags(super().verify_flags)

    @verify_flags.setter
    def verify_flags(self, value):
        _SSLContext.verify_flags.__set__(self, value)

    @property
    def verify_mode(self):
        """Whether a certificate of the peer is wanted: a CERT_ constant."""
        return _member_or_value(VerifyMode, super().verify_mode)

    @verify_mode.setter
    def verify_mode(self, value):
        _SSLContext.verify_mode.__set__(self, value)

    if HAS_NEVER_CHECK_COMMON_NAME:
        @property
        def hostname_checks_common_name(self):
            """Whether the subject counts if no host is named elsewhere."""
            return not self._host_flags & _ssl.HOSTFLAG_NEVER_CHECK_SUBJECT

        @hostname_checks_common_name.setter
        def hostname_checks_common_name(self, value):
            if value:
                self._host_flags &= ~_ssl.HOSTFLAG_NEVER_CHECK_SUBJECT
            else:
                self._host_flags |= _ssl.HOSTFLAG_NEVER_CHECK_SUBJECT
    else:
        @property
        def hostname_checks_common_name(self):
            """Whether the subject counts if no host is named elsewhere."""
            return True

    @property
    def _msg_callback(self):
        """A function that sees the messages of the protocol, or None.

        It's called as ``function(conn, direction, version, content_type,
        msg_type, data)`` for each record header, handshake message and
        alert, with *direction* ``'read'`` or ``'write'``, numbers as
        members of TLSVersion, _TLSContentType and _TLSMessageType or
        _TLSAlertType where they have one, and the decrypted bytes.  It can
        change nothing; what it raises comes out of the call that read or
        wrote the message.
        """
        inner = super()._msg_callback
        return None if inner is None else inner.user_function

    @_msg_callback.setter
    def _msg_callback(self, callback):
        if callback is None:
            _SSLContext._msg_callback.__set__(self, None)
            return
        if not callable(callback):
            raise TypeError('{} is not callable.'.format(callback))

        def with_members(conn, direction, version, content_type, msg_type,
                         data):
            content_type = _member_or_value(_TLSContentType, content_type)
            if content_type == _TLSContentType.HEADER:
                kind = _TLSContentType
            elif content_type == _TLSContentType.ALERT:
                kind = _TLSAlertType
            else:
                kind = _TLSMessageType
            return callback(conn, direction,
                            _member_or_value(TLSVersion, version),
                            content_type, _member_or_value(kind, msg_type),
                            data)

        with_members.user_function = callback
        _SSLContext._msg_callback.__set__(self, with_members)


def _finish_context(context, purpose, cafile, capath, cadata):
    """Load authorities and open the key log for a new context."""
    if cafile or capath or cadata:
        context.load_verify_locations(cafile, capath, cadata)
    elif context.verify_mode != CERT_NONE:
        context.load_default_certs(purpose)
    if hasattr(context, 'keylog_filename'):
        keylogfile = os.environ.get('SSLKEYLOGFILE')
        if keylogfile and not sys.flags.ignore_environment:
            context.keylog_filename = keylogfile
    return context


def create_default_context(purpose=Purpose.SERVER_AUTH, *, cafile=None,
                           capath=None, cadata=None):
    """Return a context with safe settings.

    A client's (SERVER_AUTH) checks the server's certificate and its name; a
    server's (CLIENT_AUTH) asks for no certificate.  Without cafile, capath
    and cadata the authorities of the system are trusted.
    """
    if not isinstance(purpose, _ASN1Object):
        raise TypeError(purpose)
    if purpose == Purpose.SERVER_AUTH:
        context = SSLContext(PROTOCOL_TLS_CLIENT)
        context.verify_mode = CERT_REQUIRED
        context.check_hostname = True
    elif purpose == Purpose.CLIENT_AUTH:
        context = SSLContext(PROTOCOL_TLS_SERVER)
    else:
        raise ValueError(purpose)
    context.verify_flags |= (VERIFY_X509_PARTIAL_CHAIN | VERIFY_X509_STRICT)
    return _finish_context(context, purpose, cafile, capath, cadata)


def _create_unverified_context(protocol=None, *, cert_reqs=CERT_NONE,
                               check_hostname=False,
                               purpose=Purpose.SERVER_AUTH, certfile=None,
                               keyfile=None, cafile=None, capath=None,
                               cadata=None):
    """Return a context with the settings of old, for the standard library.

    Unless it's told otherwise, it checks neither certificate nor name.
    """
    if not isinstance(purpose, _ASN1Object):
        raise TypeError(purpose)
    if purpose == Purpose.SERVER_AUTH:
        usual = PROTOCOL_TLS_CLIENT
    elif purpose == Purpose.CLIENT_AUTH:
        usual = PROTOCOL_TLS_SERVER
    else:
        raise ValueError(purpose)
    context = SSLContext(usual if protocol is None else protocol)
    context.check_hostname = check_hostname
    if cert_reqs is not None:
        context.verify_mode = cert_reqs
    if check_hostname:
        context.check_hostname = True
    if keyfile and not certfile:
        raise ValueError('certfile must be specified')
    if certfile or keyfile:
        context.load_cert_chain(certfile, keyfile)
    return _finish_context(context, purpose, cafile, capath, cadata)


# What http.client uses where it's given no context, and what the mail and
# news modules use.
_create_default_https_context = create_default_context
_create_stdlib_context = _create_unverified_context


# Connections.

def _check_names(server_side, server_hostname, session, context):
    if server_side:
        if server_hostname:
            raise ValueError(
                'server_hostname can only be specified in client mode')
        if session is not None:
            raise ValueError('session can only be specified in client mode')
    if context.check_hostname and not server_hostname:
        raise ValueError('check_hostname requires server_hostname')


def _der_chain(chain):
    """The certificates of a chain of ``_ssl`` as a list of DER bytes."""
    return [certificate.public_bytes(_ssl.ENCODING_DER)
            for certificate in chain or ()]


class SSLObject:
    """A TLS connection between two memory buffers, without a socket.

    SSLContext.wrap_bio() makes one.  Where it needs bytes of the peer that
    are not in its incoming buffer yet, it raises SSLWantReadError; what is
    to be sent has to be taken out of its outgoing buffer.
    """

    def __init__(self, *args, **kwargs):
        # IronPython finds fastest what is set in here.
        self._sslobj = None
        raise TypeError(
            '{} does not have a public constructor. Instances are returned '
            'by SSLContext.wrap_bio().'.format(type(self).__name__))

    @classmethod
    def _create(cls, incoming, outgoing, server_side=False,
                server_hostname=None, session=None, context=None):
        _check_names(server_side, server_hostname, session, context)
        self = cls.__new__(cls)
        self._sslobj = context._wrap_bio(
            incoming, outgoing, server_side=server_side,
            server_hostname=server_hostname, owner=self, session=session)
        return self

    @property
    def context(self):
        """The SSLContext in use."""
        return self._sslobj.context

    @context.setter
    def context(self, ctx):
        self._sslobj.context = ctx

    @property
    def session(self):
        """The SSLSession: what a later connection can resume."""
        return self._sslobj.session

    @session.setter
    def session(self, session):
        self._sslobj.session = session

    @property
    def session_reused(self):
        """Whether the handshake resumed an earlier session."""
        return self._sslobj.session_reused

    @property
    def server_side(self):
        """Whether this is the server's side."""
        return self._sslobj.server_side

    @property
    def server_hostname(self):
        """The name of the server in the form of IDNA, or None."""
        return self._sslobj.server_hostname

    def read(self, len=1024, buffer=None):
        """Return up to *len* bytes that the peer has sent.

        With *buffer* they go there, and their number is returned.
        """
        if buffer is not None:
            return self._sslobj.read(len, buffer)
        return self._sslobj.read(len)

    def write(self, data):
        """Encrypt bytes for the peer and return how many were taken."""
        return self._sslobj.write(data)

    def getpeercert(self, binary_form=False):
        """Return the certificate of the peer.

        None if it has sent none; in binary form its DER bytes; otherwise a
        dictionary, which is empty if the certificate was not verified.
        """
        return self._sslobj.getpeercert(binary_form)

    if hasattr(_ssl._SSLSocket, 'get_verified_chain'):
        def get_verified_chain(self):
            """Return the chain that was verified, as a list of DER bytes.

            The peer's own certificate comes first and the trusted one last;
            the list is empty if there was no verification.
            """
            return _der_chain(self._sslobj.get_verified_chain())

    if hasattr(_ssl._SSLSocket, 'get_unverified_chain'):
        def get_unverified_chain(self):
            """Return the chain as the peer sent it, as a list of DER bytes.

            The list is exactly as sent, leaf first; it is empty if the peer
            sent none.
            """
            return _der_chain(self._sslobj.get_unverified_chain())

    def selected_npn_protocol(self):
        """Return None: NPN was replaced by ALPN."""
        _warn_of_npn()

    def selected_alpn_protocol(self):
        """Return the application protocol agreed on, or None."""
        return self._sslobj.selected_alpn_protocol()

    def cipher(self):
        """Return name, version of TLS and secret bits of the cipher."""
        return self._sslobj.cipher()

    def shared_ciphers(self):
        """Return the ciphers that both sides have; None on a client."""
        return self._sslobj.shared_ciphers()

    def compression(self):
        """Return the name of the compression in use, or None."""
        return self._sslobj.compression()

    def pending(self):
        """Return how many decrypted bytes can be read at once."""
        return self._sslobj.pending()

    def do_handshake(self):
        """Do the handshake, or go on with it."""
        self._sslobj.do_handshake()

    def unwrap(self):
        """Tell the peer that TLS ends here, and wait for its answer."""
        return self._sslobj.shutdown()

    def get_channel_binding(self, cb_type='tls-unique'):
        """Return bytes that are the same on both sides of this connection.

        None if there are none (yet); ValueError for an unknown *cb_type*.
        """
        return self._sslobj.get_channel_binding(cb_type)

    def version(self):
        """Return the version of TLS, such as 'TLSv1.3', or None."""
        return self._sslobj.version()

    def verify_client_post_handshake(self):
        """Ask the client for its certificate after the handshake."""
        return self._sslobj.verify_client_post_handshake()

    if hasattr(_ssl._SSLSocket, 'group'):
        def group(self):
            """Return the name of the key exchange group, or None."""
            return self._sslobj.group()

    if hasattr(_ssl._SSLSocket, 'client_sigalg'):
        def client_sigalg(self):
            """Return how the client signed in the handshake, or None."""
            return self._sslobj.client_sigalg()

    if hasattr(_ssl._SSLSocket, 'server_sigalg'):
        def server_sigalg(self):
            """Return how the server signed in the handshake, or None."""
            return self._sslobj.server_sigalg()


def _same_doc(func):
    """Give a method of SSLSocket the docstring of SSLObject's."""
    func.__doc__ = getattr(SSLObject, func.__name__).__doc__
    return func


def _refuse_flags(sock, method):
    raise ValueError('non-zero flags not allowed in calls to %s() on %s'
                     % (method, sock.__class__))


def _raw_fileno(sock):
    # IronPython's socket(fileno=...) takes nothing but the Int64 that its
    # own fileno() returns, while SSLSocket.fileno() is a plain int.
    if isinstance(sock, socket):
        return socket.fileno(sock)
    return sock.fileno()


def _not_too_short(timeout):
    # IronPython drops what is below a millisecond, and no millisecond would
    # mean no limit.
    if isinstance(timeout, float) and 0.0 < timeout < 0.001:
        return 0.001
    return timeout


def _take_over(self, sock, server_side, do_handshake_on_connect,
               suppress_ragged_eofs, server_hostname, context, session):
    """Make an SSLSocket of what *sock* is, and shake hands if connected."""
    if sock.getsockopt(SOL_SOCKET, SO_TYPE) != SOCK_STREAM:
        raise NotImplementedError('only stream sockets are supported')
    _check_names(server_side, server_hostname, session, context)

    timeout = sock.gettimeout()
    # Family and type are the number's own; to ask for them here is slow.
    socket.__init__(self, proto=sock.proto, fileno=_raw_fileno(sock))
    sock.detach()

    # From here on this object owns the socket, and closes it if it can't
    # be used.
    self._sslobj = None
    try:
        self._context = context
        self._session = session
        self._closed = False
        self.server_side = server_side
        self.server_hostname = context._encode_hostname(server_hostname)
        self.do_handshake_on_connect = do_handshake_on_connect
        self.suppress_ragged_eofs = suppress_ragged_eofs

        self._connected = _has_peer(self)
        if self.gettimeout() != timeout:
            self.settimeout(timeout)
        if self._connected:
            _start_tls(self, server_side)
            if do_handshake_on_connect:
                if self.gettimeout() == 0:
                    raise ValueError(
                        'do_handshake_on_connect should not be specified '
                        'for non-blocking sockets')
                self.do_handshake()
    except BaseException:
        try:
            self.close()
        except OSError:
            # The caller is told of the first failure.
            pass
        raise


def _has_peer(self):
    connected = True
    try:
        self.getpeername()
    except OSError as error:
        if error.errno != errno.ENOTCONN:
            raise
        connected = False
    # A .NET socket remembers the address of a peer that has reset the
    # connection, and IronPython's recv() calls every error ENOTCONN; the
    # error that waits at the socket tells.
    broken = (sys.implementation.name == 'ironpython' and
              self.getsockopt(SOL_SOCKET, _socket.SO_ERROR))
    if connected and not broken:
        return True
    # A peer may have connected, sent bytes in clear and left.  A socket with
    # such bytes is refused: they must not pass for data that came through
    # TLS.  A socket that never had a peer has nothing to read.
    self.setblocking(False)
    try:
        leftover = self.recv(1)
    except OSError as error:
        if error.errno not in (errno.ENOTCONN, errno.EINVAL):
            raise
        leftover = b''
    if leftover:
        reason = 'Closed before TLS handshake with data in recv buffer.'
        error = SSLError(errno.ENOTCONN, reason)
        error.reason = reason
        error.library = None
        raise error
    if broken:
        # Reading SO_ERROR above took the error from the socket: raise it.
        _ssl._raise_socket_error(broken)
    return False


def _say_goodbye(self):
    # CPython closes without close_notify.  The peer can't tell that from an
    # attacker who cuts the data off, and some servers fail for that reason.
    if hasattr(self._sslobj, '_say_goodbye'):
        self._sslobj._say_goodbye()


def _start_tls(self, server_side):
    self._sslobj = self._context._wrap_socket(
        self, server_side, self.server_hostname, owner=self,
        session=self._session)


def _below(sock):
    """The methods of the class below SSLSocket, which do no TLS.

    For methods that hardly ever need them: IronPython keeps the variables of
    a function that calls super() without arguments in a dictionary, which is
    made anew for each call.
    """
    return super(SSLSocket, sock)


class SSLSocket(socket):
    """A socket that speaks TLS.

    SSLContext.wrap_socket() makes one.  It can be made directly, too, with
    the keywords of Python 3.2 to 3.6 (``sock``, ``keyfile``, ``certfile``,
    ...) or with the arguments of the first design (``family``, ``type``,
    ``proto``, ``cert_filename``, ``key_filename``, ``cert_policy``,
    ``ssl_protocol``); both ways are deprecated.
    """

    def __init__(self, *args, **kwargs):
        settings = _DirectSettings.parse(type(self).__name__, args, kwargs)
        sock = settings.make_socket()
        try:
            _take_over(
                self, sock, settings.server_side,
                settings.do_handshake_on_connect,
                settings.suppress_ragged_eofs, settings.server_hostname,
                settings.context, settings.session)
        except BaseException:
            if settings.sock is None:
                sock.close()
            raise

    @classmethod
    def _create(cls, sock, server_side=False, do_handshake_on_connect=True,
                suppress_ragged_eofs=True, server_hostname=None,
                context=None, session=None):
        self = cls.__new__(cls)
        _take_over(self, sock, server_side, do_handshake_on_connect,
                   suppress_ragged_eofs, server_hostname, context, session)
        return self

    @property
    @_same_doc
    def context(self):
        return self._context

    @context.setter
    def context(self, ctx):
        self._context = ctx
        self._sslobj.context = ctx

    @property
    @_same_doc
    def session(self):
        if self._sslobj is not None:
            return self._sslobj.session

    @session.setter
    def session(self, session):
        self._session = session
        if self._sslobj is not None:
            self._sslobj.session = session

    @property
    @_same_doc
    def session_reused(self):
        if self._sslobj is not None:
            return self._sslobj.session_reused

    def dup(self):
        """Raise NotImplementedError: a connection has one owner."""
        raise NotImplementedError("Can't dup() %s instances"
                                  % type(self).__name__)

    def __getstate__(self):
        raise TypeError('cannot pickle %r object' % type(self).__name__)

    def fileno(self):
        """Return the number of the socket, -1 if it's closed."""
        if self._closed and self._io_refs <= 0:
            return -1
        return int(super().fileno())

    def settimeout(self, value):
        """Set the seconds after which a call gives up; None: never."""
        super().settimeout(_not_too_short(value))

    if not hasattr(socket, 'getblocking'):
        def getblocking(self):
            """Return False if the socket does not block."""
            return self.gettimeout() != 0

    def _checkClosed(self, msg=None):
        """Do nothing: a subclass may raise here for a closed socket."""

    def _check_connected(self):
        # A socket whose connect() went on in the background is connected
        # without our knowledge: only the system can tell.
        if not self._connected:
            self.getpeername()

    def read(self, len=1024, buffer=None):
        """Return up to *len* bytes that the peer has sent.

        With *buffer* they go there, and their number is returned.  At the
        end of data there are none.
        """
        self._checkClosed()
        if self._sslobj is None:
            raise ValueError('Read on closed or unwrapped SSL socket.')
        try:
            if buffer is not None:
                return self._sslobj.read(len, buffer)
            return self._sslobj.read(len)
        except SSLError as error:
            if error.args[0] == SSL_ERROR_EOF and self.suppress_ragged_eofs:
                return b'' if buffer is None else 0
            raise

    def write(self, data):
        """Send bytes to the peer and return how many were taken."""
        self._checkClosed()
        if self._sslobj is None:
            raise ValueError('Write on closed or unwrapped SSL socket.')
        return self._sslobj.write(data)

    @_same_doc
    def getpeercert(self, binary_form=False):
        self._checkClosed()
        self._check_connected()
        return self._sslobj.getpeercert(binary_form)

    if hasattr(SSLObject, 'get_verified_chain'):
        @_same_doc
        def get_verified_chain(self):
            return _der_chain(self._sslobj.get_verified_chain())

    if hasattr(SSLObject, 'get_unverified_chain'):
        @_same_doc
        def get_unverified_chain(self):
            return _der_chain(self._sslobj.get_unverified_chain())

    @_same_doc
    def selected_npn_protocol(self):
        self._checkClosed()
        _warn_of_npn()

    @_same_doc
    def selected_alpn_protocol(self):
        self._checkClosed()
        if self._sslobj is not None:
            return self._sslobj.selected_alpn_protocol()

    @_same_doc
    def cipher(self):
        self._checkClosed()
        if self._sslobj is not None:
            return self._sslobj.cipher()

    @_same_doc
    def shared_ciphers(self):
        self._checkClosed()
        if self._sslobj is not None:
            return self._sslobj.shared_ciphers()

    @_same_doc
    def compression(self):
        self._checkClosed()
        if self._sslobj is not None:
            return self._sslobj.compression()

    if hasattr(SSLObject, 'group'):
        @_same_doc
        def group(self):
            self._checkClosed()
            if self._sslobj is not None:
                return self._sslobj.group()

    if hasattr(SSLObject, 'client_sigalg'):
        @_same_doc
        def client_sigalg(self):
            self._checkClosed()
            if self._sslobj is not None:
                return self._sslobj.client_sigalg()

    if hasattr(SSLObject, 'server_sigalg'):
        @_same_doc
        def server_sigalg(self):
            self._checkClosed()
            if self._sslobj is not None:
                return self._sslobj.server_sigalg()

    @_same_doc
    def pending(self):
        self._checkClosed()
        if self._sslobj is not None:
            return self._sslobj.pending()
        return 0

    @_same_doc
    def get_channel_binding(self, cb_type='tls-unique'):
        if self._sslobj is not None:
            return self._sslobj.get_channel_binding(cb_type)
        if cb_type not in CHANNEL_BINDING_TYPES:
            raise ValueError('{0} channel binding type not implemented'
                             .format(cb_type))
        return None

    @_same_doc
    def version(self):
        if self._sslobj is not None:
            return self._sslobj.version()

    # The methods of a socket.  While TLS is on they go through it, or
    # refuse what it can't do; before and after it they are the socket's.

    def send(self, data, flags=0):
        """Send bytes to the peer and return how many were taken."""
        self._checkClosed()
        sslobj = self._sslobj
        if sslobj is None:
            return _below(self).send(data, flags)
        if flags != 0:
            _refuse_flags(self, 'send')
        return sslobj.write(data)

    def sendto(self, data, flags_or_addr, addr=None):
        """Raise ValueError, unless TLS is off."""
        self._checkClosed()
        if self._sslobj is not None:
            raise ValueError('sendto not allowed on instances of %s'
                             % self.__class__)
        if addr is None:
            return super().sendto(data, flags_or_addr)
        return super().sendto(data, flags_or_addr, addr)

    def sendmsg(self, *args, **kwargs):
        """Raise NotImplementedError: nothing may go out in clear."""
        raise NotImplementedError('sendmsg not allowed on instances of %s'
                                  % self.__class__)

    def sendall(self, data, flags=0):
        """Send bytes to the peer, all of them."""
        self._checkClosed()
        if self._sslobj is None:
            return _below(self).sendall(data, flags)
        if flags != 0:
            _refuse_flags(self, 'sendall')
        # The whole in one call: each call costs more than a record.  Bytes
        # without a view of them, and without type() and len(), which on
        # IronPython cost as much as a view.
        if data.__class__ is not bytes:
            self._send_buffer(data)
        elif data:
            sent = self.send(data)
            if sent < data.__len__():
                self._send_rest(data, sent)

    def _send_buffer(self, data):
        # The view keeps the buffer as long as it is.
        with memoryview(data) as view:
            sent = self.send(data) if view.nbytes else 0
            if sent < view.nbytes:
                self._send_rest(data, sent)

    def _send_rest(self, data, sent):
        with memoryview(data) as view, view.cast('B') as octets:
            while sent < len(octets):
                sent += self.send(octets[sent:])

    if sys.implementation.name == 'ironpython':
        def makefile(self, mode='r', buffering=None, *, encoding=None,
                     errors=None, newline=None):
            """Return a file that reads from the connection or writes to it.

            The arguments are those of socket.makefile().
            """
            if buffering is None or buffering < 0:
                # A buffer for a whole record: a call costs more than its
                # bytes.
                buffering = (_RECORD_BYTES if 'w' not in mode else
                             _io.DEFAULT_BUFFER_SIZE)
            if buffering and set(mode) <= {'r', 'b'}:
                file = _ssl._BufferedReader(super().makefile('rb', 0),
                                            buffering)
                if 'b' not in mode:
                    file = _io.TextIOWrapper(file, encoding, errors, newline)
                    file.mode = mode
            else:
                file = super().makefile(mode, buffering, encoding=encoding,
                                        errors=errors, newline=newline)
            # The finalizer of a file closes it a second time.  The raw file
            # keeps it alive, so that it can't run while close() still does.
            raw = getattr(getattr(file, 'buffer', file), 'raw', None)
            if raw is not None:
                raw._above = file
            return file

    def sendfile(self, file, offset=0, count=None):
        """Send a file opened in binary mode; return how many bytes went."""
        if self._sslobj is None and hasattr(socket, 'sendfile'):
            return super().sendfile(file, offset, count)
        if 'b' not in getattr(file, 'mode', 'b'):
            raise ValueError('file should be opened in binary mode')
        if count is not None:
            if not isinstance(count, int):
                raise TypeError('count must be a positive integer (got {!r})'
                                .format(count))
            if count <= 0:
                raise ValueError('count must be a positive integer (got {!r})'
                                 .format(count))
        if self.gettimeout() == 0:
            raise ValueError('non-blocking sockets are not supported')
        if offset:
            file.seek(offset)
        total = 0
        try:
            while count is None or total < count:
                # Four records at a time.
                most = 65536 if count is None else min(65536, count - total)
                block = file.read(most)
                if not block:
                    break
                view = memoryview(block)
                while len(view):
                    sent = self.send(view)
                    total += sent
                    view = view[sent:]
        finally:
            # The place in the file tells how far it got.
            if total and hasattr(file, 'seek'):
                file.seek(offset + total)
        return total

    def recv(self, buflen=1024, flags=0):
        """Return up to *buflen* bytes that the peer has sent."""
        self._checkClosed()
        if self._sslobj is None:
            return _below(self).recv(buflen, flags)
        if flags != 0:
            _refuse_flags(self, 'recv')
        return self.read(buflen)

    def recv_into(self, buffer, nbytes=None, flags=0):
        """Put bytes of the peer into a buffer and return their number."""
        self._checkClosed()
        if nbytes is None:
            # A view knows its size without another one.
            if buffer.__class__ is memoryview:
                nbytes = buffer.nbytes or 1024
            elif buffer is None:
                # Then it's recv(), as in CPython.
                nbytes = 1024
            else:
                with memoryview(buffer) as view:
                    nbytes = view.nbytes or 1024
        if self._sslobj is None:
            return _below(self).recv_into(buffer, nbytes, flags)
        if flags != 0:
            _refuse_flags(self, 'recv_into')
        return self.read(nbytes, buffer)

    def recvfrom(self, buflen=1024, flags=0):
        """Raise ValueError, unless TLS is off."""
        self._checkClosed()
        if self._sslobj is not None:
            raise ValueError('recvfrom not allowed on instances of %s'
                             % self.__class__)
        return super().recvfrom(buflen, flags)

    def recvfrom_into(self, buffer, nbytes=None, flags=0):
        """Raise ValueError, unless TLS is off."""
        self._checkClosed()
        if self._sslobj is not None:
            raise ValueError('recvfrom_into not allowed on instances of %s'
                             % self.__class__)
        return super().recvfrom_into(buffer, nbytes, flags)

    def recvmsg(self, *args, **kwargs):
        """Raise NotImplementedError."""
        raise NotImplementedError('recvmsg not allowed on instances of %s'
                                  % self.__class__)

    def recvmsg_into(self, *args, **kwargs):
        """Raise NotImplementedError."""
        raise NotImplementedError('recvmsg_into not allowed on instances of '
                                  '%s' % self.__class__)

    def shutdown(self, how):
        """Shut down one or both directions of the socket below TLS."""
        self._checkClosed()
        if how != _socket.SHUT_RD:
            _say_goodbye(self)
        self._sslobj = None
        super().shutdown(how)

    @_same_doc
    def unwrap(self):
        if self._sslobj is None:
            raise ValueError('No SSL wrapper around ' + str(self))
        below = self._sslobj.shutdown()
        self._sslobj = None
        return below

    @_same_doc
    def verify_client_post_handshake(self):
        if self._sslobj is None:
            raise ValueError('No SSL wrapper around ' + str(self))
        return self._sslobj.verify_client_post_handshake()

    def _real_close(self):
        _say_goodbye(self)
        self._sslobj = None
        super()._real_close()

    @_same_doc
    def do_handshake(self, block=False):
        self._check_connected()
        timeout = self.gettimeout()
        if not block or timeout != 0:
            self._sslobj.do_handshake()
            return
        self.settimeout(None)
        try:
            self._sslobj.do_handshake()
        finally:
            self.settimeout(timeout)

    def _real_connect(self, addr, connect_ex):
        if self.server_side:
            raise ValueError("can't connect in server-side mode")
        if self._connected or self._sslobj is not None:
            raise ValueError('attempt to connect already-connected SSLSocket!')
        _start_tls(self, False)
        try:
            if connect_ex:
                result = super().connect_ex(addr)
            else:
                result = super().connect(addr)
            if not result:
                self._connected = True
                if self.do_handshake_on_connect:
                    self.do_handshake()
            return result
        except (OSError, ValueError):
            self._sslobj = None
            raise

    def connect(self, addr):
        """Connect to an address and shake hands with the server there."""
        self._real_connect(addr, False)

    def connect_ex(self, addr):
        """Like connect(), but return the number of an error of connecting.

        What goes wrong in the handshake is raised.
        """
        return self._real_connect(addr, True)

    def accept(self):
        """Wait for a client; return a server's SSLSocket and its address."""
        newsock, addr = super().accept()
        newsock = self.context.wrap_socket(
            newsock, do_handshake_on_connect=self.do_handshake_on_connect,
            suppress_ragged_eofs=self.suppress_ragged_eofs, server_side=True)
        return newsock, addr


SSLContext.sslsocket_class = SSLSocket
SSLContext.sslobject_class = SSLObject


# Ways to make a connection that CPython had before it had contexts.

def _context_from_keywords(keyfile, certfile, server_side, cert_reqs,
                           ssl_version, ca_certs, ciphers):
    if server_side and not certfile:
        raise ValueError(
            'certfile must be specified for server-side operations')
    if keyfile and not certfile:
        raise ValueError('certfile must be specified')
    context = SSLContext(ssl_version)
    if context.check_hostname and cert_reqs == CERT_NONE:
        context.check_hostname = False
    context.verify_mode = cert_reqs
    if ca_certs:
        context.load_verify_locations(ca_certs)
    if certfile:
        context.load_cert_chain(certfile, keyfile)
    if ciphers:
        context.set_ciphers(ciphers)
    return context


class _DirectSettings:
    """The arguments of SSLSocket(), when it's called directly.

    Python 2.6 to 3.6 had keywords for what is in a context today; the first
    design, of August 2007, had four arguments of its own behind family, type
    and protocol: cert_filename, key_filename, cert_policy, ssl_protocol.  A
    call that has neither is what Python 3.7 and later refuse.
    """

    _POSITIONS = (
        'sock', 'keyfile', 'certfile', 'server_side', 'cert_reqs',
        'ssl_version', 'ca_certs', 'do_handshake_on_connect', 'family',
        'type', 'proto', 'fileno', 'suppress_ragged_eofs', 'npn_protocols',
        'ciphers', 'server_hostname', '_context', '_session')
    _FIRST_POSITIONS = ('family', 'type', 'proto', 'certfile', 'keyfile',
                        'cert_reqs', 'ssl_version')
    _FIRST_KEYWORDS = {
        'cert_filename': 'certfile', 'key_filename': 'keyfile',
        'cert_policy': 'cert_reqs', 'ssl_protocol': 'ssl_version'}

    def __init__(self, sock=None, keyfile=None, certfile=None,
                 server_side=False, cert_reqs=CERT_NONE,
                 ssl_version=PROTOCOL_TLS, ca_certs=None,
                 do_handshake_on_connect=True, family=_socket.AF_INET,
                 type=SOCK_STREAM, proto=0, fileno=None,
                 suppress_ragged_eofs=True, npn_protocols=None, ciphers=None,
                 server_hostname=None, _context=None, _session=None):
        if _context is None:
            _context = _context_from_keywords(
                keyfile, certfile, server_side, cert_reqs, ssl_version,
                ca_certs, ciphers)
            if npn_protocols:
                _context.set_npn_protocols(npn_protocols)
        self.context = _context
        self.sock = sock
        self.family = family
        self.type = type
        self.proto = proto
        self.fileno = fileno
        self.server_side = server_side
        self.do_handshake_on_connect = do_handshake_on_connect
        self.suppress_ragged_eofs = suppress_ragged_eofs
        self.server_hostname = server_hostname
        self.session = _session

    @classmethod
    def parse(cls, class_name, args, kwargs):
        first_design = (bool(args) and isinstance(args[0], int) or
                        not cls._FIRST_KEYWORDS.keys().isdisjoint(kwargs))
        if not first_design and len(args) < 2 and not kwargs:
            raise TypeError(
                '{} does not have a public constructor. Instances are '
                'returned by SSLContext.wrap_socket().'.format(class_name))
        warnings.warn(
            '%s() is deprecated, use SSLContext.wrap_socket()' % class_name,
            category=DeprecationWarning, stacklevel=3)
        names = cls._FIRST_POSITIONS if first_design else cls._POSITIONS
        if len(args) > len(names):
            raise TypeError('%s() takes at most %d positional arguments (%d '
                            'given)' % (class_name, len(names), len(args)))
        given = dict(zip(names, args))
        for name, value in kwargs.items():
            name = cls._FIRST_KEYWORDS.get(name, name)
            if name in given:
                raise TypeError('%s() got multiple values for argument %r'
                                % (class_name, name))
            if name not in cls._POSITIONS:
                raise TypeError('%s() got an unexpected keyword argument %r'
                                % (class_name, name))
            given[name] = value
        settings = cls(**given)
        if (first_design and 'ca_certs' not in given and
                settings.context.verify_mode != CERT_NONE):
            # The first design had no way to name authorities.
            settings.context.load_default_certs()
        return settings

    def make_socket(self):
        if self.sock is not None:
            return self.sock
        return socket(self.family, self.type, self.proto, self.fileno)


def wrap_socket(sock, keyfile=None, certfile=None, server_side=False,
                cert_reqs=CERT_NONE, ssl_version=PROTOCOL_TLS, ca_certs=None,
                do_handshake_on_connect=True, suppress_ragged_eofs=True,
                ciphers=None):
    """Take over a socket and return an SSLSocket for it.

    Deprecated: it knows no name of the server and checks none.  Use
    SSLContext.wrap_socket().
    """
    warnings.warn(
        'ssl.wrap_socket() is deprecated, use SSLContext.wrap_socket()',
        category=DeprecationWarning, stacklevel=2)
    context = _context_from_keywords(
        keyfile, certfile, server_side, cert_reqs, ssl_version, ca_certs,
        ciphers)
    return context.wrap_socket(
        sock=sock, server_side=server_side,
        do_handshake_on_connect=do_handshake_on_connect,
        suppress_ragged_eofs=suppress_ragged_eofs)


class _SimpleSSL:
    """What socket.ssl() returned before there was an SSLSocket."""

    def __init__(self, sock, keyfile, certfile):
        context = _context_from_keywords(
            keyfile, certfile, False, CERT_NONE, PROTOCOL_TLS, None, None)
        # The connection lives as long as its socket: keep both.
        self._sock = sock
        self._sslobj = context._wrap_socket(sock, False)
        self._sslobj.do_handshake()

    def read(self, n=1024):
        """Return up to *n* bytes that the peer has sent."""
        return self._sslobj.read(n)

    def write(self, s):
        """Send bytes to the peer and return how many were taken."""
        return self._sslobj.write(s)

    def _name_of(self, part):
        certificate = self._sslobj.getpeercert(True)
        if certificate is None:
            return ''
        chain = self._sslobj.get_unverified_chain()
        info = chain[0].get_info()
        return ''.join('/%s=%s' % pair for rdn in info[part] for pair in rdn)

    def server(self):
        """Return the subject of the server's certificate as a string."""
        return self._name_of('subject')

    def issuer(self):
        """Return the issuer of the server's certificate as a string."""
        return self._name_of('issuer')


def sslwrap_simple(sock, keyfile=None, certfile=None):
    """Speak TLS over a connected socket as socket.ssl() of Python 2.5 did.

    Returns an object with read() and write().  Nothing is verified.
    """
    return _SimpleSSL(sock, keyfile, certfile)


# The first design put the names into the socket module.
_socket.SSLSocket = SSLSocket
_socket.ssl = sslwrap_simple


# Functions.

if not hasattr(_ssl, 'RAND_egd'):
    def RAND_egd(path):
        """Raise SSLError: randomness comes from the system, not a daemon.

        There is no entropy gathering daemon to ask since OpenSSL 1.1.
        """
        if not isinstance(path, (str, bytes)):
            raise TypeError('RAND_egd() argument 1 must be str or bytes, not '
                            + type(path).__name__)
        raise SSLError('EGD connection failed: entropy gathering daemons are '
                       'not supported')


def cert_time_to_seconds(cert_time):
    """Convert a time of a certificate to seconds since the epoch.

    *cert_time* looks like ``'Jan  5 09:34:43 2018 GMT'``, in English and in
    GMT whatever the locale and time zone are.
    """
    from calendar import timegm
    from time import strptime

    months = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun',
              'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')
    rest_format = ' %d %H:%M:%S %Y GMT'
    month = cert_time[:3].title()
    if month not in months:
        raise ValueError('time data %r does not match format "%%b%s"'
                         % (cert_time, rest_format))
    rest = strptime(cert_time[3:], rest_format)
    return timegm((rest[0], months.index(month) + 1) + rest[2:6])


def DER_cert_to_PEM_cert(der_cert_bytes):
    """Convert a certificate from bytes (DER) to text (PEM)."""
    text = base64.standard_b64encode(der_cert_bytes).decode('ascii')
    lines = [text[start:start + 64] for start in range(0, len(text), 64)]
    return '\n'.join([PEM_HEADER] + lines + [PEM_FOOTER, ''])


def PEM_cert_to_DER_cert(pem_cert_string):
    """Convert a certificate from text (PEM) to bytes (DER)."""
    if not pem_cert_string.startswith(PEM_HEADER):
        raise ValueError('Invalid PEM encoding; must start with %s'
                         % PEM_HEADER)
    stripped = pem_cert_string.strip()
    if not stripped.endswith(PEM_FOOTER):
        raise ValueError('Invalid PEM encoding; must end with %s'
                         % PEM_FOOTER)
    inner = stripped[len(PEM_HEADER):-len(PEM_FOOTER)]
    return base64.decodebytes(inner.encode('ascii'))


def get_server_certificate(addr, ssl_version=PROTOCOL_TLS_CLIENT,
                           ca_certs=None, timeout=_GLOBAL_DEFAULT_TIMEOUT):
    """Fetch the certificate of the server at (host, port), as PEM.

    With *ca_certs*, a file of authorities, it's verified.
    """
    host, port = addr
    context = _create_stdlib_context(
        ssl_version, cafile=ca_certs,
        cert_reqs=CERT_NONE if ca_certs is None else CERT_REQUIRED)
    with create_connection(addr, timeout=_not_too_short(timeout)) as sock:
        with context.wrap_socket(sock, server_hostname=host) as tls:
            der = tls.getpeercert(True)
    return DER_cert_to_PEM_cert(der)


def get_protocol_name(protocol_code):
    """Return the name of a PROTOCOL_ constant, such as 'PROTOCOL_TLS'."""
    return _PROTOCOL_NAMES.get(protocol_code, '<unknown>')
