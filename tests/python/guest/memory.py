"""A client and a server that are joined in memory.  Python 3.4 syntax."""
import contextlib
import ssl


class Pair:
    """Two ends, the client first, and the queues between them."""

    def __init__(self, client, server, server_hostname=None, session=None):
        self.to_client, self.to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.client = client.wrap_bio(
            self.to_client, self.to_server, server_hostname=server_hostname,
            session=session)
        self.server = server.wrap_bio(
            self.to_server, self.to_client, server_side=True)
        self.ends = self.client, self.server

    def handshake(self):
        for end in self.ends * 5:
            with contextlib.suppress(ssl.SSLWantReadError):
                end.do_handshake()

    def outcomes(self, attempt):
        """Let the ends take turns; what attempt(end) gave for each.

        None means that the end still waits: it has another turn.
        """
        found = [None, None]
        for _ in range(10):
            for i, end in enumerate(self.ends):
                if found[i] is None:
                    found[i] = attempt(end)
        return found
