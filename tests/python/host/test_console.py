"""The console behaves as IronPython's own, with our ssl found first."""
import os
import subprocess

import pytest

from support.guest import IRONSSL

pytestmark = pytest.mark.ironpython


def run(*arguments, input=None, environment=None, folder=None):
    """Run the console; return (status, output, errors)."""
    done = subprocess.run(
        [str(IRONSSL), *map(str, arguments)], timeout=180, cwd=folder,
        input=input, env=dict(os.environ, **(environment or {})),
        stdin=None if input is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return (done.returncode, done.stdout.decode('utf-8'),
            done.stderr.decode('utf-8'))


@pytest.fixture(scope='module', autouse=True)
def built():
    """Build the console before anything that it prints is compared."""
    subprocess.run([str(IRONSSL), '-c', ''], check=True, timeout=600)


@pytest.fixture
def script(tmp_path):
    def write(text, name='script.py'):
        path = tmp_path / name
        path.write_text(text)
        return path
    return write


def test_a_script_gets_its_arguments_and_its_exit_status(script):
    path = script('import sys\nprint(sys.argv[1:], __name__)\nsys.exit(7)\n')
    assert run(path, 'a', '-b') == (7, "['a', '-b'] __main__\n", '')


def test_an_exception_ends_with_status_1_and_a_traceback(script):
    status, output, errors = run(script('print(1)\n1/0\n'))
    assert (status, output) == (1, '1\n')
    assert 'ZeroDivisionError' in errors


def test_a_command_is_run():
    assert run('-c', 'import sys; print(sys.argv)', 'x') == (
        0, "['-c', 'x']\n", '')


def test_a_module_is_run(script, tmp_path):
    script('import sys\nprint(__name__, sys.argv[1:])\n', 'some_module.py')
    assert run('-m', 'some_module', 'x', folder=tmp_path) == (
        0, "__main__ ['x']\n", '')


def test_a_program_comes_from_standard_input():
    program = b'import sys\nprint(sys.argv)\nsys.exit(3)\n'
    assert run('-', 'x', input=program) == (3, "['-', 'x']\n", '')
    assert run(input=b'print(2)\n') == (0, '2\n', '')


def test_the_prompt_reads_redirected_input_when_asked_to():
    status, output, _ = run('-i', input=b'x = 20\nprint(x + 1)\n')
    assert status == 0
    assert '>>> ' in output
    assert '21' in output


def test_a_mebibyte_is_not_taken_for_long_lived():
    # The runtime counts what it collects seldom among the oldest.
    assert run('-c', 'import System; print(System.GC.GetGeneration('
               'System.Array.CreateInstance(System.Byte, 1 << 20)) < 2)') == (
                   0, 'True\n', '')


def test_our_ssl_is_found_before_the_standard_librarys():
    status, output, _ = run(
        '-c', 'import ssl, _ssl; print(ssl.__file__);'
        'print(ssl.OPENSSL_VERSION)')
    assert status == 0
    assert os.path.join('pylib', 'ssl.py') in output


def test_the_scripts_folder_comes_before_ours(script, tmp_path):
    script('origin = "script"\n', 'ssl.py')
    path = script('import ssl\nprint(ssl.origin)\n')
    assert run(path) == (0, 'script\n', '')


def test_ironpythonpath_is_searched(script, tmp_path):
    (tmp_path / 'extra').mkdir()
    script('print("found")\n', 'extra/only_there.py')
    environment = {'IRONPYTHONPATH': str(tmp_path / 'extra')}
    assert run('-c', 'import only_there', environment=environment) == (
        0, 'found\n', '')
    status, _, errors = run('-E', '-c', 'import only_there',
                            environment=environment)
    assert status == 1
    assert 'only_there' in errors


def test_isolated_mode_leaves_the_current_folder_out(script, tmp_path):
    script('print("found")\n', 'only_here.py')
    assert run('-c', 'import only_here', folder=tmp_path)[0] == 0
    assert run('-I', '-c', 'import only_here', folder=tmp_path)[0] == 1


def test_ssl_is_there_without_site():
    status, output, errors = run('-S', '-c', 'import ssl; print(ssl.HAS_SNI)')
    assert (status, output, errors) == (0, 'True\n', '')


def test_a_second_start_builds_nothing():
    status, _, errors = run('-c', '')
    assert (status, errors) == (0, '')
