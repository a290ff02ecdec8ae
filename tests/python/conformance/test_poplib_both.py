"""Our ssl.py over our _ssl, on IronPython."""
import pytest

from . import checks

pytestmark = pytest.mark.ironpython


@pytest.mark.parametrize('name', list(checks.recorded('test_poplib')))
def test_poplib(name):
    checks.check('test_poplib', 'both', name)
