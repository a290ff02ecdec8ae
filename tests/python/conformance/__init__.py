"""CPython's own tests of ssl, run against this project.

The tests are those of the CPython that runs this (Debian's package
libpython3.11-testsuite); nothing of them is kept here but the record of
which pass: test_ssl.passing.

    /usr/bin/python3 -m conformance both            (from tests/python)
    /usr/bin/python3 -m conformance both -k ContextTests.test_ciphers -v
"""
