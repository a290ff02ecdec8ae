"""Writing to the types of `_ssl`.  Python 3.4 syntax."""
import abc
import ssl

import _ssl


def find(name):
    module, _, attribute = name.partition('.')
    return getattr({'_ssl': _ssl, 'ssl': ssl}[module], attribute)


def write(name, attribute):
    """Try both ways to write; return the words of the refusals."""
    words = []
    target = find(name)
    for attempt in (lambda: setattr(target, attribute, None),
                    lambda: _assign(target, attribute)):
        try:
            attempt()
        except TypeError as error:
            words.append(str(error))
        else:
            words.append('written')
            delattr(target, attribute)
    return words


def _assign(target, attribute):
    exec('target.%s = None' % attribute, {'target': target})


def instantiate(name):
    try:
        return repr(find(name)())
    except TypeError as error:
        return str(error)


def derive(name, metaclass):
    """Derive a class and write to it; return its metaclass's name."""
    metaclass = {'type': type, 'ABCMeta': abc.ABCMeta}[metaclass]
    cls = metaclass('Derived', (find(name),), {})
    cls.value = 1
    assert cls.value == 1
    del cls.value
    return type(cls).__name__


def metaclass_is_type(name):
    return type(find(name)) is type
