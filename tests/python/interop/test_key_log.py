"""tshark reads a conversation with the key log that IronSsl wrote."""
import socket
import subprocess

import pytest

from support import peers
from support.capture import SERVER, Tap

pytestmark = pytest.mark.ironpython

VERSIONS = ['TLSv1_2', 'TLSv1_3']
SECRET = 'nobody-should-read-this'


@pytest.mark.parametrize('role', ['client', 'server'])
@pytest.mark.parametrize('version', VERSIONS)
def test_a_capture_is_decrypted(guest, pki, tmp_path, version, role):
    key_log = tmp_path / 'keys.log'
    capture = tmp_path / 'capture.pcap'
    tap = Tap()
    if role == 'client':
        context = peers.cpython_context(pki.ecdsa, version=version,
                                        server_side=True)
        with peers.EchoServer(context) as echo, tap.to(echo.port):
            guest.call('exchange', port=tap.port, message=SECRET,
                       cafile=pki.cafile, keylog=str(key_log))
    else:
        port = guest.call('start_server', behaviour='echo',
                          certfiles=[pki.ecdsa], version=version,
                          keylog=str(key_log))
        context = peers.cpython_context(cafile=pki.cafile)
        with tap.to(port):
            plain = socket.create_connection(('127.0.0.1', tap.port))
            with context.wrap_socket(
                    plain, server_hostname='localhost') as tls:
                tls.sendall(SECRET.encode('ascii'))
                assert tls.recv(100) == SECRET.encode('ascii')
        guest.call('loopback.server_outcome', port=port)
    tap.save(capture)
    shown = subprocess.run(
        [peers.program('tshark'), '-r', str(capture), '-o',
         'tls.keylog_file:{}'.format(key_log), '-d',
         'tcp.port=={},tls'.format(SERVER[1]), '-q', '-z',
         'follow,tls,ascii,0'],
        timeout=peers.RUN_LIMIT, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE)
    assert SECRET not in capture.read_bytes().decode('latin-1')
    assert SECRET in shown.stdout.decode('utf-8')
