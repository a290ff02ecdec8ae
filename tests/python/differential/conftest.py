import pytest

from openssl_verify import OpenSslMissing, Verifier


@pytest.fixture(scope="module")
def openssl():
    """OpenSSL 3, which judges the chains that IronSsl judges."""
    try:
        verifier = Verifier()
    except OpenSslMissing as error:
        pytest.skip(f"no OpenSSL 3 to compare with: {error}")
    yield verifier
    verifier.close()
