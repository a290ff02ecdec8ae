"""Buffers of every kind, small pieces, and a peer that leaves in between."""
import sys

import pytest

VERSIONS = ['TLSv1_2', 'TLSv1_3']

# IronPython's mmap has no buffer to give: docs/compatibility.md.
READABLE = ['bytes', 'bytearray', 'memoryview', 'slice', 'integers', 'array',
            'array of integers', 'ctypes', 'ctypes integers', 'read-only',
            'mmap']
WRITABLE = [kind for kind in READABLE if kind not in ('bytes', 'read-only')]


def call(subject, pki, name, **how):
    return subject.call('buffers.' + name, certfile=pki.ecdsa,
                        cafile=pki.cafile, **how)


def skip_mmap(subject, kind):
    if kind == 'mmap' and not subject.is_cpython:
        pytest.skip("IronPython's mmap has no buffer to give")


@pytest.mark.parametrize('method', ['send', 'sendall', 'write'])
@pytest.mark.parametrize('kind', READABLE)
def test_every_buffer_can_be_sent(subject, pki, kind, method):
    skip_mmap(subject, kind)
    outcome = call(subject, pki, 'send', kind=kind, method=method,
                   version='TLSv1_3')
    assert outcome == {'result': None if method == 'sendall' else 64,
                       'arrived': True}


@pytest.mark.parametrize('kind', WRITABLE)
def test_every_writable_buffer_can_be_filled(subject, pki, kind):
    skip_mmap(subject, kind)
    outcome = call(subject, pki, 'receive', kind=kind, version='TLSv1_3')
    # CPython counted items for bytes before 3.13.
    counts_items = (subject.is_cpython and sys.version_info < (3, 13)
                    and 'integers' in kind)
    assert outcome == {'result': 16 if counts_items else 64, 'right': True}


@pytest.mark.parametrize('kind', WRITABLE)
@pytest.mark.parametrize('available, wanted, count', [
    (10, None, 10), (64, 10, 10), (64, 1, 1), (64, 1000, 64), (64, 0, 64)])
def test_never_more_than_there_is_or_is_wanted(
        subject, pki, kind, available, wanted, count):
    skip_mmap(subject, kind)
    outcome = call(subject, pki, 'receive', kind=kind, version='TLSv1_2',
                   available=available, wanted=wanted)
    assert outcome == {'result': count, 'right': True}


@pytest.mark.parametrize('kind, error', [
    ('bytes', 'TypeError'), ('read-only', 'TypeError'),
    ('every second', 'TypeError'), ('str', 'TypeError'),
    ('int', 'TypeError')])
def test_what_cannot_be_filled_is_refused(subject, pki, kind, error):
    outcome = call(subject, pki, 'receive', kind=kind, version='TLSv1_3')
    assert outcome['error']['type'] == error


@pytest.mark.parametrize('kind, error', [
    ('every second', 'BufferError'), ('str', 'TypeError'),
    ('int', 'TypeError')])
def test_what_is_no_buffer_is_not_sent(subject, pki, kind, error):
    outcome = call(subject, pki, 'send', kind=kind, method='send',
                   version='TLSv1_3')
    assert outcome['error']['type'] == error


@pytest.mark.parametrize('version', VERSIONS)
def test_nothing_and_single_bytes(subject, pki, version):
    assert call(subject, pki, 'small', version=version) == {
        'nothing': [0, None, 0, 0], 'counts': [1, 1], 'right': True}


@pytest.mark.parametrize('version', VERSIONS)
def test_a_peer_that_leaves_in_the_middle_of_a_large_send(
        subject, pki, version):
    for first, second in call(subject, pki, 'broken_send', version=version,
                              rounds=3):
        # CPython 3.11 finds an errno now and then, and then tells that.
        expected = ['SSLEOFError']
        if subject.is_cpython:
            expected += ['ConnectionResetError', 'BrokenPipeError']
        assert first['error']['type'] in expected
        assert 'error' in second
