using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>One end of a key agreement over x25519 or secp256r1.</summary>
internal sealed class KeyAgreement
{
    public const int Secp256r1 = 0x0017;
    public const int X25519 = 0x001D;

    private readonly X25519PrivateKeyParameters? _montgomery;
    private readonly ECDiffieHellman? _nist;

    public KeyAgreement(int group)
    {
        Group = group;
        if (group == X25519)
        {
            _montgomery = new X25519PrivateKeyParameters(new SecureRandom());
            PublicValue = _montgomery.GeneratePublicKey().GetEncoded();
        }
        else
        {
            _nist = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
            ECPoint point = _nist.ExportParameters(false).Q;
            PublicValue = [4, .. point.X!, .. point.Y!];
        }
    }

    public int Group { get; }

    /// <summary>Our share.</summary>
    public byte[] PublicValue { get; }

    public byte[] SharedSecret(byte[] peerValue)
    {
        if (_montgomery is not null)
        {
            byte[] secret = new byte[32];
            _montgomery.GenerateSecret(new X25519PublicKeyParameters(peerValue), secret);
            return secret;
        }

        using var peer = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = peerValue[1..33], Y = peerValue[33..] },
        });
        return _nist!.DeriveRawSecretAgreement(peer.PublicKey);
    }
}
