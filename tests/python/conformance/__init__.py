"""CPython's own tests of ssl, and of what stands on it, run on this project.

The tests are those of the CPython that runs this (Debian's package
libpython3.11-testsuite); nothing of them is kept here but the records of
which pass: a file SUITE.passing each.

    /usr/bin/python3 -m conformance both            (from tests/python)
    /usr/bin/python3 -m conformance both -k ContextTests.test_ciphers -v
    /usr/bin/python3 -m conformance both test_ftplib

Without a suite's name it is test_ssl. The other suites run the clients of
IronPython's library, which is Python 3.4's, over our ssl. All tests of a
file are recorded, also those without TLS: they cost little, and tell what
is the library's own from what TLS breaks. What the tests ask of a library
newer than 3.4 fails, and the record says what that is.

asyncio's suites run CPython 3.11's asyncio, whose coroutines become
generators (guest/generators.py): nothing in them fits the one of 3.4.
"""
