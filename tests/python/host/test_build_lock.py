"""A build leaves nothing behind that keeps the next one waiting."""
import os
import shutil
import signal
import subprocess
import time

import pytest

from support.guest import ROOT

# Stands for the SDK: "publishes" a host, and leaves a compiler server behind.
DOTNET = """#!/bin/sh
[ "$1" = publish ] || { echo 10.0.100; exit; }
while [ "$1" != -o ]; do shift; done
mkdir -p "$2"
printf '#!/bin/sh\\n' > "$2/IronSsl.Host"
chmod +x "$2/IronSsl.Host"
sleep 600 > /dev/null 2>&1 &
echo $! >> "$SERVERS"
"""


@pytest.fixture
def servers(tmp_path):
    """The file with the numbers of the processes that were left behind."""
    file = tmp_path / 'servers'
    yield file
    for number in file.read_text().split() if file.exists() else ():
        os.kill(int(number), signal.SIGKILL)


@pytest.mark.skipif(shutil.which('flock') is None, reason='no flock here')
def test_a_compiler_server_does_not_hold_the_lock(tmp_path, servers):
    checkout = tmp_path / 'checkout'
    for folder in ('eng', 'src', 'pylib'):
        shutil.copytree(os.path.join(ROOT, folder), str(checkout / folder))
    for file in ('ironssl', 'Directory.Build.props',
                 'Directory.Packages.props'):
        shutil.copy(os.path.join(ROOT, file), str(checkout))
    tools = tmp_path / 'tools'
    tools.mkdir()
    (tools / 'dotnet').write_text(DOTNET)
    (tools / 'dotnet').chmod(0o755)
    environment = dict(
        os.environ, SERVERS=str(servers),
        PATH='%s:%s' % (tools, os.environ['PATH']))

    for _ in range(2):
        subprocess.run([str(checkout / 'ironssl')], env=environment,
                       check=True, timeout=200)
        time.sleep(0.02)
        (checkout / 'src' / 'edited.cs').write_text('// newer\n')

    assert len(servers.read_text().split()) == 2
