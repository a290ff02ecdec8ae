"""Turns coroutines written with async and await into generators.

Python 3.4 has no such words; before them, coroutines were generators that
said "yield from" for "await".
"""
import functools
import inspect
import io
import tokenize

_OPENING, _CLOSING = '([{', ')]}'
_NOT_CODE = (tokenize.NL, tokenize.COMMENT)


def rewrite(source):
    """Return the source with generators for coroutines.

    `async def` becomes a `def` that is decorated with `_coroutine`, and
    `await X` becomes `(yield from X)`. There is nothing for `async with` and
    `async for`.
    """
    if 'async def ' not in source:
        return source
    tokens = [token for token in
              tokenize.generate_tokens(io.StringIO(source).readline)
              if token.type not in _NOT_CODE]
    edits = []
    for index, token in enumerate(tokens):
        if token.type != tokenize.NAME:
            continue
        if token.string == 'async' and tokens[index + 1].string == 'def':
            edits.append((token.start, len('async '),
                          '@_coroutine\n' + ' ' * token.start[1]))
        elif token.string == 'await':
            edits.append((token.start, len('await'), '(yield from'))
            edits.append((_end_of_operand(tokens, index + 1), 0, ')'))
    return _apply(source, edits)


def _end_of_operand(tokens, index):
    """Return where the primary expression that starts at index ends."""
    index = _skip_group(tokens, index)
    while tokens[index].string in ('.', '(', '['):
        index = (index + 2 if tokens[index].string == '.'
                 else _skip_group(tokens, index))
    return tokens[index - 1].end


def _skip_group(tokens, index):
    """Return the index behind a token, or behind a pair of brackets."""
    depth = 0
    while True:
        if tokens[index].string in _OPENING:
            depth += 1
        elif tokens[index].string in _CLOSING:
            depth -= 1
        index += 1
        if depth == 0:
            return index


def _apply(source, edits):
    lines = source.splitlines(True)
    # Backwards, so that what comes before keeps its place.
    for (line, column), length, text in sorted(edits, reverse=True):
        old = lines[line - 1]
        lines[line - 1] = old[:column] + text + old[column + length:]
    return ''.join(lines)


def coroutine(function):
    """Make a function a generator function that isn't one already."""
    if inspect.isgeneratorfunction(function):
        return function

    @functools.wraps(function)
    def generator(*args, **keywords):
        return function(*args, **keywords)
        yield

    return generator
