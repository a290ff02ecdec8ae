"""The files of makefile() read as CPython's io.BufferedReader does."""
import sys

import pytest

from support.guest import Guest

pytestmark = pytest.mark.ironpython

ALL = (['read'], ['read', None], ['read', -1])
TEXT = 'one\ntwo\nthree\nfour'

CASES = {
    'nothing': ([], 8, [['read', 5], ['read'], ['readline'], ['peek'],
                        ['read1', 4], ['readinto', 3]]),
    'pieces of what is ahead': (
        [TEXT], 8, [['read', 3], ['read', 2], ['read', 0], ['read', 5],
                    ['read', 100]]),
    'a read goes on until it has all': (
        ['a', 'bc', 'def', 'ghij'], 4, [['read', 9], ['read', 9]]),
    'a read over many buffers': (
        ['x' * 10, 'y' * 10, 'z' * 10], 4, [['read', 25], ['read', 25]]),
    'a read that a buffer would hold': (
        ['abcdefgh'], 8, [['read', 5], ['read', 3], ['read', 1]]),
    'all of it': (['ab', 'cd', 'ef'], 4, [['read', 1], ['read'], ['read']]),
    'all of it by -1': (['ab', 'cd'], 4, [['read', -1]]),
    'all of it by None': (['ab', 'cd'], 4, [['read', None]]),
    'read1 asks once': (
        ['abc', 'def'], 8, [['read1', 2], ['read1', 5], ['read1', 0],
                            ['read1', 9], ['read1', 9]]),
    'read1 without a size': (['abc', 'x' * 20], 8, [
        ['read1'], ['read1'], ['read1', -1], ['read1', -7]]),
    'read1 of what is ahead': (
        ['abcdef', 'ghi'], 8, [['read', 1], ['read1', 100], ['read1', 100]]),
    'peek asks once at most': (
        ['abc', 'def'], 8, [['peek'], ['peek', 100], ['read', 2], ['peek', 5],
                            ['read', 2], ['peek', 0], ['peek', -1]]),
    'lines': ([TEXT], 8, [['readline']] * 5),
    'lines that come in pieces': (
        ['on', 'e\ntw', 'o', '\n\n', 'x'], 4, [['readline']] * 6),
    'a line of many buffers': (
        ['x' * 30, 'y\nz'], 4, [['readline'], ['readline']]),
    'lines with a limit': (
        [TEXT], 8, [['readline', 2], ['readline', 2], ['readline', 0],
                    ['readline', 100], ['readline', 4], ['readline', -5],
                    ['readline', None]]),
    'a limit behind a buffer': (
        ['x' * 30], 4, [['readline', 9], ['readline', 4], ['readline', 100]]),
    'readlines': ([TEXT], 8, [['readlines']]),
    'readlines with a hint': ([TEXT], 8, [['readlines', 5], ['readline']]),
    'readinto': (
        ['abc', 'def', 'ghi'], 4, [['readinto', 2], ['readinto', 5],
                                   ['readinto', 9], ['readinto', 9]]),
    'readinto a view': (['abc', 'def'], 8, [['readinto', 5, 'view']]),
    'readinto by a small buffer': (
        ['abcdefghijkl'], 2, [['readinto', 7], ['readinto', 7]]),
    'readinto of nothing': (['abc'], 4, [['readinto', 0], ['read', 3]]),
    'readinto something immutable': (
        ['abc'], 4, [['readinto', 3, 'bytes'], ['readinto1', 3, 'bytes'],
                     ['read', 3]]),
    'readinto1 asks once': (
        ['abc', 'def', 'ghi'], 8, [['readinto1', 5], ['readinto1', 2],
                                   ['readinto1', 9], ['readinto1', 9]]),
    'readinto1 by a small buffer': (
        ['abcdef', 'ghi'], 2, [['readinto1', 5], ['readinto1', 9]]),
    'readinto1 of what is ahead': (
        ['abcdef', 'ghi'], 8, [['read', 4], ['readinto1', 5]]),
    'nothing yet': (
        [None] * 7, 4, [['read', 3], ['read', 30], ['read1', 3], ['peek'],
                        ['readline'], ['readinto', 3], ['readinto', 30]]),
    'nothing yet for all': ([None, 'ab', None], 4, [['read'], ['read']]),
    'something, then nothing yet': (
        ['ab', None, 'cd', None, 'ef', None, 'g', None],
        4, [['read', 9], ['readline'], ['readinto', 9], ['read', 3]]),
    'readinto1 with nothing yet': ([None, 'ab'], 4, [
        ['readinto1', 3], ['readinto1', 3]]),
    'a failure': (
        ['raise', 'abc', 'raise', 'def'], 4,
        [['read', 2], ['read', 2], ['read', 4], ['read', 5]]),
    'a failure in a line': (
        ['ab', 'raise', 'cd\n'], 4, [['readline'], ['readline']]),
    'a failure in readinto': (
        ['raise', 'abc'], 4, [['readinto', 2], ['readinto', 2]]),
    'answers that are too much': (
        [9, -1, 'abc'], 4, [['read', 2], ['read', 2], ['read', 2]]),
    'a call inside of a call': (
        ['again', 'abc'], 4, [['read', 2], ['read', 2]]),
    'wrong arguments': (
        ['abc'], 4, [['read', -2], ['read', 'x'], ['read', 1.5],
                     ['readinto', 1], ['read', 1]]),
    'numbers of other kinds': (
        ['abcdef'], 4, [['read', True], ['read', {'index': 3}]]),
    'closed': (['abc'], 4, [
        ['read', 1], ['close'], ['closed'], ['read', 1], ['read'],
        ['read1', 1], ['peek'], ['readline'], ['readinto', 1],
        ['readinto1', 1], ['close']]),
    'detached': (['abc'], 4, [
        ['read', 1], ['detach'], ['read', 1], ['read1', 1], ['peek'],
        ['readline'], ['readinto', 1], ['detach']]),
    'what it can do': (['abc'], 4, [
        ['readable'], ['writable'], ['closed'], ['seekable'], ['isatty']]),
}


@pytest.fixture(scope='module')
def cpython():
    guest = Guest([sys.executable]).start()
    yield guest
    guest.close()


@pytest.mark.parametrize('case', CASES)
def test_a_file_reads_as_in_cpython(cpython, guest, case):
    answers, size, steps = CASES[case]
    expected = cpython.call('files.outcome', answers=answers, size=size,
                            steps=steps)
    found = guest.call('files.outcome', answers=answers, size=size,
                       steps=steps)
    if any(step[0] == 'readinto' or step in ALL for step in steps):
        # How much CPython asks for then depends on what its buffer held.
        del expected['asked'], found['asked']
    assert found == expected
