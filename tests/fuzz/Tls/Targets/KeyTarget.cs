using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using IronSsl.Fuzz.Harness;
using IronSsl.Fuzz.Peer;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Pem;

namespace IronSsl.Fuzz.Targets;

/// <summary>
/// A private key: `struct { uint8 label; opaque password&lt;0..255&gt;; opaque der[]; }`, where the label is one of
/// <see cref="s_labels"/>. Large numbers of iterations are left out, which keys may ask for and which take their time.
/// </summary>
internal sealed class KeyTarget : FuzzTarget
{
    private const int EncryptedPkcs8 = 1;

    // 65,535 iterations.
    private const int MaximumIntegerBytes = 2;

    private static readonly string[] s_labels =
        ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY"];

    public override string Name => "key";

    public override InputShape Shape => InputShape.Der;

    // The label, a length of two, and the password "pw", as in the seeds.
    public override int PrefixBytes => 4;

    // What scrypt may take by Pkcs8Encryption's own limit, and the rest.
    public override long MaximumAllocatedBytes => 96 << 20;

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2 || input.Length < 2 + input[1])
        {
            return;
        }

        int label = input[0] % s_labels.Length;
        byte[] password = input.Slice(2, input[1]).ToArray();
        ReadOnlySpan<byte> der = input[(2 + input[1])..];
        if (label == EncryptedPkcs8 && HasLargeNumber(der))
        {
            return;
        }

        try
        {
            byte[] pem = Encoding.ASCII.GetBytes(PemEncoding.WriteString(s_labels[label], der));
            using PrivateKey key = PeerIdentity.ReadKey(pem, new PasswordSource(() => [.. password]));
            _ = key.Bits;
            _ = key.PublicKey.IsValid;
            if (key.IsKeyOf(PeerIdentity.Client) && !IsPeerKey(key))
            {
                throw new BrokenRuleException("A key passes for one that it isn't.");
            }
        }
        catch (TlsFailure)
        {
            // A refusal is a good answer.
        }
    }

    private static bool IsPeerKey(PrivateKey key) =>
        key.Ecdsa?.VerifyHash(new byte[32], PeerIdentity.SigningKey.SignHash(new byte[32])) == true;

    private static bool HasLargeNumber(ReadOnlySpan<byte> der)
    {
        const byte Integer = 2;
        if (!DerNode.TryParse(ref der, 0, out DerNode? root))
        {
            return false;
        }

        var left = new Stack<DerNode>([root]);
        while (left.TryPop(out DerNode? node))
        {
            if (node.Tag is [Integer] && node.Content.Length > MaximumIntegerBytes)
            {
                return true;
            }

            foreach (DerNode child in node.Children ?? [])
            {
                left.Push(child);
            }
        }

        return false;
    }
}
