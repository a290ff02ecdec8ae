using System.Linq;
using System.Text;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>The keys of both versions.</summary>
internal abstract partial class HostilePeer
{
    /// <summary>TLS 1.2: the master secret, once it is agreed on.</summary>
    protected byte[] MasterSecret { get; set; } = [];

    /// <summary>TLS 1.3: the keys that follow from a traffic secret.</summary>
    protected RecordKeys Keys13(byte[] secret) => new(Hash, Suite == 0x1302 ? 32 : 16, secret);

    /// <summary>TLS 1.3: the context string that a CertificateVerify is signed with; null for the right one.</summary>
    public string? SignatureContext { get; set; }

    /// <summary>TLS 1.3: what a CertificateVerify signs (RFC 8446 section 4.4.3), as of now.</summary>
    protected byte[] SignedContent(string context) =>
    [
        .. Enumerable.Repeat((byte)0x20, 64), .. Encoding.ASCII.GetBytes(SignatureContext ?? context), 0,
        .. KeySchedule.Hash(Hash, Transcript),
    ];

    /// <summary>TLS 1.2: the master secret (RFC 7627 section 4, or RFC 5246 section 8.1), as of now.</summary>
    protected void AgreeOn(byte[] preMasterSecret, bool isExtended) => MasterSecret = isExtended
        ? KeySchedule.Prf(preMasterSecret, "extended master secret", KeySchedule.Hash(Hash, Transcript), 48)
        : KeySchedule.Prf(preMasterSecret, "master secret", [.. ClientRandom, .. ServerRandom], 48);

    /// <summary>TLS 1.2: the verify_data of a Finished, as of now.</summary>
    protected byte[] FinishedData12(string label) =>
        KeySchedule.Prf(MasterSecret, label, KeySchedule.Hash(Hash, Transcript), 12);

    /// <summary>TLS 1.2: the keys of a direction (RFC 5246 section 6.3; AES-128 in GCM has no MAC keys).</summary>
    protected RecordKeys Keys12(bool ofClient)
    {
        byte[] block = KeySchedule.Prf(MasterSecret, "key expansion", [.. ServerRandom, .. ClientRandom], 40);
        return ofClient ? new RecordKeys(block[..16], block[32..36]) : new RecordKeys(block[16..32], block[36..40]);
    }
}
