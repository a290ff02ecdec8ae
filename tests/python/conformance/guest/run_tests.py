"""Runs tests of a module and writes a line of JSON before and after each.

Called by runner.py with a request.  Runs on IronPython 3.4 and on CPython
3.11 alike, so its syntax is Python 3.4's.
"""
import importlib
import itertools
import json
import os
import sys
import time
import traceback
import unittest

sys.dont_write_bytecode = True


def import_by_path(name, path):
    import importlib.machinery
    module = importlib.machinery.SourceFileLoader(name, path).load_module()
    sys.modules[name] = module
    return module


class Reporter(unittest.TestResult):
    """Sums a test and its subtests up in one line."""

    def __init__(self, out):
        super().__init__()
        self._out = out
        self._kind = None
        self._texts = []
        self._start = 0

    def startTest(self, test):
        super().startTest(test)
        self._kind = 'pass'
        self._texts = []
        self._start = time.time()

    def stopTest(self, test):
        super().stopTest(test)
        self.write(test)

    def write(self, test):
        self._out({'test': short_name(test), 'outcome': self._kind,
                   'text': '\n'.join(self._texts),
                   'seconds': round(time.time() - self._start, 3)})

    def _note(self, kind, text):
        order = ('pass', 'skip', 'fail', 'error')
        if order.index(kind) > order.index(self._kind or 'pass'):
            self._kind = kind
        self._texts.append(text)

    def addError(self, test, error):
        self._note('error', ''.join(traceback.format_exception(*error)))

    def addFailure(self, test, error):
        self._note('fail', ''.join(traceback.format_exception(*error)))

    def addSubTest(self, test, subtest, error):
        if error is not None:
            kind = ('fail' if issubclass(error[0], test.failureException)
                    else 'error')
            self._note(kind, str(subtest) + '\n' + ''.join(
                traceback.format_exception(*error)))

    def addSkip(self, test, reason):
        self._note('skip', reason)

    def addExpectedFailure(self, test, error):
        self._note('skip', 'expected failure')

    def addUnexpectedSuccess(self, test):
        self._note('fail', 'unexpected success')


def short_name(test):
    return '.'.join(test.id().split('.')[-2:])


def run(module, names, out):
    """Run tests, each class's between its set-up and its tear-down."""
    # There is no tearDownModule: the process ends.
    getattr(module, 'setUpModule', lambda: None)()
    for class_name, group in itertools.groupby(
            names, lambda name: name.partition('.')[0]):
        cls = getattr(module, class_name)
        tests = [cls(name.partition('.')[2]) for name in group]
        reporter = Reporter(out)
        if getattr(cls, '__unittest_skip__', False):
            for test in tests:
                test.run(reporter)
            continue
        try:
            cls.setUpClass()
        except unittest.SkipTest as skip:
            for test in tests:
                reporter.startTest(test)
                reporter.addSkip(test, str(skip))
                reporter.stopTest(test)
            continue
        for test in tests:
            out({'start': short_name(test)})
            test.run(reporter)
        cls.tearDownClass()


def main():
    with open(sys.argv[1]) as file:
        request = json.load(file)
    results = open(request['results'], 'a')

    def out(line):
        results.write(json.dumps(line) + '\n')
        results.flush()

    if sys.implementation.name == 'ironpython':
        import newer_python
        newer_python.install(request['library'], request['newer'],
                             request['newer_enum'])
        if request['ssl_file'].startswith(request['library']):
            newer_python.use_ssl_of(request['library'])
    else:
        import_by_path('ssl', request['ssl_file'])

    # Before the tests, which turn a failure to import it into skips.
    import ssl
    if not os.path.samefile(ssl.__file__, request['ssl_file']) and (
            open(ssl.__file__).read() != open(request['ssl_file']).read()):
        raise SystemExit('another ssl: ' + ssl.__file__)

    from test import support
    support.use_resources = ['cpu', 'walltime']
    support.verbose = False
    support.LOOPBACK_TIMEOUT = request['loopback_seconds']
    module = importlib.import_module(request['module'])
    out({'ready': ssl.OPENSSL_VERSION})
    run(module, request['tests'], out)
    # Threads of tests that failed must not keep the process.
    sys.stdout.flush()
    os._exit(0)


if __name__ == '__main__':
    main()
