"""The record of which tests pass, and why the others don't.

A line is a test, a sign for each pairing and, where one is not a +, the
reason.  + passes; - doesn't; x would not end, and isn't run.  A + is never
taken back; a - becomes a + as soon as the test passes.
"""
import collections
import pathlib

from .pairings import PAIRINGS

FILE = pathlib.Path(__file__).resolve().parent / 'test_ssl.passing'

Entry = collections.namedtuple('Entry', 'signs reason')


def load():
    """Return a dictionary: test to Entry, whose signs are by pairing."""
    entries = collections.OrderedDict()
    if not FILE.exists():
        return entries
    for line in FILE.read_text().splitlines():
        if not line or line.startswith('#'):
            continue
        fields, _, reason = line.partition('  # ')
        name, *signs = fields.split()
        if len(signs) != len(PAIRINGS) or not set(signs) <= set('+-x'):
            raise ValueError('not a line of the record: ' + line)
        entries[name] = Entry(dict(zip(PAIRINGS, signs)), reason.strip())
    return entries


def save(entries):
    lines = ['# CPython 3.11.2 test_ssl, by pairing: ' + ', '.join(PAIRINGS)
             + ' (see pairings.py).',
             '# + passes, - does not, x does not end and is not run.']
    width = max(map(len, entries))
    for name, entry in entries.items():
        line = '{:{}} {}'.format(name, width, ' '.join(
            entry.signs[pairing] for pairing in PAIRINGS))
        lines.append(line + ('  # ' + entry.reason if entry.reason else ''))
    FILE.write_text('\n'.join(lines) + '\n')
