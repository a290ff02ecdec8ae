"""CPython's ssl.py over our _ssl, on IronPython."""
import pytest

from . import checks

pytestmark = pytest.mark.ironpython


@pytest.mark.parametrize('name', list(checks.recorded('test_ssl')))
def test_ssl(name):
    checks.check('test_ssl', 'module', name)
