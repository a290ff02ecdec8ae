"""Servers and clients of other people, started on loopback for one test."""
import contextlib
import pathlib
import random
import shutil
import socket
import ssl
import subprocess
import threading
import time

import pytest

# Only hangs are bounded by these: a slow machine takes seconds for a start.
START_LIMIT = 60.0
RUN_LIMIT = 120


def program(name):
    """Return a program's path; skip the test where there is none."""
    path = shutil.which(name) or shutil.which(name, path='/usr/sbin:/sbin')
    if path is None:
        pytest.skip('the program {} is missing'.format(name))
    return path


def free_port():
    """Return a port for a server that has to be told one.

    The system gives a port from its own range to whoever connects next, be
    it another test, so it's one from below that range.
    """
    try:
        with open('/proc/sys/net/ipv4/ip_local_port_range') as file:
            lowest = int(file.read().split()[0])
    except OSError:
        lowest = 32768
    for _ in range(100):
        port = random.randrange(10000, lowest) if lowest > 12000 else 0
        with socket.socket() as probe:
            try:
                probe.bind(('127.0.0.1', port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise RuntimeError('no port is free')


@contextlib.contextmanager
def running(command, port=None, **options):
    """Run a server until the block ends; wait until its port answers."""
    process = subprocess.Popen(
        [str(part) for part in command], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    process.output = output = bytearray()
    collector = threading.Thread(target=_collect, daemon=True,
                                 args=(process.stdout, output))
    collector.start()
    try:
        if port is not None:
            _wait_for_port(process, port, output)
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        collector.join(5)
        process.stdout.close()


def _collect(stream, output):
    while part := stream.read1(4096):
        output.extend(part)


def wait_for_output(process, text):
    """Wait until a program of `running` has printed something."""
    limit = time.monotonic() + START_LIMIT
    while text not in process.output:
        if process.poll() is not None or time.monotonic() > limit:
            raise RuntimeError('{!r} did not come: {}'.format(
                text, bytes(process.output[-500:]).decode('latin-1')))
        time.sleep(0.02)


def wait_for_file(process, path):
    """Wait until a program of `running` has written a file."""
    limit = time.monotonic() + START_LIMIT
    while not (path.exists() and path.stat().st_size):
        if process.poll() is not None or time.monotonic() > limit:
            raise RuntimeError('{} was not written: {}'.format(
                path, bytes(process.output[-500:]).decode('latin-1')))
        time.sleep(0.02)


def _wait_for_port(process, port, output):
    limit = time.monotonic() + START_LIMIT
    while True:
        try:
            socket.create_connection(
                ('127.0.0.1', port), START_LIMIT).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError('the server did not start: {}'.format(
                    bytes(output[-500:]).decode('latin-1')))
            time.sleep(0.05)


OPENSSL_VERSION = {'TLSv1_2': '-tls1_2', 'TLSv1_3': '-tls1_3'}
GNUTLS_VERSION = {'TLSv1_2': 'NORMAL:-VERS-ALL:+VERS-TLS1.2',
                  'TLSv1_3': 'NORMAL:-VERS-ALL:+VERS-TLS1.3'}


@contextlib.contextmanager
def openssl_server(certfile, version, *options):
    port = free_port()
    command = [program('openssl'), 's_server', '-accept',
               '127.0.0.1:{}'.format(port), '-cert', certfile, '-key',
               certfile, '-cert_chain', certfile, '-www',
               OPENSSL_VERSION[version], *options]
    with running(command, port):
        yield port


@contextlib.contextmanager
def gnutls_server(certfile, version, *options):
    port = free_port()
    command = [program('gnutls-serv'), '--http', '--port', port,
               '--x509certfile', certfile, '--x509keyfile', certfile,
               '--priority', GNUTLS_VERSION[version], *options]
    with running(command, port):
        yield port


NGINX = """
daemon off; master_process off; worker_processes 1;
pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off; client_body_temp_path {folder}; proxy_temp_path {folder};
    fastcgi_temp_path {folder}; uwsgi_temp_path {folder};
    scgi_temp_path {folder};
    server {{
        listen 127.0.0.1:{port} ssl; server_name localhost; root {folder};
        ssl_certificate {certfile}; ssl_certificate_key {certfile};
        ssl_protocols {protocols}; {extra}
    }}
}}
"""
NGINX_VERSION = {'TLSv1_2': 'TLSv1.2', 'TLSv1_3': 'TLSv1.3'}


@contextlib.contextmanager
def nginx(folder, certfile, version=None, extra=''):
    """Serve hello.txt from a folder; `extra` goes into the server block."""
    folder = pathlib.Path(str(folder))
    (folder / 'hello.txt').write_text('hello from nginx\n')
    port = free_port()
    config = folder / 'nginx.conf'
    config.write_text(NGINX.format(
        folder=folder, port=port, certfile=certfile, extra=extra,
        protocols=NGINX_VERSION.get(version, 'TLSv1.2 TLSv1.3')))
    command = [program('nginx'), '-p', folder, '-c', config,
               '-e', folder / 'error.log']
    with running(command, port):
        yield port


def run_client(command, input=b'', timeout=RUN_LIMIT):
    """Run a client program to its end; return (status, output)."""
    done = subprocess.run(
        [str(part) for part in command], input=input, timeout=timeout,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode('utf-8', 'replace')


class EchoServer(threading.Thread):
    """CPython's ssl as an echo server for one connection."""

    def __init__(self, context):
        super().__init__(daemon=True)
        self.context = context
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.listener.settimeout(START_LIMIT)
        self.port = self.listener.getsockname()[1]
        self.version = self.peer = self.error = None

    def run(self):
        try:
            plain, _ = self.listener.accept()
            plain.settimeout(START_LIMIT)
            with self.context.wrap_socket(plain, server_side=True) as tls:
                self.version, self.peer = tls.version(), tls.getpeercert()
                while data := tls.recv(65536):
                    tls.sendall(data)
        except OSError as error:
            self.error = error

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.join(START_LIMIT)
        self.listener.close()


def cpython_context(certfile=None, cafile=None, version=None,
                    server_side=False, require_client=False):
    """Make a context of CPython's own ssl for the other end of a test."""
    purpose = (ssl.Purpose.CLIENT_AUTH if server_side
               else ssl.Purpose.SERVER_AUTH)
    context = ssl.create_default_context(purpose, cafile=cafile)
    if version:
        chosen = getattr(ssl.TLSVersion, version)
        context.minimum_version = context.maximum_version = chosen
    if certfile:
        context.load_cert_chain(certfile)
    if require_client:
        context.verify_mode = ssl.CERT_REQUIRED
    return context
