"""What can be asked of a connection at each stage.  Python 3.4 syntax."""
import ssl
import warnings


def outcome(function, *arguments):
    try:
        result = function(*arguments)
    except Exception as error:
        return [type(error).__name__, error.args[0],
                getattr(error, 'reason', None)]
    return result if isinstance(result, (bool, int, str)) else (
        None if result is None else type(result).__name__)


def contexts(version, certfile, cafile, clientfile):
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.load_verify_locations(cafile)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if certfile:
        server.load_cert_chain(certfile)
    server.load_verify_locations(cafile)
    for context in (client, server):
        context.minimum_version = context.maximum_version = getattr(
            ssl.TLSVersion, version)
    if clientfile:
        client.load_cert_chain(clientfile)
        client.post_handshake_auth = True
    return client, server


def pair(client, server, session=None, name=None):
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    return (client.wrap_bio(to_client, to_server, session=session,
                            server_hostname=name),
            server.wrap_bio(to_server, to_client, server_side=True))


def step(end, method='do_handshake', *arguments):
    try:
        return getattr(end, method)(*arguments)
    except ssl.SSLWantReadError:
        return None


def finish(ends):
    for _ in range(4):
        for end in ends:
            step(end)


def sessions(version, certfile, cafile):
    """The session of a client, from before its handshake on."""
    client, server = contexts(version, certfile, cafile, None)
    first = pair(client, server)
    found = [outcome(lambda: first[0].session)]
    step(first[0])
    found.append(outcome(lambda: first[0].session))
    finish(first)
    found.append(first[0].session.has_ticket)
    step(first[0], 'read', 1)
    session = first[0].session
    found.append(session.has_ticket)

    second = pair(client, server, session)
    found.append(second[0].session == session)
    step(second[0])
    found.append(second[0].session == session)
    finish(second)
    # Nothing has been read: no ticket of this connection is here.
    kept = second[0].session
    found.append([second[0].session_reused, kept == session,
                  kept.has_ticket, kept.time == session.time,
                  kept.ticket_lifetime_hint == session.ticket_lifetime_hint])
    found.append(outcome(setattr, second[0], 'session', session))

    third = pair(client, server, kept)
    finish(third)
    found.append([end.session_reused for end in third])
    return found


def set_half_way(version, certfile, cafile):
    client, server = contexts(version, certfile, cafile, None)
    first = pair(client, server)
    finish(first)
    step(first[0], 'read', 1)
    second = pair(client, server)
    step(second[0])
    return outcome(setattr, second[0], 'session', first[0].session)


def post_handshake(version, certfile, cafile, clientfile):
    """What verify_client_post_handshake() says, stage by stage."""
    client, server = contexts(version, certfile, cafile, clientfile)
    ends = pair(client, server)
    found = []

    def ask():
        found.append([outcome(end.verify_client_post_handshake)
                      for end in ends])

    ask()
    step(ends[0])
    ask()
    step(ends[1])
    ask()
    finish(ends)
    ask()  # CERT_NONE
    server.verify_mode = ssl.CERT_OPTIONAL
    client.post_handshake_auth = False
    ends = pair(client, server)
    finish(ends)
    ask()  # without leave from the client
    client.post_handshake_auth = True
    server.verify_mode = ssl.CERT_NONE
    ends = pair(client, server)
    finish(ends)
    server.verify_mode = ssl.CERT_OPTIONAL
    ends = pair(client, server)
    finish(ends)
    ask()
    ask()  # a request waits to be sent
    found.append(outcome(ends[1].unwrap))
    outcome(ends[1].write, b'x')  # in TLS 1.2 it has said goodbye
    ask()  # it was sent
    step(ends[0], 'read', 1)
    step(ends[0], 'read', 1)
    step(ends[1], 'read', 1)
    found.append(outcome(ends[1].getpeercert, True))
    return found


def server_names(version, certfile, cafile, switch, certified):
    """A server name callback; reasons at the server and at the client."""
    client, server = contexts(version, certfile if certified else None,
                              cafile, None)
    bare = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)

    def callback(connection, name, context):
        if switch:
            connection.context = bare

    server.sni_callback = callback
    ends = pair(client, server, name='localhost')
    step(ends[0])
    found = []
    for end in (ends[1], ends[0]):
        try:
            step(end)
        except ssl.SSLError as error:
            found.append(error.reason)
        else:
            found.append(None)
    return found


def before_the_handshake():
    """Each method that has nothing to tell yet."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    names = ('version', 'cipher', 'compression', 'selected_alpn_protocol',
             'pending', 'get_channel_binding', 'getpeercert', 'group',
             'client_sigalg', 'server_sigalg')
    found = {}
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')
        for stage in ('new', 'half'):
            end = context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO())
            if stage == 'half':
                step(end)
            for name in names:
                if hasattr(end, name):
                    found['%s %s' % (stage, name)] = outcome(
                        getattr(end, name))
    with context.wrap_socket(ssl.socket()) as sock:
        for name in ('group', 'client_sigalg', 'server_sigalg', 'version'):
            if hasattr(sock, name):
                found['socket ' + name] = outcome(getattr(sock, name))
    return found
