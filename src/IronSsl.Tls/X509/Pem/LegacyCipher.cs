using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using IronSsl.Tls.X509.Asn1;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;

namespace IronSsl.Tls.X509.Pem;

/// <summary>
/// The ciphers that encrypted private keys use, as OpenSSL 3's default provider has them (DES, RC2 and their like are
/// not in it). They only ever decrypt, a few kilobytes, so one implementation serves them all.
/// </summary>
internal sealed class LegacyCipher
{
    private static readonly FrozenDictionary<string, LegacyCipher> s_byName = MakeTable();

    private readonly Func<IBlockCipher> _engine;
    private readonly string _mode;

    private LegacyCipher(Func<IBlockCipher> engine, string mode, int keyBytes, int blockBytes)
    {
        _engine = engine;
        _mode = mode;
        KeyBytes = keyBytes;
        IvBytes = mode == "ECB" ? 0 : blockBytes;
    }

    public int KeyBytes { get; }

    public int IvBytes { get; }

    /// <summary>The cipher with OpenSSL's name (`AES-256-CBC`, in any case) or with this OID; null if there is
    /// none.</summary>
    public static LegacyCipher? Find(string nameOrOid) => s_byName.GetValueOrDefault(nameOrOid);

    /// <summary>The plaintext without its padding; null when the padding is wrong.</summary>
    public byte[]? Decrypt(byte[] key, byte[] iv, byte[] ciphertext)
    {
        IBlockCipher engine = _engine();
        ICipherParameters parameters = new KeyParameter(key);
        IBufferedCipher cipher = _mode switch
        {
            "CBC" => new PaddedBufferedBlockCipher(new CbcBlockCipher(engine), new Pkcs7Padding()),
            "ECB" => new PaddedBufferedBlockCipher(new EcbBlockCipher(engine), new Pkcs7Padding()),
            "CFB" => new BufferedBlockCipher(new CfbBlockCipher(engine, 8 * engine.GetBlockSize())),
            _ => new BufferedBlockCipher(new OfbBlockCipher(engine, 8 * engine.GetBlockSize())),
        };
        try
        {
            cipher.Init(forEncryption: false, IvBytes == 0 ? parameters : new ParametersWithIV(parameters, iv));
            return cipher.DoFinal(ciphertext);
        }
        catch (CryptoException)
        {
            return null;
        }
    }

    private static FrozenDictionary<string, LegacyCipher> MakeTable()
    {
        var table = new Dictionary<string, LegacyCipher>(StringComparer.OrdinalIgnoreCase);
        foreach (string mode in (string[])["CBC", "ECB", "CFB", "OFB"])
        {
            foreach (int bits in (int[])[128, 192, 256])
            {
                table.Add($"AES-{bits}-{mode}", new LegacyCipher(AesUtilities.CreateEngine, mode, bits / 8, 16));
                table.Add($"CAMELLIA-{bits}-{mode}", new LegacyCipher(() => new CamelliaEngine(), mode, bits / 8, 16));
                table.Add($"ARIA-{bits}-{mode}", new LegacyCipher(() => new AriaEngine(), mode, bits / 8, 16));
            }

            table.Add($"DES-EDE3-{mode}", new LegacyCipher(() => new DesEdeEngine(), mode, 24, 8));
            table.Add($"DES-EDE-{mode}", new LegacyCipher(() => new DesEdeEngine(), mode, 16, 8));
        }

        // RFC 8018 appendix B.2, NIST's AES arc, RFC 3657 and RFC 5794.
        table.Add(Oids.DesEde3Cbc, table["DES-EDE3-CBC"]);
        table.Add(Oids.Aes128Cbc, table["AES-128-CBC"]);
        table.Add(Oids.Aes128Ofb, table["AES-128-OFB"]);
        table.Add(Oids.Aes128Cfb, table["AES-128-CFB"]);
        table.Add(Oids.Aes192Cbc, table["AES-192-CBC"]);
        table.Add(Oids.Aes192Ofb, table["AES-192-OFB"]);
        table.Add(Oids.Aes192Cfb, table["AES-192-CFB"]);
        table.Add(Oids.Aes256Cbc, table["AES-256-CBC"]);
        table.Add(Oids.Aes256Ofb, table["AES-256-OFB"]);
        table.Add(Oids.Aes256Cfb, table["AES-256-CFB"]);
        table.Add(Oids.Camellia128Cbc, table["CAMELLIA-128-CBC"]);
        table.Add(Oids.Camellia192Cbc, table["CAMELLIA-192-CBC"]);
        table.Add(Oids.Camellia256Cbc, table["CAMELLIA-256-CBC"]);
        table.Add(Oids.Aria128Cbc, table["ARIA-128-CBC"]);
        table.Add(Oids.Aria192Cbc, table["ARIA-192-CBC"]);
        table.Add(Oids.Aria256Cbc, table["ARIA-256-CBC"]);
        return table.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
