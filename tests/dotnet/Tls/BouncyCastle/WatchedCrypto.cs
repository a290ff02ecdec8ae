using System;
using System.Collections.Generic;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>BouncyCastle's own cryptography, with what TLS asks of it noted.</summary>
internal sealed class WatchedCrypto : BcTlsCrypto
{
    private int _ciphers;

    /// <summary>What ciphers were asked for, in order.</summary>
    public List<CipherCall> Calls { get; } = [];

    /// <summary>What secrets were expanded to, by the label with its length and context.</summary>
    public List<string> Labels { get; } = [];

    /// <summary>What an early secret was made from.</summary>
    public List<TlsSecret> Extracted { get; } = [];

    /// <summary>Answers instead of a cipher that has sealed a record of a type.</summary>
    public Func<short, TlsEncodeResult, TlsEncodeResult>? Seal { get; set; }

    /// <summary>Answers instead of a cipher that has opened a record.</summary>
    public Func<TlsDecodeResult, TlsDecodeResult>? Open { get; set; }

    public override TlsCipher CreateCipher(
        TlsCryptoParameters cryptoParams, int encryptionAlgorithm, int macAlgorithm) =>
        new WatchedCipher(base.CreateCipher(cryptoParams, encryptionAlgorithm, macAlgorithm), this, _ciphers++);

    public override TlsSecret HkdfInit(int cryptoHashAlgorithm) =>
        new WatchedSecret(this, new byte[TlsCryptoUtilities.GetHashOutputSize(cryptoHashAlgorithm)]);
}
