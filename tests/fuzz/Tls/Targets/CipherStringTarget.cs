using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using IronSsl.Fuzz.Harness;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.OpenSsl.Objects;

namespace IronSsl.Fuzz.Targets;

/// <summary>A cipher string, a list of TLS 1.3 suites, of groups, of signature schemes.</summary>
internal sealed class CipherStringTarget : FuzzTarget
{
    public override string Name => "cipher-string";

    public override int MaximumInputBytes => 17 * 1024;

    public override ImmutableArray<byte[]> Tokens { get; } =
    [
        .. Array.ConvertAll(
            [
                "ALL", "DEFAULT", "COMPLEMENTOFDEFAULT", "COMPLEMENTOFALL", "HIGH", "MEDIUM", "LOW", "eNULL", "aNULL",
                "kRSA",
                "aRSA", "kECDHE", "ECDHE", "aECDSA", "DHE", "PSK", "AES128", "AES256", "AESGCM", "AESCCM8", "CHACHA20",
                "CAMELLIA",
                "ARIA", "SHA1", "SHA256", "TLSv1.2", "TLSv1.0", "SSLv3", "SUITEB128", "@STRENGTH", "@SECLEVEL=0",
                "@SECLEVEL=5",
                "ECDHE-RSA-AES128-GCM-SHA256", "TLS_AES_128_GCM_SHA256", ":", "+", "-", "!", ",", " ", ";", "x25519",
                "P-256",
                "ecdsa_secp256r1_sha256", "RSA+SHA256", "rsa_pss_rsae_sha256",
            ],
            Encoding.ASCII.GetBytes),
    ];

    public override void Run(ReadOnlySpan<byte> input)
    {
        string text = Encoding.Latin1.GetString(input);
        bool selected = CipherString.TryParse(text, Defaults.Ciphers, out CipherList list);
        Require(selected != list.Legacy.IsEmpty || !selected, "A string that selects nothing is taken.");
        Require(list.Legacy.Distinct().Count() == list.Legacy.Length, "A suite is selected twice.");
        Require(list.SecurityLevel is >= 0 and <= 5, "A security level is none.");
        if (CipherString.TryParseTls13(text, out ImmutableArray<CipherSuite> suites))
        {
            Require(suites.All(suite => suite.IsTls13), "A suite of TLS 1.3 isn't one.");
        }

        GroupTable.TryParse(text, out _);
        SignatureSchemeTable.TryParse(text, out _);
        ObjectTable.Find(text, oidOnly: false);
    }

    /// <summary>Strings in use, as inputs.</summary>
    public override IEnumerable<(string Name, byte[] Input)> MakeSeeds(Func<string, byte[]> read)
    {
        yield return ("default", Encoding.ASCII.GetBytes(Defaults.CipherRules));
        yield return ("operators", "ALL:+HIGH:-SHA1:!eNULL:@STRENGTH:@SECLEVEL=1"u8.ToArray());
        yield return ("joined", "DEFAULT,ECDHE+AESGCM;kRSA+AES AES128+aECDSA"u8.ToArray());
        yield return ("tls13", "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256"u8.ToArray());
        yield return ("groups", "x25519:P-256:?X25519MLKEM768/ffdhe2048"u8.ToArray());
        yield return ("schemes", "ecdsa_secp256r1_sha256:RSA+SHA256:rsa_pss_rsae_sha256"u8.ToArray());
    }

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new BrokenRuleException(rule);
        }
    }
}
