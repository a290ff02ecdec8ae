"""The standard library's clients, each through one short session over TLS.

Python 3.4 syntax: runs on IronPython and on CPython.
"""
import ftplib
import http.client
import imaplib
import io
import poplib
import smtplib
import ssl
import urllib.request

TIMEOUT = 60
HOST = 'localhost'


def trusting(cafile):
    return ssl.create_default_context(cafile=cafile)


def http_client(port, cafile):
    connection = http.client.HTTPSConnection(
        HOST, port, context=trusting(cafile), timeout=TIMEOUT)
    try:
        answers = []
        for _ in range(2):
            connection.request('GET', '/')
            answers.append(len(connection.getresponse().read()))
        connection.request('POST', '/', b'x' * 100000)
        answers.append(len(connection.getresponse().read()))
        return answers
    finally:
        connection.close()


def urllib_request(port, cafile):
    url = 'https://{}:{}/'.format(HOST, port)
    with urllib.request.urlopen(url, timeout=TIMEOUT,
                                context=trusting(cafile)) as response:
        return [response.status, len(response.read())]


def http_client_names(port, cafile, check_hostname):
    """Match the name as http.client does before the context could."""
    context = trusting(cafile)
    context.check_hostname = False
    connection = http.client.HTTPSConnection(
        HOST, port, context=context, check_hostname=check_hostname,
        timeout=TIMEOUT)
    try:
        connection.request('GET', '/')
        return connection.getresponse().status
    finally:
        connection.close()


def urllib_trust(port, **trust):
    """Open a URL with the older arguments cafile, capath or cadefault."""
    url = 'https://{}:{}/'.format(HOST, port)
    with urllib.request.urlopen(url, timeout=TIMEOUT, **trust) as response:
        return response.status


def smtp(port, cafile, implicit):
    if implicit:
        client = smtplib.SMTP_SSL(HOST, port, timeout=TIMEOUT,
                                  context=trusting(cafile))
    else:
        client = smtplib.SMTP(HOST, port, timeout=TIMEOUT)
        client.starttls(context=trusting(cafile))
    client.sendmail('a@localhost', ['b@localhost'],
                    'Subject: test\r\n\r\nthe text\r\n')
    client.quit()


def pop(port, cafile, implicit):
    if implicit:
        client = poplib.POP3_SSL(HOST, port, timeout=TIMEOUT,
                                 context=trusting(cafile))
    else:
        client = poplib.POP3(HOST, port, timeout=TIMEOUT)
        client.stls(context=trusting(cafile))
    client.user('me')
    client.pass_('secret')
    lines = client.retr(1)[1]
    client.quit()
    return [line.decode('ascii') for line in lines]


def imap(port, cafile, implicit):
    if implicit:
        client = imaplib.IMAP4_SSL(HOST, port, ssl_context=trusting(cafile))
    else:
        client = imaplib.IMAP4(HOST, port)
        client.starttls(ssl_context=trusting(cafile))
    client.login('me', 'secret')
    count = client.select()[1][0].decode('ascii')
    client.logout()
    return count


def ftp(port, cafile):
    client = ftplib.FTP_TLS(timeout=TIMEOUT, context=trusting(cafile))
    client.connect(HOST, port)
    client.login('me', 'secret')
    client.prot_p()
    received = bytearray()
    client.retrbinary('RETR file', received.extend)
    client.storbinary('STOR file', io.BytesIO(bytes(received)))
    client.quit()
    return len(received)


class SessionFtp(ftplib.FTP_TLS):
    """Gives data connections the session of the control connection."""

    def ntransfercmd(self, cmd, rest=None):
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
        return self.context.wrap_socket(
            connection, server_hostname=self.host,
            session=self.sock.session), size


def ftp_with_session(port, cafile, pass_session):
    """Fetch `file`; return its size, or the error's text."""
    kind = SessionFtp if pass_session else ftplib.FTP_TLS
    context = trusting(cafile)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    client = kind(timeout=TIMEOUT, context=context)
    try:
        client.connect(HOST, port)
        client.login()
        client.prot_p()
        received = bytearray()
        client.retrbinary('RETR file', received.extend)
        client.quit()
        return len(received)
    except (ftplib.Error, OSError) as error:
        return str(error)
    finally:
        client.close()
