"""Promises that a few expressions say: rows of api/promises.py have them."""
import socket
import ssl

from loopback import raises


def hold(holds, **names):
    """Each expression is true; one that is not is what the failure shows."""
    names.update(ssl=ssl, socket=socket, raises=raises)
    for expression in holds:
        assert eval(expression, names), expression
