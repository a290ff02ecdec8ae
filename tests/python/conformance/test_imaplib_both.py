"""Our ssl.py over our _ssl, on IronPython."""
import pytest

from . import checks

pytestmark = pytest.mark.ironpython


@pytest.mark.parametrize('name', list(checks.recorded('test_imaplib')))
def test_imaplib(name):
    checks.check('test_imaplib', 'both', name)
