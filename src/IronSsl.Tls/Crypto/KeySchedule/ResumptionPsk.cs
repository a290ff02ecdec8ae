namespace IronSsl.Tls.Crypto.KeySchedule;

/// <summary>The pre-shared key of a TLS 1.3 session ticket, told apart by its type from one agreed on outside of TLS.
/// Made by <see cref="PlatformTlsCrypto.CreateResumptionPsk"/>.</summary>
/// <remarks>
/// BouncyCastle 2.7.0 knows external keys only, and so labels every binder "ext binder". RFC 8446 section 7.1 wants
/// "res binder" for a ticket's key. Extracting the early secret from this type gives a <see
/// cref="ResumptionEarlySecret"/>, which says the right word; ordinary keys stay as they are, so both kinds can stand
/// in one hello. It can go when BouncyCastle's <c>TlsPsk</c> interfaces have a kind for resumption.
/// </remarks>
internal sealed class ResumptionPsk : PlatformSecret
{
    /// <summary>Takes ownership of <paramref name="data"/>.</summary>
    public ResumptionPsk(PlatformTlsCrypto crypto, byte[] data)
        : base(crypto, data)
    {
    }
}
