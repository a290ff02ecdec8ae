"""Command line: python3 -m conformance PAIRING [SUITE] [-k T] [--record]."""
import argparse
import collections
import sys
import time

from . import pairings, record, runner
from .suites import SUITES


def main():
    parser = argparse.ArgumentParser(prog='python3 -m conformance')
    parser.add_argument('pairing', choices=list(pairings.PAIRINGS),
                        help='; '.join('{}: {}'.format(name, p.question) for
                                       name, p in pairings.PAIRINGS.items()))
    parser.add_argument('suite', choices=list(SUITES), nargs='?',
                        default='test_ssl', help="one of CPython's test files "
                        '(default: %(default)s)')
    parser.add_argument('-k', metavar='TEXT', action='append', default=[],
                        help='only tests with TEXT in Class.method')
    parser.add_argument('-v', action='store_true',
                        help='show the text of each failure')
    parser.add_argument('--record', action='store_true',
                        help='write new passes to the record, and their '
                        'number to docs/compatibility.md')
    arguments = parser.parse_args()
    suite = SUITES[arguments.suite]
    if arguments.pairing not in suite.pairings:
        parser.error('{} is run under {} only'.format(
            suite.name, ', '.join(suite.pairings)))
    lacking = pairings.missing()
    if lacking:
        sys.exit(lacking)
    names = [name for name in runner.list_tests(suite)
             if not arguments.k or any(text in name for text in arguments.k)]
    if pairings.PAIRINGS[arguments.pairing].command != [sys.executable]:
        runner.build()
    entries = record.load(suite)
    if not arguments.k:
        names = [name for name in names if name not in entries or
                 entries[name].signs[arguments.pairing] != 'x']
    new = collections.OrderedDict()
    regressions = []

    def show(name, outcome):
        known = entries.get(name)
        sign = known.signs[arguments.pairing] if known else '-'
        note = ''
        if outcome.kind == runner.PASS and sign != '+':
            new[name] = outcome
            note = '  (new)'
        elif outcome.kind != runner.PASS and sign == '+':
            regressions.append(name)
            note = '  (REGRESSION)'
        last = outcome.text.strip().splitlines()[-1:]
        line = '{:5} {:6.2f} s  {}{}'.format(outcome.kind, outcome.seconds,
                                            name, note)
        if outcome.kind != runner.PASS and last:
            line += '\n        ' + last[0][:300]
        if outcome.kind not in (runner.PASS, runner.SKIP) and arguments.v:
            line += '\n' + outcome.text
        print(line, flush=True)

    start = time.monotonic()
    outcomes = runner.run(suite, arguments.pairing, names, show)
    counts = collections.Counter(o.kind for o in outcomes.values())
    print('{} {}: {} of {} pass in {:.0f} s ({})'.format(
        suite.name, arguments.pairing, counts[runner.PASS], len(outcomes),
        time.monotonic() - start,
        ', '.join('%s %d' % pair for pair in sorted(counts.items()))))
    if arguments.record and (new or not entries):
        _record(suite, arguments.pairing, entries, new)
    if regressions:
        sys.exit('recorded as passing: ' + ', '.join(regressions))


def _record(suite, pairing, entries, new):
    result = collections.OrderedDict()
    for name in runner.list_tests(suite):
        entry = entries.get(name) or record.Entry(
            dict.fromkeys(suite.pairings, '-'), '')
        if name in new:
            entry.signs[pairing] = '+'
        if set(entry.signs.values()) == {'+'}:
            entry = entry._replace(reason='')
        result[name] = entry
    record.save(suite, result)
    record.update_document(suite)


if __name__ == '__main__':
    main()
