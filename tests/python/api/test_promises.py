"""Each promise of promises.py is kept, on CPython and on IronPython."""
import pytest

from promises import MODULES, PROMISES
from support.promise import AS_CPYTHON, functions_of

GUESTS = {'cpython': 'cpython_guest', 'ironpython': 'guest'}
MARKS = {'cpython': (), 'ironpython': pytest.mark.ironpython}


@pytest.mark.parametrize('promise, interpreter', [
    pytest.param(promise, interpreter, marks=MARKS[interpreter],
                 id=promise.id + '-' + interpreter)
    for promise in PROMISES for interpreter in promise.on])
def test_a_promise_is_kept(request, promise, interpreter):
    if interpreter == 'cpython' and promise.not_on_cpython:
        pytest.skip(promise.not_on_cpython)
    fixture = request.getfixturevalue
    action, arguments = promise.call_of(MODULES, fixture)
    expected = promise.gives
    if expected is AS_CPYTHON:
        expected = fixture('cpython').call(action, **arguments)
    guest = fixture(GUESTS[interpreter])
    assert guest.call(action, **arguments) == expected


def test_no_promise_is_made_twice():
    ids = [promise.id for promise in PROMISES]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize('source, module', MODULES.items())
def test_every_function_of_a_module_is_a_promise(source, module):
    assert set(functions_of(module)) == {
        promise.name for promise in PROMISES
        if promise.source == source and promise.has_function()}


@pytest.mark.parametrize('source, items', [('2007', 8), ('2010', 9)])
def test_every_item_of_a_founding_document_has_a_promise(source, items):
    assert {promise.item for promise in PROMISES
            if promise.source == source} == set(range(1, items + 1))
