"""Each test of this folder is put to IronPython and to CPython alike.

CPython shows that the test is right about what it expects.
"""
import sys

import pytest

from support.guest import Guest


@pytest.fixture(scope='session', params=[
    pytest.param('ironpython', marks=pytest.mark.ironpython), 'cpython'])
def subject(request):
    guest = (Guest() if request.param == 'ironpython'
             else Guest([sys.executable]))
    guest.is_cpython = request.param == 'cpython'
    yield guest.start()
    guest.close()
