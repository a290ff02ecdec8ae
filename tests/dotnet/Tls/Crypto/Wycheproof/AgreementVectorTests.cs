using System;
using System.Linq;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.KeyExchange;
using IronSsl.Tls.Crypto.Randomness;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Xunit;
using Curve = IronSsl.Tls.OpenSsl.Curve;

namespace IronSsl.Tls.Tests.Crypto.Wycheproof;

/// <summary>Key agreement with the private keys and the peers' points of the vectors.</summary>
[Trait("Speed", "Slow")]
public sealed class AgreementVectorTests
{
    [WycheproofTheory]
    [InlineData("x25519", NamedGroup.x25519)]
    [InlineData("x448", NamedGroup.x448)]
    public void Montgomery_curves(string file, int group) => WycheproofFile.Run(file, 500, @case =>
    {
        var crypto = PlatformTlsCrypto.Create(new FixedRandom(@case.Bytes("private")));
        TlsAgreement agreement = crypto.CreateECDomain(new TlsECConfig(group)).CreateECDH();
        agreement.GenerateEphemeral();
        try
        {
            agreement.ReceivePeerValue(@case.Bytes("public"));
            return agreement.CalculateSecret().Extract().AsSpan().SequenceEqual(@case.Bytes("shared"));
        }
        catch (TlsFatalAlert)
        {
            return false;
        }
    });

    [WycheproofTheory]
    [InlineData("x25519")]
    public void X25519_where_the_platform_has_none(string file) => WycheproofFile.Run(file, 500, @case =>
    {
        using var key = new BouncyCastleX25519Key(@case.Bytes("private"));
        byte[] secret = new byte[X25519Key.Length];
        return key.TryAgree(@case.Bytes("public"), secret) && secret.AsSpan().SequenceEqual(@case.Bytes("shared"));
    });

    [WycheproofTheory]
    [InlineData("ecdh_secp256r1_ecpoint", NamedGroup.secp256r1, 345)]
    [InlineData("ecdh_secp256r1", NamedGroup.secp256r1, 350)]
    [InlineData("ecdh_secp384r1", NamedGroup.secp384r1, 790)]
    [InlineData("ecdh_secp521r1", NamedGroup.secp521r1, 650)]
    public void Nist_curves(string file, int group, int leastRun) => WycheproofFile.Run(file, leastRun, @case =>
    {
        // In TLS a point travels as such; from the keys in ASN.1, take it where they name their curve.
        byte[]? point = file.EndsWith("ecpoint", StringComparison.Ordinal)
            ? @case.Bytes("public") : Point(@case.Bytes("public"), group);
        if (point is null)
        {
            return null;
        }

        try
        {
            return Agree(group, @case.Bytes("private"), point).AsSpan().SequenceEqual(@case.Bytes("shared"));
        }
        catch (TlsFatalAlert)
        {
            // A compressed point is valid, but not in TLS.
            return point.Length > 0 && point[0] is 2 or 3 ? null : false;
        }
    });

    private static byte[] Agree(int group, byte[] privateKey, byte[] point)
    {
        var crypto = PlatformTlsCrypto.Create(new PlatformRandom());
        TlsECDomain domain = crypto.CreateECDomain(new TlsECConfig(group));
        if (domain is BcTlsECDomain theirs)
        {
            var key = new Org.BouncyCastle.Crypto.Parameters.ECPrivateKeyParameters(
                new Org.BouncyCastle.Math.BigInteger(1, privateKey), BcTlsECDomain.GetDomainParameters(group));
            return theirs.CalculateECDHAgreement(key, theirs.DecodePublicKey(point)).Extract();
        }

        int coordinateLength = Curve.ByGroup(group)!.CoordinateBytes;
        ECCurve curve = PlatformCapabilities.NameOf(Curve.ByGroup(group))!.Value;
        byte[] fixedLength = [.. new byte[coordinateLength], .. privateKey];
        byte[] scalar = fixedLength[^coordinateLength..];
        using var own = ECDiffieHellman.Create(new ECParameters { Curve = curve, D = scalar });
        var agreement = new EcdhAgreement(crypto, curve, coordinateLength);
        agreement.UseKey(own);
        agreement.ReceivePeerValue(point);
        return agreement.CalculateSecret().Extract();
    }

    private static byte[]? Point(byte[] publicKeyInfo, int group)
    {
        try
        {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.GetInstance(publicKeyInfo);
            return info.Algorithm.Parameters is DerObjectIdentifier oid
                && oid.Equals(SecNamedCurves.GetOid(NamedGroup.GetCurveName(group)))
                ? info.PublicKey.GetOctets() : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.IO.IOException)
        {
            return null;
        }
    }
}
