"""Small mail, file and web servers on CPython's ssl, for the guest to use.

Each speaks just enough of its protocol for one session of the standard
library's client, and remembers what it was given.
"""
import http.server
import socket
import socketserver
import threading

LIMIT = 60


class LineHandler(socketserver.BaseRequestHandler):
    """Commands a line each; `implicit` servers start with the handshake."""

    def handle(self):
        self.request.settimeout(LIMIT)
        self.secure = False
        if self.server.implicit:
            self.start_tls()
        self.greet()
        while True:
            line = self.read_line()
            if not line:
                return
            word, _, rest = line.partition(' ')
            if self.command(word, rest) is False:
                return

    def start_tls(self):
        self.request = self.server.context.wrap_socket(
            self.request, server_side=True)
        self.secure = True

    def read_line(self):
        line = bytearray()
        while not line.endswith(b'\n'):
            byte = self.request.recv(1)
            if not byte:
                return ''
            line += byte
        return line.decode('latin-1').strip('\r\n')

    def say(self, text):
        self.request.sendall(text.encode('latin-1') + b'\r\n')


class SmtpHandler(LineHandler):
    def greet(self):
        self.say('220 localhost')

    def command(self, word, rest):
        word = word.upper()
        if word == 'EHLO':
            self.say('250-localhost')
            self.say('250 HELP' if self.secure else '250 STARTTLS')
        elif word == 'STARTTLS':
            self.say('220 go ahead')
            self.start_tls()
        elif word == 'DATA':
            self.say('354 go on')
            lines = []
            while (line := self.read_line()) != '.':
                lines.append(line)
            self.server.received.append((self.secure, '\n'.join(lines)))
            self.say('250 ok')
        elif word == 'QUIT':
            self.say('221 bye')
            return False
        else:
            self.say('250 ok')


class PopHandler(LineHandler):
    MESSAGE = ('Subject: hello', '', 'from the other side')

    def greet(self):
        self.say('+OK ready')

    def command(self, word, rest):
        word = word.upper()
        if word == 'CAPA':
            for line in ('+OK', 'STLS', 'USER', '.'):
                self.say(line)
        elif word == 'STLS':
            self.say('+OK')
            self.start_tls()
        elif word == 'STAT':
            self.say('+OK 1 40')
        elif word == 'RETR':
            for line in ('+OK', *self.MESSAGE, '.'):
                self.say(line)
        else:
            self.say('+OK')
            return word != 'QUIT'


class ImapHandler(LineHandler):
    def greet(self):
        self.say('* OK ready')

    def command(self, tag, rest):
        word = rest.split(' ')[0].upper()
        if word == 'CAPABILITY':
            self.say('* CAPABILITY IMAP4REV1 STARTTLS')
        elif word == 'SELECT':
            self.say('* 7 EXISTS')
        elif word == 'LOGOUT':
            self.say('* BYE')
        self.say(tag + ' OK done')
        if word == 'STARTTLS':
            self.start_tls()
        return word != 'LOGOUT'


class FtpHandler(LineHandler):
    FILE = bytes(range(256)) * 300

    def greet(self):
        self.protected = False
        self.say('220 ready')

    def command(self, word, rest):
        word = word.upper()
        if word == 'AUTH':
            self.say('234 go ahead')
            self.start_tls()
        elif word == 'PROT':
            self.protected = rest == 'P'
            self.say('200 ok')
        elif word == 'USER':
            self.say('331 who?')
        elif word == 'PASS':
            self.say('230 welcome')
        elif word == 'EPSV':
            self.listener = socket.create_server(('127.0.0.1', 0))
            self.say('229 here (|||{}|)'.format(
                self.listener.getsockname()[1]))
        elif word == 'PASV':
            self.listener = socket.create_server(('127.0.0.1', 0))
            high, low = divmod(self.listener.getsockname()[1], 256)
            self.say('227 here (127,0,0,1,{},{})'.format(high, low))
        elif word in ('RETR', 'STOR'):
            self.transfer(word)
        else:
            self.say('200 ok')
            return word != 'QUIT'

    def transfer(self, word):
        self.say('150 coming')
        self.listener.settimeout(LIMIT)
        data, _ = self.listener.accept()
        self.listener.close()
        data.settimeout(LIMIT)
        if self.protected:
            data = self.server.context.wrap_socket(data, server_side=True)
        if word == 'RETR':
            data.sendall(self.FILE)
            if self.protected:
                data = data.unwrap()
        else:
            received = bytearray()
            while part := data.recv(65536):
                received += part
            self.server.received.append((self.protected, bytes(received)))
            if self.protected:
                # A client that unwraps waits for the answer.
                data = data.unwrap()
        data.close()
        self.say('226 done')


class WebHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    BODY = b'<p>hello</p>' * 5000

    def do_GET(self):
        self.answer(self.BODY)

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers['Content-Length'])))

    def answer(self, body):
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Service(socketserver.ThreadingTCPServer):
    """A server of one of the handlers above, in a thread."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, handler, context, implicit):
        super().__init__(('127.0.0.1', 0), handler)
        self.context = context
        self.implicit = implicit
        self.received = []
        self.port = self.server_address[1]

    def get_request(self):
        connection, address = super().get_request()
        if self.RequestHandlerClass is WebHandler:
            connection.settimeout(LIMIT)
            connection = self.context.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False)
        return connection, address

    def handle_error(self, request, client_address):
        pass  # a client that refuses us ends its connection

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True,
                         kwargs={'poll_interval': 0.05}).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()
