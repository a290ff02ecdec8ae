"""Our ssl.py over CPython's _ssl, on CPython."""
import pytest

from . import checks


@pytest.mark.parametrize('name', list(checks.recorded('test_ssl')))
def test_ssl(name):
    checks.check('test_ssl', 'shim', name)
