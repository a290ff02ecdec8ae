using System.Collections.Immutable;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.Engine.Negotiation;

/// <summary>
/// Which versions a connection may speak: the one place where the bounds that a program sets, its options, the security
/// level and the role come together.
/// </summary>
/// <remarks>
/// Nothing below TLS 1.2 is spoken unless the program asks for it. It asks by naming such a version as a bound or as
/// the protocol, or by security level 0, without which OpenSSL 3.0 never speaks TLS 1.0 and 1.1.
/// </remarks>
/// <param name="Minimum">The oldest version (0x0301…).</param>
/// <param name="Maximum">The newest version.</param>
internal readonly record struct VersionRange(int Minimum, int Maximum)
{
    /// <summary>The versions of a program that asks for none.</summary>
    public static VersionRange Default => new(TlsVersion.Tls12, TlsVersion.Tls13);

    /// <summary>Every version that there is, newest first.</summary>
    public static ImmutableArray<int> Known { get; } =
        [TlsVersion.Tls13, TlsVersion.Tls12, TlsVersion.Tls11, TlsVersion.Tls10];

    /// <summary>Whether the program has named a version below TLS 1.2.</summary>
    /// <param name="fixedVersion">The one version that the program's protocol stands for; null for any.</param>
    /// <param name="minimum">The oldest version that the program names; 0 for none.</param>
    /// <param name="maximum">The newest version that the program names; 0 for none.</param>
    public static bool NamesOldVersion(int? fixedVersion, int minimum, int maximum) =>
        fixedVersion < TlsVersion.Tls12
        || minimum is not 0 and < TlsVersion.Tls12
        || maximum is not 0 and < TlsVersion.Tls12;

    /// <summary>The range that a program asks for; see <see cref="NamesOldVersion"/> for the arguments.</summary>
    public static VersionRange Of(int? fixedVersion, int minimum, int maximum, int securityLevel)
    {
        if (fixedVersion is { } only)
        {
            return new VersionRange(only, only);
        }

        bool reachesBack = securityLevel == 0 || NamesOldVersion(null, minimum, maximum);
        return new VersionRange(
            minimum != 0 ? minimum : reachesBack ? TlsVersion.Tls10 : TlsVersion.Tls12,
            maximum != 0 ? maximum : TlsVersion.Tls13);
    }

    /// <summary>Whether a version is in the range.</summary>
    public bool Contains(int version) => version >= Minimum && version <= Maximum;

    /// <summary>Whether two ranges have a version in common.</summary>
    public bool Meets(int minimum, int maximum) => minimum <= Maximum && maximum >= Minimum;

    /// <summary>The versions that a connection may choose from, newest first; empty when options and security level
    /// leave none.</summary>
    /// <remarks>
    /// A client can only offer a range without holes. OpenSSL `ssl_get_min_max_version` takes the part below the lowest
    /// hole; a server (`ssl_choose_server_version`) asks for each version alone.
    /// </remarks>
    public ImmutableArray<int> Allowed(TlsRole role, SslOption options, int securityLevel)
    {
        var versions = ImmutableArray.CreateBuilder<int>();
        bool isHole = false;
        foreach (int version in Known)
        {
            bool isAllowed = Contains(version)
                && (options & OptionAgainst(version)) == 0
                && SecurityLevel.AllowsVersion(securityLevel, version);
            if (isAllowed && isHole && role == TlsRole.Client)
            {
                versions.Clear();
            }

            if (isAllowed)
            {
                versions.Add(version);
            }

            isHole = !isAllowed;
        }

        return versions.ToImmutable();
    }

    private static SslOption OptionAgainst(int version) => version switch
    {
        TlsVersion.Tls13 => SslOption.OP_NO_TLSv1_3,
        TlsVersion.Tls12 => SslOption.OP_NO_TLSv1_2,
        TlsVersion.Tls11 => SslOption.OP_NO_TLSv1_1,
        _ => SslOption.OP_NO_TLSv1,
    };
}
