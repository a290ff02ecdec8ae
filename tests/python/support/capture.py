"""A relay that records a conversation as a capture file.

Reading the network itself needs rights that a test run may not have, so the
packets are written as they would have been: one TCP segment per read.
"""
import contextlib
import socket
import struct
import threading

CLIENT = ('10.0.0.1', 40000)
SERVER = ('10.0.0.2', 44330)
LINKTYPE_RAW = 101


class Tap:
    """Relays one connection and remembers every segment with its sender."""

    def __init__(self):
        self._listener = socket.create_server(('127.0.0.1', 0))
        self._listener.settimeout(20)
        self.port = self._listener.getsockname()[1]
        self._segments = []
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def to(self, port):
        """Relay the next connection to a port while the block runs."""
        relay = threading.Thread(target=self._relay, args=(port,),
                                 daemon=True)
        relay.start()
        yield
        relay.join(20)
        self._listener.close()

    def _relay(self, port):
        near, _ = self._listener.accept()
        far = socket.create_connection(('127.0.0.1', port), 20)
        back = threading.Thread(target=self._pass_on, daemon=True,
                                args=(far, near, SERVER))
        back.start()
        self._pass_on(near, far, CLIENT)
        back.join(20)
        near.close()
        far.close()

    def _pass_on(self, source, target, sender):
        source.settimeout(20)
        try:
            while data := source.recv(16384):
                with self._lock:
                    self._segments.append((sender, data))
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            target.close()  # what one side ends, the other need not finish

    def save(self, path):
        """Write a pcap file with a three-way handshake before the data."""
        sent = {CLIENT: 1000, SERVER: 5000}
        packets = [packet(CLIENT, SERVER, 999, 0, 0x02, b''),
                   packet(SERVER, CLIENT, 4999, 1000, 0x12, b''),
                   packet(CLIENT, SERVER, 1000, 5000, 0x10, b'')]
        for sender, data in self._segments:
            other = SERVER if sender == CLIENT else CLIENT
            packets.append(packet(sender, other, sent[sender], sent[other],
                                  0x18, data))
            sent[sender] += len(data)
        with open(path, 'wb') as file:
            file.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535,
                                   LINKTYPE_RAW))
            for number, data in enumerate(packets):
                file.write(struct.pack('<IIII', 1, number, len(data),
                                       len(data)) + data)


def packet(source, target, sequence, acknowledged, flags, data):
    """Build an IPv4 packet with one TCP segment (RFC 791, RFC 9293)."""
    tcp = struct.pack('>HHIIBBHHH', source[1], target[1], sequence,
                      acknowledged, 5 << 4, flags, 65535, 0, 0) + data
    header = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(tcp), 0, 0, 64,
                         6, 0, socket.inet_aton(source[0]),
                         socket.inet_aton(target[0]))
    return header + tcp
