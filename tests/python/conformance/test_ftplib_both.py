"""Our ssl.py over our _ssl, on IronPython."""
import pytest

from . import checks

pytestmark = pytest.mark.ironpython


@pytest.mark.parametrize('name', list(checks.recorded('test_ftplib')))
def test_ftplib(name):
    checks.check('test_ftplib', 'both', name)
