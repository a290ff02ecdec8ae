using System;
using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Pem;

namespace IronSsl.Tls.X509.Keys;

/// <summary>
/// Finds the private key in a PEM file (`PEM_read_bio_PrivateKey`): the first block that holds one decides. OpenSSL
/// looks twice: its decoders pass over whatever is no key or is malformed; where they find none, or a block can't be
/// decrypted, its older code has a try at the first block with a key's label. Whatever held key material in between is
/// zeroed.
/// </summary>
internal static class PrivateKeyLoader
{
    /// <summary>A header that is shorter is none for OpenSSL's decoders: it has no room for `Proc-Type:`.</summary>
    private const int LongestIgnoredHeader = 10;

    /// <summary>Each asks for its own derivation of a key, which may take seconds.</summary>
    private const int MaxEncryptedBlocks = 32;

    /// <summary>Looking for the end of a block that has none takes as long as the file.</summary>
    private const int MaxMalformedBlocks = 16;

    /// <summary>The first key in a PEM file.</summary>
    /// <exception cref="TlsFailure">Of PEM, ASN1 or another library: why there is no key.</exception>
    /// <exception cref="PasswordSourceException">What the password's function raised.</exception>
    public static EncodedPrivateKey Read(ReadOnlySpan<byte> pem, PasswordSource? password)
    {
        using var remembered = new RememberedPassword(password);
        return ReadFirst(pem, remembered) ?? ReadLegacy(pem, remembered);
    }

    /// <returns>Null when there is no key, or none to get at, and the older code may find one.</returns>
    private static EncodedPrivateKey? ReadFirst(ReadOnlySpan<byte> pem, RememberedPassword password)
    {
        var reader = new PemReader(pem);
        int encrypted = 0;
        bool isFirst = true;
        while (TryReadGood(ref reader, out PemBlock? block))
        {
            using (block)
            {
                bool hasHeader = block.Header.Length > LongestIgnoredHeader;
                if ((hasHeader || block.Label == PemLabel.EncryptedPkcs8) && ++encrypted > MaxEncryptedBlocks)
                {
                    throw TlsFailure.Of("PEM", "BAD_DECRYPT");
                }

                try
                {
                    byte[] der = hasHeader
                        ? PemEncryption.Decrypt(block, password.Source) : block.Data.AsSpan().ToArray();
                    if (Decode(block.Label, der, password, PrivateKeyDecoder.ByLabel) is { } key)
                    {
                        return key;
                    }
                }
                catch (TlsFailure)
                    when (!password.HasFailed && !(isFirst && PrivateKeyDecoder.IsLegacyLabel(block.Label)))
                {
                    return null;
                }

                isFirst = false;
            }
        }

        return null;
    }

    private static EncodedPrivateKey ReadLegacy(ReadOnlySpan<byte> pem, RememberedPassword password)
    {
        var reader = new PemReader(pem);
        if (!reader.TryRead(PrivateKeyDecoder.IsLegacyLabel, out PemBlock? block))
        {
            throw TlsFailure.Of("PEM", "NO_START_LINE");
        }

        using (block)
        {
            byte[] der = PemEncryption.Decrypt(block, password.Source);
            return Decode(block.Label, der, password, PrivateKeyDecoder.ByLegacyLabel)
                ?? throw TlsFailure.Of("PEM", "ASN1_LIB");
        }
    }

    /// <summary>The next block that is well-formed; what isn't is passed over.</summary>
    private static bool TryReadGood(ref PemReader reader, [NotNullWhen(true)] out PemBlock? block)
    {
        for (int malformed = 0; malformed < MaxMalformedBlocks; malformed++)
        {
            try
            {
                return reader.TryRead(out block);
            }
            catch (TlsFailure)
            {
                // The reader stands behind what it could not read.
            }
        }

        block = null;
        return false;
    }

    /// <param name="label">Of the PEM block.</param>
    /// <param name="der">Zeroed unless there is a key, which then owns it.</param>
    /// <param name="password">For PKCS#8.</param>
    /// <param name="decode">Gives null when there is no key in it.</param>
    private static EncodedPrivateKey? Decode(
        string label, byte[] der, RememberedPassword password, Func<string, byte[], EncodedPrivateKey?> decode)
    {
        EncodedPrivateKey? key = null;
        byte[] plain = der;
        try
        {
            if (label == PemLabel.EncryptedPkcs8)
            {
                // A key in the clear under this label is read, too.
                plain = Pkcs8Encryption.IsEncrypted(der) ? Pkcs8Encryption.Decrypt(der, password.Source) : der;
            }

            key = decode(label, plain);
            return key;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or ArgumentException)
        {
            throw TlsFailure.Of("PEM", "ASN1_LIB", e);
        }
        finally
        {
            if (plain != der || key is null)
            {
                CryptographicOperations.ZeroMemory(der);
            }

            if (key is null)
            {
                CryptographicOperations.ZeroMemory(plain);
            }
        }
    }

    /// <summary>The password of a file: asked for once, however many blocks are encrypted.</summary>
    private sealed class RememberedPassword : IDisposable
    {
        private byte[]? _password;

        public RememberedPassword(PasswordSource? asked) => Source = asked is null
            ? null
            : new PasswordSource(() =>
            {
                HasFailed = _password is null;
                _password ??= asked.Read();
                HasFailed = false;
                return _password.AsSpan().ToArray();
            });

        /// <summary>Null when the caller gave none.</summary>
        public PasswordSource? Source { get; }

        /// <summary>Whether there is no password to be had: that is not a failure of the key.</summary>
        public bool HasFailed { get; private set; }

        public void Dispose() => CryptographicOperations.ZeroMemory(_password);
    }
}
