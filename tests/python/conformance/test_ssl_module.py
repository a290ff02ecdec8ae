"""CPython's ssl.py over our _ssl, on IronPython."""
import pytest

from . import checks

pytestmark = pytest.mark.ironpython


@pytest.mark.parametrize('name', list(checks.RECORD))
def test_ssl(name):
    checks.check('module', name)
