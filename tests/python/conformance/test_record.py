"""The records of passing tests are whole and give reasons."""
import pytest

from . import pairings, record, runner
from .suites import SUITES

ENTRIES = [(suite.name, name, entry) for suite in SUITES.values()
           for name, entry in record.load(suite).items()]


@pytest.mark.parametrize('suite', SUITES.values(), ids=lambda s: s.name)
def test_every_test_of_the_suite_is_on_the_record(suite):
    if pairings.missing():
        pytest.skip(pairings.missing())
    assert list(record.load(suite)) == runner.list_tests(suite)


@pytest.mark.parametrize('suite, name, entry', ENTRIES,
                         ids=['.'.join(e[:2]) for e in ENTRIES])
def test_a_test_that_does_not_pass_has_a_reason(suite, name, entry):
    assert entry.reason or set(entry.signs.values()) == {'+'}


@pytest.mark.parametrize('suite', SUITES.values(), ids=lambda s: s.name)
def test_the_document_tells_how_many_pass(suite):
    assert record.summary(suite) in record.DOCUMENT.read_text().splitlines()
