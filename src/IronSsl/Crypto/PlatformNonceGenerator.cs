using System.Security.Cryptography;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Crypto;

/// <summary>Public random values (hello randoms, CBC initialisation vectors) straight from the operating system. Its
/// generator gives nothing away about later output, so BouncyCastle's hashing layer between the two isn't
/// needed.</summary>
internal sealed class PlatformNonceGenerator : TlsNonceGenerator
{
    public byte[] GenerateNonce(int size) => RandomNumberGenerator.GetBytes(size);
}
