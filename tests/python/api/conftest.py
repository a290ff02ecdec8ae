"""What the tests of the founding documents call."""
import pytest


@pytest.fixture
def promise(scenario):
    """Play a function of guest/founding.py through."""
    def call(name, **arguments):
        return scenario('founding.' + name, **arguments)

    call.interpreter = scenario.interpreter
    return call
