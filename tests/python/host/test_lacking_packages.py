"""Without its packages the launcher says in one line what is lacking."""
import os
import shutil
import subprocess

import pytest

from support.guest import ROOT

pytestmark = pytest.mark.ironpython

NO_SOURCES = """<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <packageSources><clear /><add key="empty" value="{}" /></packageSources>
</configuration>
"""


@pytest.fixture
def checkout(tmp_path):
    """A copy of the sources whose only package source is an empty folder."""
    target = tmp_path / 'checkout'
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(
        'artifacts', '.git', '__pycache__', 'tests'))
    (tmp_path / 'empty').mkdir()
    (target / 'NuGet.Config').write_text(
        NO_SOURCES.format(tmp_path / 'empty'))
    return target


def test_the_lacking_packages_are_named_in_one_line(checkout, tmp_path):
    environment = dict(os.environ, NUGET_PACKAGES=str(tmp_path / 'packages'))
    done = subprocess.run(
        [str(checkout / 'ironssl'), '-c', ''], env=environment, timeout=300,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    lines = [line for line in done.stderr.decode('utf-8').splitlines()
             if 'lack' in line]
    assert done.returncode == 3
    assert len(lines) == 1
    assert 'IronPython 3.4.2' in lines[0]
    assert 'BouncyCastle.Cryptography 2.7.0' in lines[0]
    assert 'public NuGet gallery' in lines[0]
