"""Our ssl.py over our _ssl, on IronPython."""
import pytest

from . import checks

pytestmark = pytest.mark.ironpython


@pytest.mark.parametrize('name', list(
    checks.recorded('test_urllib2_localnet')))
def test_urllib2_localnet(name):
    checks.check('test_urllib2_localnet', 'both', name)
