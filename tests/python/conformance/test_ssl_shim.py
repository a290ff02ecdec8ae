"""Our ssl.py over CPython's _ssl, on CPython."""
import pytest

from . import checks


@pytest.mark.parametrize('name', list(checks.RECORD))
def test_ssl(name):
    checks.check('shim', name)
