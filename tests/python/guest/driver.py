"""Answers calls on standard input: see support/guest.py.

Runs on IronPython 3.4 and on CPython alike, so its syntax is Python 3.4's.
"""
import importlib
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

ATTRIBUTES = ('errno', 'library', 'reason', 'verify_code', 'verify_message')


def describe(error):
    """Turn an exception into what GuestError is made from."""
    return {
        'type': type(error).__name__,
        'bases': [base.__name__ for base in type(error).__mro__],
        'text': str(error),
        'args': [plain(arg) for arg in error.args],
        'attributes': dict((name, plain(getattr(error, name)))
                           for name in ATTRIBUTES if hasattr(error, name)),
    }


def plain(value):
    return value if isinstance(value, (int, str)) else repr(value)


def main():
    while True:
        line = sys.stdin.readline()
        if not line:
            return
        request = json.loads(line)
        try:
            module, _, name = request['action'].rpartition('.')
            module = importlib.import_module(module or 'actions')
            action = getattr(module, name)
            answer = {'result': action(**request['arguments'])}
        except Exception as error:
            answer = {'error': describe(error)}
        sys.stdout.write(json.dumps(answer) + '\n')
        sys.stdout.flush()


if __name__ == '__main__':
    main()
