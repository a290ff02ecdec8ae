using System;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>Sees what a record holds once a cipher has opened it and found it good, before BouncyCastle does.</summary>
internal interface IRecordInspector
{
    /// <summary>What it throws ends the connection, as if the cipher had thrown it. A type of 0 is that of a record of TLS 1.3
    /// that holds nothing but padding.</summary>
    public void Inspect(short contentType, ReadOnlySpan<byte> content);
}
