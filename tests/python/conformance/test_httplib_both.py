"""Our ssl.py over our _ssl, on IronPython."""
import pytest

from . import checks

pytestmark = pytest.mark.ironpython


@pytest.mark.parametrize('name', list(checks.recorded('test_httplib')))
def test_httplib(name):
    checks.check('test_httplib', 'both', name)
