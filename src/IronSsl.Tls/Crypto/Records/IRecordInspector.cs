using System;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>Is shown the content of each record that a cipher has opened and found good, before BouncyCastle sees
/// it.</summary>
internal interface IRecordInspector
{
    /// <summary>An exception from here ends the connection as one from the cipher does. A TLS 1.3 record of nothing but
    /// padding has the type 0.</summary>
    public void Inspect(short contentType, ReadOnlySpan<byte> content);
}
