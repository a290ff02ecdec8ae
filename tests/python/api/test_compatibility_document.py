"""docs/compatibility.md has every name once, and says which are absent."""
import pathlib
import re
import sys

import pytest

from support.guest import ROOT

TEXT = (ROOT / 'docs' / 'compatibility.md').read_text()
NAMES = [line.split('\t')[0] for line in (
    pathlib.Path(__file__).with_name('names.tsv').read_text().splitlines())
    if not line.startswith('#')]


def rows():
    """Return (names, state, remark) of each row of the table of names."""
    _, _, section = TEXT.partition('\n## Every name\n')
    lines = [line for line in section.splitlines() if line.startswith('|')]
    found = []
    for line in lines[2:]:  # Behind the title and the rule below it.
        _, subject, names, state, remark, _ = line.split('|')
        found.append((re.findall('`([^`]+)`', names), state.strip(),
                      remark.strip()))
    return found


def absent():
    return {name for names, state, remark in rows() for name in names
            if state == 'absent'}


@pytest.mark.parametrize('name', NAMES)
def test_a_name_stands_once_in_the_table(name):
    assert sum(names.count(name) for names, state, remark in rows()) == 1


def test_the_table_has_no_other_names():
    assert {name for names, state, remark in rows()
            for name in names} == set(NAMES)


def test_a_name_is_supported_different_or_absent():
    assert {state for names, state, remark in rows()} <= {
        'supported', 'different', 'absent'}


def test_what_is_different_or_absent_has_a_remark():
    assert [names for names, state, remark in rows()
            if state != 'supported' and not remark] == []


@pytest.mark.ironpython
@pytest.mark.skipif(sys.platform == 'win32',
                    reason='the absent names are there on Windows')
def test_the_absent_names_are_those_that_cannot_be_found(guest, pki):
    found = guest.call('surface.resolve', names=NAMES, certfile=pki.rsa)
    assert set(NAMES) - set(found) == absent()
