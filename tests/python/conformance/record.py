"""The records of which tests pass, and why the others don't.

Each suite has a file.  A line is a test, a sign for each pairing and, where
one is not a +, the reason.  + passes; - doesn't; x isn't run, because it does
not end or takes too long.  A - becomes a + as soon as the test passes.  A +
is taken back only where the newest CPython does what the test refuses, and
the reason says so.
"""
import collections
import pathlib

from .pairings import ROOT

FOLDER = pathlib.Path(__file__).resolve().parent
DOCUMENT = ROOT / 'docs' / 'compatibility.md'

Entry = collections.namedtuple('Entry', 'signs reason')


def load(suite):
    """Return a dictionary: test to Entry, whose signs are by pairing."""
    entries = collections.OrderedDict()
    file = _file(suite)
    if not file.exists():
        return entries
    for line in file.read_text().splitlines():
        if not line or line.startswith('#'):
            continue
        fields, _, reason = line.partition('  # ')
        name, *signs = fields.split()
        if len(signs) != len(suite.pairings) or not set(signs) <= set('+-x'):
            raise ValueError('not a line of the record: ' + line)
        entries[name] = Entry(dict(zip(suite.pairings, signs)), reason.strip())
    return entries


def save(suite, entries):
    lines = ['# CPython 3.11.2 {}, by pairing: {} (see pairings.py).'.format(
                 suite.name, ', '.join(suite.pairings)),
             '# + passes, - does not, x is not run.']
    width = max(map(len, entries))
    for name, entry in entries.items():
        line = '{:{}} {}'.format(name, width, ' '.join(
            entry.signs[pairing] for pairing in suite.pairings))
        lines.append(line + ('  # ' + entry.reason if entry.reason else ''))
    _file(suite).write_text('\n'.join(lines) + '\n')


def update_document(suite):
    """Put the suite's line in the document's table right."""
    line = summary(suite)
    start = line[:line.index('|', 1)]
    DOCUMENT.write_text(''.join(
        line + '\n' if old.startswith(start) else old
        for old in DOCUMENT.read_text().splitlines(True)))


def summary(suite):
    """Return the document's line on the suite: how many tests pass."""
    entries = load(suite).values()
    counts = ', '.join('{} {}'.format(
        pairing, sum(entry.signs[pairing] == '+' for entry in entries))
        for pairing in suite.pairings)
    return '| `{}` | {} | {} |'.format(suite.name, len(entries), counts)


def _file(suite):
    return FOLDER / (suite.name + '.passing')
