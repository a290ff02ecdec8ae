using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text;
using IronPython.Runtime;
using IronSsl.Fuzz.Harness;
using IronSsl.Module;

namespace IronSsl.Fuzz.Module;

/// <summary>The functions of `_ssl` that take bytes or text from outside; the first byte chooses. Only Python's
/// exceptions come out.</summary>
internal sealed class ModuleTarget : FuzzTarget
{
    private static readonly ImmutableArray<Action<Interpreter, byte[]>> s_functions =
    [
        static (on, bytes) => on.Context.load_verify_locations(null, null, new Bytes(bytes)),
        static (on, bytes) => on.Context.load_verify_locations(null, null, Encoding.Latin1.GetString(bytes)),
        static (on, bytes) => on.Context.load_verify_locations(on.File(bytes)),
        static (on, bytes) => on.Context.load_cert_chain(on.CodeContext, on.File(bytes), null, "pw"),
        static (on, bytes) => on.Context.load_dh_params(on.File(bytes)),
        static (on, bytes) => PythonSsl._test_decode_cert(on.CodeContext, on.File(bytes)),
        static (on, bytes) => on.Context.set_ciphers(Encoding.Latin1.GetString(bytes)),
        static (on, bytes) => on.Context._set_alpn_protocols(new Bytes(bytes)),
        static (on, bytes) => on.Context.set_ecdh_curve(on.CodeContext, Encoding.Latin1.GetString(bytes)),
        static (_, bytes) => PythonSsl.txt2obj(Encoding.Latin1.GetString(bytes), true),
    ];

    private readonly Lazy<Interpreter> _interpreter = new(() => new Interpreter());

    public override string Name => "module";

    public override int PrefixBytes => 1;

    public override ImmutableArray<byte[]> Tokens { get; } =
        [.. Array.ConvertAll(["-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n", "\0", "=", "1.2.840."],
            Encoding.ASCII.GetBytes)];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        Interpreter interpreter = _interpreter.Value;
        interpreter.Renew();
        foreach (Action<Interpreter, byte[]> function in
            new[] { s_functions[input[0] % s_functions.Length], static (on, _) => on.Context.get_ca_certs() })
        {
            try
            {
                function(interpreter, input[1..].ToArray());
            }
            catch (Exception e) when (Interpreter.IsPython(e))
            {
                // A refusal is a good answer.
            }
        }
    }

    /// <summary>A seed for each function that a kind of file suits.</summary>
    public override IEnumerable<(string Name, byte[] Input)> MakeSeeds(Func<string, byte[]> read)
    {
        yield return ("der", [0, .. read("certificate/rich")]);
        yield return ("pem", [1, .. read("pem/chain-and-key")]);
        yield return ("cafile", [2, .. read("pem/crl")]);
        yield return ("chain", [3, .. read("pem/encrypted-aes-128-cbc")]);
        yield return ("dh", [4, .. read("pem/dh")]);
        yield return ("decode", [5, .. read("pem/text")]);
        yield return ("ciphers", [6, .. "ECDHE+AESGCM:!aNULL"u8]);
        yield return ("alpn", [7, 2, .. "h2"u8, 8, .. "http/1.1"u8]);
        yield return ("curve", [8, .. "prime256v1"u8]);
        yield return ("object", [9, .. "1.3.6.1.5.5.7.3.1"u8]);
    }
}
