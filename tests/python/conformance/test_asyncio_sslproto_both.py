"""Our ssl.py over our _ssl, on IronPython; asyncio is 3.11's."""
import pytest

from . import checks

pytestmark = pytest.mark.ironpython


@pytest.mark.parametrize('name', list(
    checks.recorded('test_asyncio_sslproto')))
def test_asyncio_sslproto(name):
    checks.check('test_asyncio_sslproto', 'both', name)
