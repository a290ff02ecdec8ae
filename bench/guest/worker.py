"""Takes orders from bench/run, one line each, and answers with one line.

    <scenario name>\t<repetitions>

An answer is "ok <wall seconds>", "unsupported <why>" or "failed <why>".  A
scenario is prepared when it is first asked for; its preparation isn't timed.
"""

import gc
import os
import sys
import time
import traceback

import scenarios

try:
    clock = time.perf_counter
except AttributeError:
    clock = time.time


try:
    from System import GC, GCCollectionMode
except ImportError:
    collect = gc.collect
else:
    def collect():
        """Collect, and give back to the system what is free then.

        Otherwise .NET keeps tens of mebibytes for a while, by chance.
        """
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, True, True)
        GC.WaitForPendingFinalizers()


def answer(text):
    sys.stdout.write(text.replace('\n', ' | ') + '\n')
    sys.stdout.flush()


def main():
    scenarios.Material.folder = sys.argv[1]
    table = scenarios.table()
    ready = {}
    answer('ready %d' % os.getpid())
    while True:
        line = sys.stdin.readline()
        if not line.strip():
            return
        name, count = line.rstrip('\n').split('\t')
        try:
            if name == 'collect':
                for _ in range(3):
                    collect()
                answer('ok 0')
                continue
            if name not in ready:
                function, arguments = table[name]
                ready[name] = function(*arguments)
            start = clock()
            ready[name](int(count))
            answer('ok %.9f' % (clock() - start))
        except scenarios.Unsupported as error:
            answer('unsupported %s' % error)
        except Exception:
            answer('failed ' + traceback.format_exc())


main()
