"""The types of `_ssl` can't be written to; what is derived from them can."""
import pytest

pytestmark = pytest.mark.ironpython

TYPES = ['_ssl._SSLContext', '_ssl._SSLSocket', '_ssl.MemoryBIO',
         '_ssl.Certificate', '_ssl.SSLSession', '_ssl.SSLError']
WRITABLE = ['ssl.SSLContext', 'ssl.SSLObject', 'ssl.SSLSocket',
            'ssl.SSLZeroReturnError', 'ssl.SSLCertVerificationError']


@pytest.mark.parametrize('attribute', ['value', 'read', '__doc__', '__init__',
                                       '__module__', '__name__', '__str__'])
@pytest.mark.parametrize('name', TYPES)
def test_a_write_is_refused_in_the_words_of_cpython(
        cpython_guest, guest, name, attribute):
    expected = cpython_guest.call(
        'immutable.write', name=name, attribute=attribute)
    assert 'immutable type' in expected[0]
    assert guest.call('immutable.write', name=name,
                      attribute=attribute) == expected


@pytest.mark.parametrize('name', WRITABLE)
def test_a_class_that_cpython_lets_be_written_to_can_be(
    cpython_guest, guest, name):
    for interpreter in (cpython_guest, guest):
        assert interpreter.call('immutable.write', name=name,
                                attribute='value') == ['written', 'written']


@pytest.mark.parametrize('name', TYPES + WRITABLE)
def test_the_types_are_of_type(guest, name):
    assert guest.call('immutable.metaclass_is_type', name=name)


@pytest.mark.parametrize('metaclass', ['type', 'ABCMeta'])
@pytest.mark.parametrize('name', ['_ssl._SSLContext', '_ssl.SSLError',
                                  'ssl.SSLContext', 'ssl.SSLEOFError'])
def test_derived_classes_are_free(guest, name, metaclass):
    assert guest.call('immutable.derive', name=name,
                      metaclass=metaclass) == metaclass


@pytest.mark.parametrize('name', ['_ssl.Certificate', '_ssl.SSLSession'])
def test_no_instances_are_made(cpython_guest, guest, name):
    expected = cpython_guest.call('immutable.instantiate', name=name)
    assert expected == "cannot create '%s' instances" % name
    assert guest.call('immutable.instantiate', name=name) == expected


# CPython makes one that is good for nothing.
def test_no_connection_is_made_without_a_context(guest):
    assert (guest.call('immutable.instantiate', name='_ssl._SSLSocket')
            == "cannot create '_ssl._SSLSocket' instances")
