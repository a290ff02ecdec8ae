"""The package sources: what each part needs, and what is said without it."""
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import threading

import pytest

from support.guest import ROOT

pytestmark = pytest.mark.ironpython

CONFIGURATION = """<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <packageSources><clear /><add key="here" value="{}" /></packageSources>
  <fallbackPackageFolders><clear /></fallbackPackageFolders>
  <auditSources>
    <clear /><add key="audit" value="{}" allowInsecureConnections="true" />
  </auditSources>
</configuration>
"""

IRONPYTHON = {'ironpython', 'ironpython.stdlib', 'dynamiclanguageruntime'}


def cached_packages():
    """Return the files of the packages that NuGet has on this machine."""
    listed = subprocess.run(
        ['dotnet', 'nuget', 'locals', 'global-packages', '--list'],
        stdout=subprocess.PIPE, check=True, timeout=60).stdout.decode('utf-8')
    folder = pathlib.Path(listed.split(':', 1)[1].strip())
    return list(folder.glob('*/*/*.nupkg'))


class Checkout:
    """A copy of the sources with a package source and a cache of its own."""

    def __init__(self, folder):
        self.root = folder / 'checkout'
        self.source = folder / 'source'
        self.source.mkdir()
        self.environment = dict(
            os.environ, NUGET_PACKAGES=str(folder / 'packages'))

    def copy(self, *left_out, audit_source='http://127.0.0.1:9/index.json'):
        """Copy the sources; nobody answers at the default audit source."""
        ignore = shutil.ignore_patterns(
            'artifacts', '.git', '__pycache__', *left_out)
        shutil.copytree(str(ROOT), str(self.root), ignore=ignore)
        (self.root / 'NuGet.Config').write_text(
            CONFIGURATION.format(self.source, audit_source))

    def limit_python_suites(self, folder):
        """Let pytest run one folder, enough to see that it ran."""
        with (self.root / 'tests/python/pytest.ini').open('a') as settings:
            settings.write('testpaths = {}\n'.format(folder))

    def offer(self, wanted):
        """Put the packages of this machine that are wanted into the source."""
        for package in cached_packages():
            if wanted(package.parent.parent.name):
                (self.source / package.name).symlink_to(package)

    def offer_for_core(self):
        """Offer BouncyCastle, and what the SDK takes from packages."""
        self.offer(lambda name: name == 'bouncycastle.cryptography'
                   or name.startswith('microsoft.'))

    def run(self, *command, timeout):
        return subprocess.run(
            command, cwd=str(self.root), env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout)


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)


def test_the_lacking_packages_are_named_in_one_line(checkout):
    checkout.copy('tests')
    done = checkout.run('./ironssl', '-c', '', timeout=300)
    lines = [line for line in done.stderr.decode('utf-8').splitlines()
             if 'lack' in line]
    assert done.returncode == 3
    assert len(lines) == 1
    assert re.search(r'IronPython \S*3\.4\.2', lines[0])
    assert 'BouncyCastle.Cryptography 2.7.0' in lines[0]
    assert 'public NuGet gallery' in lines[0]


def test_the_core_builds_with_bouncycastle_alone(checkout):
    checkout.copy('tests')
    checkout.offer_for_core()
    done = checkout.run('dotnet', 'build', 'src/IronSsl.Tls', '-c', 'Release',
                        '-nologo', '-v', 'quiet', timeout=300)
    assert done.returncode == 0, done.stdout.decode('utf-8')


@pytest.fixture
def audit_source():
    """A list of vulnerabilities that names BouncyCastle."""
    pages = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            page = pages.get(self.path)
            self.send_response(404 if page is None else 200)
            self.end_headers()
            self.wfile.write(json.dumps(page).encode('ascii'))

        def log_message(self, *arguments):
            """Keep the test's output clean."""

    with http.server.HTTPServer(('127.0.0.1', 0), Handler) as server:
        root = 'http://127.0.0.1:{}/'.format(server.server_port)
        pages['/index.json'] = {'version': '3.0.0', 'resources': [
            {'@id': root + 'list.json', '@type': 'VulnerabilityInfo/6.7.0'}]}
        pages['/list.json'] = [{
            '@name': 'base', '@id': root + 'base.json',
            '@updated': '2026-01-01T00:00:00Z'}]
        pages['/base.json'] = {'bouncycastle.cryptography': [{
            'severity': 0, 'url': 'https://advisory.invalid/',
            'versions': '(, 99.0.0)'}]}
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield root + 'index.json'
        server.shutdown()
        thread.join()


def test_a_vulnerable_package_is_an_error(checkout, audit_source):
    checkout.copy('tests', audit_source=audit_source)
    checkout.offer_for_core()
    done = checkout.run(
        'dotnet', 'restore', 'src/IronSsl.Tls', timeout=300)
    assert 'error NU1901' in done.stdout.decode('utf-8')
    assert done.returncode != 0


def test_the_core_is_tested_without_ironpython(checkout):
    checkout.copy()
    checkout.limit_python_suites('api')
    checkout.offer(lambda name: name not in IRONPYTHON)
    done = checkout.run('./test', timeout=600)
    output = done.stdout.decode('utf-8')
    errors = done.stderr.decode('utf-8')

    lacking = [line for line in errors.splitlines() if 'lack' in line]
    assert len(lacking) == 1 and 'IronPython' in lacking[0], errors
    assert 'BouncyCastle' not in lacking[0]
    counts = dict(re.findall(r'^(\S+) +([0-9]+) passed', output, re.M))
    assert int(counts['dotnet-Tls']) > 1000, output
    assert int(counts['cpython']) > 100, output
    for suite in ('tests/dotnet/Module', 'format',
                  'tests/python on IronPython'):
        assert suite in output, output
    assert re.search(r'[0-9]+ passed, 0 failed, [0-9]+ skipped\Z',
                     output.strip()), output
    assert done.returncode != 0
