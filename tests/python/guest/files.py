"""A reader of makefile() over a raw file that answers as it is told.

Python 3.4 syntax.
"""
import io

try:
    from _ssl import _BufferedReader as BufferedReader
except ImportError:
    from io import BufferedReader


class Raw(io.RawIOBase):
    """Each answer is text, None, a number to return or 'raise'."""

    def __init__(self, answers):
        self.answers = list(answers)
        self.asked = []
        self.reader = None

    def readable(self):
        return True

    def readinto(self, buffer):
        self.asked.append(len(buffer))
        answer = self.answers.pop(0) if self.answers else ''
        if answer == 'raise':
            raise OSError(5, 'broken')
        if answer == 'again':
            return self.reader.read(1)
        if answer is None or isinstance(answer, int):
            return answer
        count = min(len(buffer), len(answer))
        buffer[:count] = answer[:count].encode('latin-1')
        if count < len(answer):
            self.answers.insert(0, answer[count:])
        return count


def outcome(answers, size, steps):
    """What each call ends with, and how much the raw file was asked for."""
    raw = Raw(answers)
    reader = raw.reader = BufferedReader(raw, size)
    ends = []
    for step in steps:
        ends.append(end_of(reader, *step))
    return {'ends': ends, 'asked': raw.asked}


class Index(object):
    """An int to whoever asks."""

    def __init__(self, number):
        self.number = number

    def __index__(self):
        return self.number


def end_of(reader, name, *arguments):
    arguments = [Index(value['index']) if isinstance(value, dict) else value
                 for value in arguments]
    try:
        if name in ('readinto', 'readinto1'):
            target = bytearray(arguments[0])
            if arguments[1:] == ['view']:
                result = getattr(reader, name)(memoryview(target))
            elif arguments[1:] == ['bytes']:
                result = getattr(reader, name)(bytes(target))
            else:
                result = getattr(reader, name)(target)
            return ['fills', result, bytes(target).decode('latin-1')]
        result = getattr(reader, name)
        if callable(result):
            result = result(*arguments)
        if isinstance(result, list):
            return ['returns', [line.decode('latin-1') for line in result]]
        if isinstance(result, bytes):
            return ['returns', type(result).__name__,
                    result.decode('latin-1')]
        return ['returns', repr(result) if result is None or isinstance(
            result, (bool, int)) else type(result).__name__]
    except Exception as error:
        return ['raises', type(error).__name__, str(error)]
