"""A Python interpreter under test that answers calls, one after the other.

Starting IronPython costs over a second, so one process serves many tests.
It runs guest/driver.py, which reads a request a line and writes an answer a
line. A guest that hangs or dies is ended, and the next call starts another.
"""
import json
import os
import pathlib
import queue
import subprocess
import sys
import threading

# The first start may have to build.
START_LIMIT = 600
# Above every limit of the guest's own, so that those are the ones to speak.
CALL_LIMIT = 180

ROOT = pathlib.Path(__file__).resolve().parents[3]
DRIVER = ROOT / 'tests' / 'python' / 'guest' / 'driver.py'
IRONSSL = ROOT / 'ironssl'


class GuestError(Exception):
    """An exception that the guest's code raised.

    `type` is the class's name, `bases` the names of all its base classes,
    `text` its str(), `args` its arguments, `attributes` those of errno,
    library, reason, verify_code and verify_message that it has.
    """

    def __init__(self, description):
        super().__init__(description['type'] + ': ' + description['text'])
        self.__dict__.update(description)


class Guest:
    """One interpreter; `command` is how to start it."""

    def __init__(self, command=None, environment=None):
        self._command = command or guest_command()
        self._environment = dict(os.environ, **(environment or {}))
        self._process = None
        self._answers = None

    def start(self):
        """Start, and wait until the guest answers.

        Done before a test's peers are there: they wait for no start.
        """
        self._start()
        self._ask('ready', {}, START_LIMIT)
        return self

    def call(self, action, **arguments):
        """Run an action of guest/actions.py, or MODULE.ACTION."""
        if self._process is None or self._process.poll() is not None:
            self.start()
        return self._ask(action, arguments, CALL_LIMIT)

    def _ask(self, action, arguments, timeout):
        request = json.dumps({'action': action, 'arguments': arguments})
        self._process.stdin.write(request.encode('ascii') + b'\n')
        self._process.stdin.flush()
        try:
            line = self._answers.get(timeout=timeout)
        except queue.Empty:
            self.close()
            raise TimeoutError(
                'the guest did not answer {!r}'.format(action)) from None
        if not line:
            status = self._process.wait(10)
            raise RuntimeError('the guest ended with status {} in {!r}'.format(
                status, action))
        answer = json.loads(line.decode('utf-8'))
        if 'error' in answer:
            raise GuestError(answer['error'])
        return answer['result']

    def close(self):
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process.stdin.close()
            self._process = None

    def _start(self):
        self._process = subprocess.Popen(
            self._command + [str(DRIVER)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, env=self._environment)
        self._answers = queue.Queue()
        threading.Thread(target=self._collect, daemon=True, args=(
            self._process.stdout, self._answers)).start()

    @staticmethod
    def _collect(stream, answers):
        with stream:
            for line in stream:
                answers.put(line)
        answers.put(b'')


def guest_command():
    """IronPython with IronSsl; CPython where IRONSSL_GUEST says `cpython`.

    The second tells whether a failing test is wrong about CPython.
    """
    if os.environ.get('IRONSSL_GUEST') == 'cpython':
        return [sys.executable]
    return [str(IRONSSL)]
