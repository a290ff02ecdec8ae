using System.Collections.Immutable;

namespace IronSsl.Tls.OpenSsl;

/// <summary>A group of TLS's supported_groups with OpenSSL's names for it.</summary>
/// <param name="Id">The number on the wire.</param>
/// <param name="Name">The name of TLS's registry, which OpenSSL shows: <c>x25519</c>, <c>secp256r1</c>.</param>
/// <param name="ObjectName">OpenSSL's short name of the curve, as <c>set_ecdh_curve</c> wants it:
/// <c>prime256v1</c>.</param>
/// <param name="SecurityBits">The strength that security levels compare.</param>
/// <param name="MinimumVersion">The oldest protocol version in which OpenSSL uses the group.</param>
/// <param name="MaximumVersion">The newest protocol version in which OpenSSL uses the group.</param>
/// <param name="Aliases">Other names that <see cref="GroupTable.TryParse"/> takes.</param>
internal sealed record NamedGroupEntry(
    int Id, string Name, string ObjectName, int SecurityBits, int MinimumVersion, int MaximumVersion,
    ImmutableArray<string> Aliases)
{
    /// <summary>Whether the group is a curve, not a finite field or a hybrid.</summary>
    internal bool IsCurve => Id < 0x0100;

    public bool Equals(NamedGroupEntry? other) => other is not null && other.Id == Id;

    public override int GetHashCode() => Id;

    public override string ToString() => Name;
}
