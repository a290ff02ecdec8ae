using System;
using System.Security.Cryptography;

namespace IronSsl.Tls.X509.Pem;

/// <summary>
/// One PEM block: its label, the header lines joined by line feeds (empty when there are none), and the decoded bytes.
/// Disposing it zeroes them, for blocks that hold keys.
/// </summary>
internal sealed class PemBlock(string label, string header, byte[] data) : IDisposable
{
    public string Label { get; } = label;

    public string Header { get; } = header;

    /// <summary>Owned by the block.</summary>
    public byte[] Data { get; } = data;

    /// <summary>A header means that the data are encrypted: there is no other use of headers.</summary>
    public bool IsEncrypted => Header.Length != 0 && Header[0] != '\n';

    public void Dispose() => CryptographicOperations.ZeroMemory(Data);
}
