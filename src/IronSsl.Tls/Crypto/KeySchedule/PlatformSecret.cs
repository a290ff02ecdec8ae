using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IronSsl.Tls.Crypto.KeySchedule;

/// <summary>A secret whose derivations run on the platform's HMAC, which leaves no garbage behind. What is derived from
/// one is one again.</summary>
/// <remarks>As in BouncyCastle, the object itself is the lock over its data.</remarks>
internal class PlatformSecret : BcTlsSecret
{
    private readonly PlatformTlsCrypto _crypto;

    /// <summary>Takes ownership of <paramref name="data"/>.</summary>
    public PlatformSecret(PlatformTlsCrypto crypto, byte[] data)
        : base(crypto, data)
    {
        _crypto = crypto;
    }

    public override byte[] CalculateHmac(int cryptoHashAlgorithm, byte[] buf, int off, int len)
    {
        if (!HashNames.TryGet(cryptoHashAlgorithm, out HashAlgorithmName name))
        {
            return base.CalculateHmac(cryptoHashAlgorithm, buf, off, len);
        }

        lock (this)
        {
            CheckAlive();
            byte[] mac = new byte[TlsCryptoUtilities.GetHashOutputSize(cryptoHashAlgorithm)];
            KeyDerivation.Hmac(name, m_data, buf.AsSpan(off, len), mac);
            return mac;
        }
    }

    public override TlsSecret HkdfExpand(int cryptoHashAlgorithm, byte[] info, int length) =>
        HkdfExpand(cryptoHashAlgorithm, info.AsSpan(), length);

    public override TlsSecret HkdfExpand(int cryptoHashAlgorithm, ReadOnlySpan<byte> info, int length)
    {
        lock (this)
        {
            CheckAlive();

            // .NET insists on what RFC 5869 asks of a key: that it's no shorter than the hash.
            if (length < 1 || !HashNames.TryGet(cryptoHashAlgorithm, out HashAlgorithmName name)
                || m_data.Length < TlsCryptoUtilities.GetHashOutputSize(cryptoHashAlgorithm))
            {
                return base.HkdfExpand(cryptoHashAlgorithm, info, length);
            }

            byte[] output = new byte[length];
            KeyDerivation.Expand(name, m_data, info, output);
            return new PlatformSecret(_crypto, output);
        }
    }

    /// <summary>RFC 5869's extraction with this secret as the salt, which it uses up.</summary>
    public override TlsSecret HkdfExtract(int cryptoHashAlgorithm, TlsSecret ikm)
    {
        if (!HashNames.TryGet(cryptoHashAlgorithm, out HashAlgorithmName name))
        {
            return base.HkdfExtract(cryptoHashAlgorithm, ikm);
        }

        byte[] salt = Extract();
        byte[] keyingMaterial = CopyData(Convert(_crypto, ikm));
        try
        {
            byte[] output = new byte[TlsCryptoUtilities.GetHashOutputSize(cryptoHashAlgorithm)];
            KeyDerivation.Extract(name, keyingMaterial, salt, output);
            return ikm is ResumptionPsk
                ? new ResumptionEarlySecret(_crypto, output) : new PlatformSecret(_crypto, output);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(salt);
            CryptographicOperations.ZeroMemory(keyingMaterial);
        }
    }

    public override TlsSecret DeriveUsingPrf(int prfAlgorithm, string label, byte[] seed, int length) =>
        Adopt(base.DeriveUsingPrf(prfAlgorithm, label, seed, length));

    public override TlsSecret DeriveUsingPrf(
        int prfAlgorithm, ReadOnlySpan<char> label, ReadOnlySpan<byte> seed, int length) =>
        Adopt(base.DeriveUsingPrf(prfAlgorithm, label, seed, length));

    /// <summary>P_hash of RFC 5246 section 5, of which the pseudorandom functions of TLS 1.0 to 1.2 are made.</summary>
    protected override void HmacHash(
        int cryptoHashAlgorithm, byte[] secret, int secretOff, int secretLen, byte[] seed, byte[] output)
    {
        if (!HashNames.TryGet(cryptoHashAlgorithm, out HashAlgorithmName name))
        {
            base.HmacHash(cryptoHashAlgorithm, secret, secretOff, secretLen, seed, output);
            return;
        }

        KeyDerivation.Expand12(name, secret.AsSpan(secretOff, secretLen), seed, output);
    }

    // BouncyCastle makes the results of its pseudorandom functions itself, as secrets of its own kind.
    private TlsSecret Adopt(TlsSecret derived) =>
        derived is PlatformSecret ? derived : new PlatformSecret(_crypto, derived.Extract());
}
