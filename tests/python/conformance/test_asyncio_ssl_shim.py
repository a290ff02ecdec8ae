"""Our ssl.py over CPython's _ssl, on CPython."""
import pytest

from . import checks


@pytest.mark.parametrize('name', list(
    checks.recorded('test_asyncio_ssl')))
def test_asyncio_ssl(name):
    checks.check('test_asyncio_ssl', 'shim', name)
