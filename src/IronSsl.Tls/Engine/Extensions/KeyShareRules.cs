using System;
using Org.BouncyCastle.Tls;
using Curve = IronSsl.Tls.OpenSsl.Curve;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>The length of a key share that is made of two: BouncyCastle 2.7.0 cuts it without looking. That of others is checked
/// where they are used.</summary>
internal static class KeyShareRules
{
    // FIPS 203 table 3: the encapsulation key, which a client sends, and the ciphertext, which a server sends.
    private const int MlKem768Key = 1184;
    private const int MlKem768Text = 1088;
    private const int MlKem1024Key = 1568;
    private const int MlKem1024Text = 1568;

    public static void RequireLength(int group, ReadOnlySpan<byte> share, bool isClients)
    {
        int length = group switch
        {
            NamedGroup.X25519MLKEM768 => Curve.X25519.PointBytes + (isClients ? MlKem768Key : MlKem768Text),
            NamedGroup.SecP256r1MLKEM768 => Curve.P256.PointBytes + (isClients ? MlKem768Key : MlKem768Text),
            NamedGroup.SecP384r1MLKEM1024 => Curve.P384.PointBytes + (isClients ? MlKem1024Key : MlKem1024Text),
            _ => share.Length,
        };
        if (share.Length != length)
        {
            throw FailureAlert.Ssl(AlertDescription.illegal_parameter, "BAD_ECPOINT");
        }
    }
}
