"""Every example runs as it stands, on IronPython and on CPython."""
import re
import subprocess
import sys

import pytest

from support import peers
from support.guest import IRONSSL, ROOT

EXAMPLES = ROOT / 'examples'

pytestmark = pytest.mark.parametrize('interpreter', [
    pytest.param(str(IRONSSL), id='ironpython',
                 marks=pytest.mark.ironpython),
    pytest.param(sys.executable, id='cpython')])


def run(interpreter, name, *arguments):
    done = subprocess.run(
        [interpreter, str(EXAMPLES / name), *map(str, arguments)],
        timeout=peers.RUN_LIMIT, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode('utf-8')


def test_https_get_shows_a_page_of_nginx(interpreter, pki, tmp_path):
    with peers.nginx(tmp_path, pki.rsa) as port:
        output = run(interpreter, 'https_get.py',
                     'https://localhost:{}/hello.txt'.format(port),
                     '--cafile', pki.cafile)
    assert 'status:  200 OK\n' in output
    assert 'version: TLSv1.3\n' in output
    assert 'cipher:  TLS_AES_256_GCM_SHA384 (256 bits)\n' in output
    assert 'peer:    localhost, 127.0.0.1, valid until ' in output
    assert 'body:    17 bytes\n' in output


def test_https_get_refuses_an_unknown_authority(interpreter, pki, tmp_path):
    with peers.nginx(tmp_path, pki.rsa) as port:
        done = subprocess.run(
            [interpreter, str(EXAMPLES / 'https_get.py'),
             'https://localhost:{}/'.format(port), '--cafile',
             str(pki.stranger.cafile)], timeout=peers.RUN_LIMIT,
            stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert (done.stderr.decode()
            == 'refused: unable to get local issuer certificate\n')


def test_https_server_answers_curl(interpreter, pki):
    port = peers.free_port()
    command = [interpreter, EXAMPLES / 'https_server.py', pki.ecdsa,
               '--port', port]
    with peers.running(command, port):
        status, output = peers.run_client(
            [peers.program('curl'), '--silent', '--show-error', '--cacert',
             pki.cafile, '--max-time', '60',
             'https://localhost:{}/'.format(port)])
    assert (status, output) == (0, 'hello over TLSv1.3\n')


def test_https_server_stops_after_the_requests_asked_for(interpreter, pki):
    with subprocess.Popen(
            [interpreter, str(EXAMPLES / 'https_server.py'), pki.ecdsa,
             '--requests', '1'], stdout=subprocess.PIPE) as server:
        try:
            url = server.stdout.readline().decode('ascii').strip()
            output = run(interpreter, 'https_get.py', url, '--cafile',
                         pki.cafile)
            assert 'status:  200 OK\n' in output
            assert server.wait(peers.RUN_LIMIT) == 0
        finally:
            server.kill()


def test_mutual_tls_names_both_ends(interpreter, pki):
    output = run(interpreter, 'mutual_tls.py', pki.ecdsa, pki.client,
                 pki.cafile)
    assert output == 'server: ecdsa\nyou are a client\n'


def test_nonblocking_select_gets_its_message_back(interpreter, pki):
    context = peers.cpython_context(pki.rsa, server_side=True)
    with peers.EchoServer(context) as echo:
        output = run(interpreter, 'nonblocking_select.py', 'localhost',
                     echo.port, pki.cafile, 'to and fro')
    assert output == 'handshake: TLSv1.3\nanswer: to and fro\n'


def test_memory_bio_joins_two_ends(interpreter, pki):
    output = run(interpreter, 'memory_bio.py', pki.rsa, pki.cafile)
    assert re.fullmatch(
        r'handshake: TLSv1\.3 in \d rounds\nanswer: pong\n', output)


def test_starttls_goes_to_tls_and_back(interpreter, pki):
    output = run(interpreter, 'starttls.py', pki.rsa, pki.cafile)
    assert output == ('plain: you said hello\nplain: go ahead\n'
                      'TLSv1.3: you said secret\n'
                      'plain: in the clear again\n')


@pytest.mark.parametrize('name', sorted(
    path.name for path in EXAMPLES.glob('*.py')))
def test_an_example_without_arguments_shows_its_usage(interpreter, name):
    done = subprocess.run(
        [interpreter, str(EXAMPLES / name)], timeout=peers.RUN_LIMIT,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    shown = done.stderr.decode()
    assert shown.startswith('usage: ' + name)
    assert 'Traceback' not in shown
    assert done.returncode == 2
