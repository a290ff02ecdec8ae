"""What a row of a table of promises says, and how it is played through."""
import ast
import builtins
import functools

from support.guest import ROOT

GUEST = ROOT / 'tests' / 'python' / 'guest'

# The interpreters that a promise is checked on, with our ssl.py on each: on
# CPython over CPython's own _ssl, which tells the faults of ssl.py from those
# of _ssl, and on IronPython over ours.
BOTH = ('cpython', 'ironpython')
OURS = ('ironpython',)

# For `gives`: the outcome that CPython's own ssl has.
AS_CPYTHON = object()

# What expressions may name besides files: see guest/expressions.py.
NAMES = {'ssl', 'socket', 'raises'}


class Promise:
    """One row.

    `source` is who promised it, `item` the number in that document, `name`
    the sentence.  The check is the function of that name in the module of
    guest/ that belongs to the source, or, where the row has `holds`, that
    each of these Python expressions is true.  A parameter of the function,
    or a name in an expression, is a keyword of the row or a fixture of
    pytest.  The check has to return `gives`.  `not_on_cpython` is the reason
    to skip it there.
    """

    def __init__(self, source, item, name, *holds, on=BOTH, gives=None,
                 not_on_cpython=None, **given):
        self.source, self.item, self.name = source, item, name
        self.on, self.gives, self.given = on, gives, given
        self.not_on_cpython = not_on_cpython
        self._holds = list(holds)

    @property
    def id(self):
        parts = [self.source, self.item, self.name, *self.given.values()]
        return '-'.join(str(part) for part in parts if part is not None)

    def call_of(self, modules, fixture):
        """Return (action, arguments) for Guest.call()."""
        module = modules[self.source]
        wanted = (names_in(self._holds) if self._holds
                  else functions_of(module)[self.name])
        arguments = {name: self.given[name] if name in self.given
                     else fixture(name) for name in wanted}
        if self._holds:
            return 'expressions.hold', dict(arguments, holds=self._holds)
        return module + '.' + self.name, arguments

    def has_function(self):
        return not self._holds


def names_in(expressions):
    """The names that must be given to what the expressions say."""
    names = [node for text in expressions
             for node in ast.walk(ast.parse(text, mode='eval'))
             if isinstance(node, ast.Name)]
    bound = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return {node.id for node in names} - bound - NAMES - set(dir(builtins))


@functools.lru_cache(maxsize=None)
def functions_of(module):
    """The public functions of a module of guest/, with their parameters."""
    tree = ast.parse((GUEST / (module + '.py')).read_text())
    return {node.name: [argument.arg for argument in node.args.args]
            for node in tree.body if isinstance(node, ast.FunctionDef)
            and not node.name.startswith('_')}
