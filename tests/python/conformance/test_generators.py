"""What async and await become for Python 3.4."""
import importlib.util
import pathlib

import pytest

_SPEC = importlib.util.spec_from_file_location(
    'generators', str(pathlib.Path(__file__).parent / 'guest/generators.py'))
generators = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(generators)


@pytest.mark.parametrize('before, after', [
    ('x = await f(a)[1].b + 3', 'x = (yield from f(a)[1].b) + 3'),
    ('f(await g(1), 2)', 'f((yield from g(1)), 2)'),
    ('await f(await g, [await h()])',
     '(yield from f((yield from g), [(yield from h())]))'),
    ('return await f(\n        a)', 'return (yield from f(\n        a))'),
    ("x = 'await f(a)'  # await f(a)", "x = 'await f(a)'  # await f(a)"),
])
def test_await_takes_in_what_follows_it(before, after):
    function = 'async def f():\n    {}\n'
    assert generators.rewrite(function.format(before)) == (
        '@_coroutine\ndef f():\n    {}\n'.format(after))


def test_a_method_is_decorated_below_its_other_decorators():
    before = 'class A:\n    @other\n    async def f(self):\n        pass\n'
    assert generators.rewrite(before) == (
        'class A:\n    @other\n    @_coroutine\n    def f(self):\n'
        '        pass\n')


def test_text_without_coroutines_stays():
    text = 'def f(await_):\n    return "async"\n'
    assert generators.rewrite(text) is text


def test_a_coroutine_runs_when_it_is_awaited_and_not_before():
    ran = []
    names = {'_coroutine': generators.coroutine, 'ran': ran}
    exec(generators.rewrite(
        'async def plain():\n    ran.append(1)\n    return 2\n'
        'async def outer():\n    return await plain() + 1\n'), names)
    running = names['outer']()
    assert ran == []
    with pytest.raises(StopIteration) as end:
        next(running)
    assert (ran, end.value.value) == ([1], 3)
