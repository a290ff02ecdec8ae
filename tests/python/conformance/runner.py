"""Runs tests in guests, so that one that hangs or crashes costs only itself.

A guest is an interpreter that runs a list of tests and writes a line about
each.  When it's silent for too long or dies, it's ended, the test it was at
is marked, and another guest goes on behind that test.  One that doesn't come
as far as the first test has no successor.
"""
import collections
import json
import os
import pathlib
import subprocess
import tempfile
import time
import unittest

from .pairings import GUEST, LIBRARY, PAIRINGS, ROOT

SECONDS_PER_TEST = float(os.environ.get('CONFORMANCE_SECONDS', 150))
SECONDS_TO_START = 300
# With more than this something is broken that every test needs.
MOST_LOST_GUESTS = 12

PASS, SKIP, FAIL, ERROR, HANG, CRASH = (
    'pass', 'skip', 'fail', 'error', 'hang', 'crash')

Outcome = collections.namedtuple('Outcome', 'kind text seconds')


def list_tests(suite):
    """Return the names of all tests, as Class.method, in order."""
    prefix = suite.module + '.'
    names = []

    def collect(tests):
        for test in tests:
            if isinstance(test, unittest.TestSuite):
                collect(test)
            else:
                names.append(test.id()[len(prefix):])

    collect(unittest.defaultTestLoader.loadTestsFromName(suite.module))
    return names


def run(suite, pairing_name, names, on_outcome=None):
    """Run a suite's tests under a pairing; return a dictionary of Outcomes."""
    pairing = PAIRINGS[pairing_name]
    outcomes = collections.OrderedDict()

    def note(name, outcome):
        outcomes[name] = outcome
        if on_outcome:
            on_outcome(name, outcome)

    compared = [name for name in names
                if name.partition('.')[0] in suite.newer_enum]
    rest = [name for name in names if name not in compared]
    for batch, newer_enum in ((rest, False), (compared, True)):
        if batch:
            _run_batch(suite, pairing, batch, newer_enum, note)
    return outcomes


def _run_batch(suite, pairing, names, newer_enum, note):
    waiting = list(names)
    lost = 0
    with tempfile.TemporaryDirectory(prefix='conformance-') as folder:
        while waiting:
            guest = _Guest(suite, pairing, waiting, newer_enum,
                           pathlib.Path(folder))
            try:
                end = guest.watch(waiting, note)
            finally:
                guest.end()
            if not waiting:
                return
            lost += 1
            note(waiting.pop(0), end)
            if not guest.ready or lost >= MOST_LOST_GUESTS:
                for name in waiting:
                    note(name, Outcome(ERROR, 'not run: %d guests were lost'
                                       % lost, 0))
                return


class _Guest:
    def __init__(self, suite, pairing, names, newer_enum, folder):
        self._results = folder / 'results'
        self._results.write_bytes(b'')
        self._output = folder / 'output'
        self.ready = False
        request = folder / 'request'
        request.write_text(json.dumps({
            'ssl_file': str(pairing.ssl_file), 'library': str(LIBRARY),
            'newer_enum': newer_enum, 'newer': suite.library,
            'module': suite.module, 'tests': names,
            'loopback_seconds': suite.loopback_seconds,
            'results': str(self._results)}))
        environment = dict(os.environ, TZ='America/New_York',
                           PYTHONDONTWRITEBYTECODE='1')
        with open(str(self._output), 'wb') as output:
            self._process = subprocess.Popen(
                pairing.command + [str(GUEST), str(request)],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                cwd=str(folder), env=environment)

    def watch(self, waiting, note):
        """Take finished tests off the list until the guest ends or hangs.

        Returns the Outcome of the test that it was at.
        """
        read = 0
        allowed = SECONDS_TO_START
        last = time.monotonic()
        while True:
            ended = self._process.poll() is not None
            lines = self._results.read_bytes()
            lines = lines[:lines.rfind(b'\n') + 1]
            for line in lines[read:].splitlines():
                result = json.loads(line.decode('utf-8'))
                last = time.monotonic()
                allowed = SECONDS_PER_TEST
                self.ready = True
                if 'outcome' in result:
                    waiting.remove(result['test'])
                    note(result['test'], Outcome(
                        result['outcome'], result['text'],
                        result['seconds']))
            read = len(lines)
            if not waiting:
                return None
            if ended:
                return Outcome(CRASH, 'status %d\n%s' % (
                    self._process.returncode, self._tail()), 0)
            if time.monotonic() - last > allowed:
                return Outcome(HANG, self._tail(),
                               time.monotonic() - last)
            time.sleep(0.1)

    def end(self):
        self._process.kill()
        self._process.wait()

    def _tail(self):
        text = self._output.read_bytes().decode('utf-8', 'replace')
        return text[-4000:]


def build():
    """Build what ./ironssl runs, so that no test waits for it."""
    subprocess.run([str(ROOT / 'ironssl'), '-c', 'import ssl'], check=True,
                   stdin=subprocess.DEVNULL)
