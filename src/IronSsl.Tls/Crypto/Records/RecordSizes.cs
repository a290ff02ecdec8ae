namespace IronSsl.Tls.Crypto.Records;

/// <summary>The form of a record: struct { ContentType type; ProtocolVersion legacy_record_version; uint16 length;
/// opaque fragment[length]; } (RFC 8446 section 5.1, RFC 5246 section 6.2).</summary>
internal static class RecordSizes
{
    /// <summary>Bytes before the fragment.</summary>
    public const int HeaderLength = 5;

    /// <summary>Where the header has the version.</summary>
    public const int VersionOffset = 1;

    /// <summary>Where the header has the length of the fragment.</summary>
    public const int LengthOffset = 3;

    /// <summary>The longest fragment before encryption (RFC 8446 section 5.1).</summary>
    public const int MaximumPlaintextBytes = 1 << 14;

    /// <summary>The most that a cipher of any version adds to a fragment (RFC 5246 section 6.2.3).</summary>
    public const int MaximumExpansionBytes = 2048;
}
