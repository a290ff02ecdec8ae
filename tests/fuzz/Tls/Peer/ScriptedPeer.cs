using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using IronSsl.Tls.Engine;
using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Parameters;

namespace IronSsl.Fuzz.Peer;

/// <summary>
/// The other end of an engine, which says what a script says. It knows the engine's secrets from its key log (TLS 1.3)
/// or from the key exchange (TLS 1.2), and so whatever the script has reaches the code behind record protection and
/// signatures.
/// </summary>
internal sealed class ScriptedPeer : IDisposable
{
    private const byte FinishedMessage = 20;
    private const byte CertificateVerifyMessage = 15;
    private const byte ServerKeyExchangeMessage = 12;
    private const byte KeyUpdateMessage = 24;
    private const int RecordHeaderBytes = 5;
    private const int MaximumRecordBytes = 0xFFFF;

    private readonly TlsEngine _engine;
    private readonly EngineDriver _driver;
    private readonly bool _isClient;
    private readonly List<string> _keyLog = [];
    private readonly Conversation _said;
    private IRecordSealer? _sealer;
    private Tls13Keys? _opener;
    private byte[]? _masterSecret;
    private bool _hasApplicationKeys;
    private bool _engineChangedCipher;

    /// <param name="makeSettings">The engine's settings with this receiver of its key log.</param>
    /// <param name="providesRecords">Whether input goes in by <see cref="TlsEngine.ProvideRecord"/> where it
    /// can.</param>
    public ScriptedPeer(Func<Action<string>, EngineSettings> makeSettings, bool providesRecords)
    {
        EngineSettings settings = makeSettings(_keyLog.Add);
        _isClient = settings.Role == TlsRole.Server;
        _engine = new TlsEngine(settings);
        _driver = new EngineDriver(_engine, providesRecords);
        _said = new Conversation(_isClient);
    }

    /// <summary>The engine under test.</summary>
    public TlsEngine Engine => _engine;

    /// <summary>The pre-shared key of <see cref="FrameKind.BoundClientHello"/>.</summary>
    public byte[] PreSharedKey { get; init; } = PeerIdentity.PreSharedKey;

    /// <summary>Whether that key is a ticket's.</summary>
    public bool IsResumption { get; init; }

    /// <summary>The master secret of a session of TLS 1.2 that is resumed.</summary>
    public byte[]? SessionSecret { get; init; }

    /// <summary>Says all of it.</summary>
    public void Run(PeerScript script)
    {
        Listen();
        foreach ((FrameKind kind, byte[] body) in script.Frames)
        {
            Say(kind, body);
            Listen();
        }
    }

    public void Dispose() => _driver.Dispose();

    private void Say(FrameKind kind, byte[] body)
    {
        switch (kind)
        {
            case FrameKind.Raw:
                _driver.Provide(body);
                break;
            case FrameKind.Call when body.Length > 0:
                _driver.Call((EngineCall)body[0], body.Length > 1 ? body[1] : 0);
                break;
            case FrameKind.Finished:
                SendHandshake(Message(FinishedMessage, FinishedValue()));
                break;
            case FrameKind.CertificateVerify:
                SendHandshake(Message(CertificateVerifyMessage, SignTranscript(body)));
                break;
            case FrameKind.ServerKeyExchange:
                SendHandshake(Message(ServerKeyExchangeMessage, SignParameters(body)));
                break;
            case FrameKind.ServerHello:
                SendHandshake(WithSessionId(body));
                break;
            case FrameKind.LaterCertificate:
                SendHandshake(WithContext(body));
                break;
            case FrameKind.BoundClientHello:
                SendHandshake(WithBinder(body));
                break;
            case FrameKind.ClearHandshake:
                _said.PeerSaid(body);
                _driver.Provide(Clear((byte)FrameKind.Handshake, body));
                break;
            case FrameKind.BareCbc when _sealer is Tls12Keys keys:
                _driver.Provide(keys.SealBare((byte)FrameKind.ApplicationData, Bounded(body)));
                break;
            case FrameKind.Handshake:
                SendHandshake(body);
                break;
            case FrameKind.ChangeCipherSpec:
                _driver.Provide(IsSealed12 ? Record(20, body) : Clear(20, body));
                BeginSealing12();
                break;
            case < FrameKind.Raw:
                _driver.Provide(Record((byte)kind, body));
                break;
        }
    }

    private bool IsSealed12 => _sealer is Tls12Keys;

    private void SendHandshake(byte[] body)
    {
        _said.PeerSaid(body);
        _driver.Provide(Record((byte)FrameKind.Handshake, body));
        if (_sealer is Tls13Keys keys && _hasApplicationKeys && body is [KeyUpdateMessage, ..])
        {
            keys.Update();
        }
    }

    private byte[] Record(byte type, byte[] body) => _sealer?.Seal(type, Bounded(body)) ?? Clear(type, body);

    private static byte[] Clear(byte type, byte[] body) =>
        [type, 3, 3, (byte)(body.Length >> 8), (byte)body.Length, .. body];

    // With what protection adds, a length has to fit into its two bytes.
    private static byte[] Bounded(byte[] body) => body[..Math.Min(body.Length, MaximumRecordBytes - 512)];

    private void Listen()
    {
        _driver.Advance();
        ReadOnlySpan<byte> output = _driver.TakeOutput();
        FindKeys();
        while (output.Length >= RecordHeaderBytes)
        {
            int length = RecordHeaderBytes + (output[3] << 8 | output[4]);
            Hear(output[..Math.Min(length, output.Length)]);
            output = output[Math.Min(length, output.Length)..];
        }

        FindKeys();
    }

    private void Hear(ReadOnlySpan<byte> record)
    {
        switch ((FrameKind)record[0])
        {
            case FrameKind.ChangeCipherSpec when !_said.IsTls13:
                _masterSecret ??= FindMasterSecret();
                _engineChangedCipher = true;
                break;
            case FrameKind.Handshake when _engineChangedCipher && _masterSecret is not null:
                // The engine's Finished, sealed; what it says is known.
                _said.EngineSaid(Message(FinishedMessage, _said.FinishedValue12(_masterSecret, !_isClient)));
                _engineChangedCipher = false;
                break;
            case FrameKind.Handshake when _opener is null && !_engineChangedCipher:
                _said.EngineSaid(record[RecordHeaderBytes..]);
                FindKeys();
                break;
            case FrameKind.ApplicationData when _opener?.Open(record) is ((byte)FrameKind.Handshake, byte[] content):
                _said.EngineSaid(content);
                break;
        }
    }

    // The engine's log has each line as soon as the secret is there.
    private void FindKeys()
    {
        if (!_said.IsTls13 || _said.Server.IsRetry)
        {
            return;
        }

        (string own, string other) = _isClient ? ("CLIENT", "SERVER") : ("SERVER", "CLIENT");
        _sealer ??= Keys(own + "_HANDSHAKE_TRAFFIC_SECRET");
        _opener ??= Keys(other + "_HANDSHAKE_TRAFFIC_SECRET");
        if (!_hasApplicationKeys && _sealer is not null && Keys(own + "_TRAFFIC_SECRET_0") is { } keys)
        {
            // A client's Finished still has the handshake's keys, and comes with the lines of the next ones.
            _hasApplicationKeys = true;
            _sealer = keys;
            if (!_isClient)
            {
                HearRest();
            }

            _opener = Keys(other + "_TRAFFIC_SECRET_0");
            _said.EndHandshake();
        }
    }

    private void HearRest()
    {
        ReadOnlySpan<byte> output = _driver.TakeOutput();
        while (output.Length >= RecordHeaderBytes)
        {
            int length = Math.Min(RecordHeaderBytes + (output[3] << 8 | output[4]), output.Length);
            if (_opener?.Open(output[..length]) is ((byte)FrameKind.Handshake, byte[] content))
            {
                _said.EngineSaid(content);
            }

            output = output[length..];
        }
    }

    private Tls13Keys? Keys(string label)
    {
        string? line = _keyLog.LastOrDefault(line => line.StartsWith(label + " ", StringComparison.Ordinal));
        return line is null ? null : Tls13Keys.Create(_said.Server.Suite, Convert.FromHexString(line.Split(' ')[2]));
    }

    private byte[] FindMasterSecret()
    {
        if (_said.EngineShare is not { } share)
        {
            return SessionSecret ?? new byte[48];
        }

        var agreement = new X25519Agreement();
        agreement.Init(new X25519PrivateKeyParameters(PeerIdentity.ExchangeKey));
        byte[] preMasterSecret = new byte[agreement.AgreementSize];
        try
        {
            agreement.CalculateAgreement(new X25519PublicKeyParameters(share), preMasterSecret, 0);
        }
        catch (InvalidOperationException)
        {
            // A point of small order.
        }

        return _said.MasterSecret(preMasterSecret);
    }

    private void BeginSealing12()
    {
        if (_sealer is null && !_said.IsTls13 && _said.HasServerHello && _said.Suite12 is { } suite)
        {
            _masterSecret ??= FindMasterSecret();
            _sealer = new Tls12Keys(
                suite, _masterSecret, _said.Client.Random, _said.Server.Random, _isClient,
                _said.Server.HasEncryptThenMac);
        }
    }

    private byte[] FinishedValue()
    {
        if (_said.IsTls13)
        {
            return _sealer is Tls13Keys keys ? keys.FinishedValue(_said.TranscriptHash()) : new byte[32];
        }

        return _said.FinishedValue12(_masterSecret ??= FindMasterSecret(), _isClient);
    }

    private byte[] SignTranscript(byte[] scheme)
    {
        byte[] numbers = scheme.Length >= 2 ? scheme[..2] : [4, 3];
        byte[] content = _said.IsTls13
            ?
            [
                .. Enumerable.Repeat((byte)0x20, 64),
                .. Encoding.ASCII.GetBytes($"TLS 1.3, {(_isClient ? "client" : "server")} CertificateVerify"), 0,
                .. _said.TranscriptHash(),
            ]
            : _said.TranscriptBytes();
        return [.. numbers, .. Signature(content)];
    }

    private byte[] SignParameters(byte[] body)
    {
        int parameterBytes = Math.Max(0, body.Length - 2);
        byte[] signature =
            Signature([.. _said.Client.Random, .. _said.Server.Random, .. body.AsSpan(0, parameterBytes)]);
        return [.. body, .. signature];
    }

    // With its length before it.
    private static byte[] Signature(byte[] content)
    {
        byte[] signature = PeerIdentity.SigningKey.SignData(
            content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return [(byte)(signature.Length >> 8), (byte)signature.Length, .. signature];
    }

    private byte[] WithSessionId(byte[] message)
    {
        const int LengthOffset = 38;
        byte[] id = _said.Client.SessionId;
        if (message.Length <= LengthOffset + id.Length || message[LengthOffset] != id.Length)
        {
            return message;
        }

        byte[] copy = [.. message];
        id.CopyTo(copy, LengthOffset + 1);
        return copy;
    }

    // RFC 8446 section 4.4.2: certificate_request_context<0..255> comes first.
    private byte[] WithContext(byte[] message)
    {
        const int ContextOffset = 4;
        return message.Length <= ContextOffset || message[ContextOffset] != 0
            ? message
            : Message(
                message[0],
                [(byte)_said.RequestContext.Length, .. _said.RequestContext, .. message.AsSpan(ContextOffset + 1)]);
    }

    // RFC 8446 section 4.2.11.2, for one binder at the end of the message.
    private byte[] WithBinder(byte[] message)
    {
        foreach (HashAlgorithmName hash in new[] { HashAlgorithmName.SHA256, HashAlgorithmName.SHA384 })
        {
            int binderBytes = Tls13Keys.HashBytes(hash);
            if (message.Length < binderBytes + 3 || message[^(binderBytes + 1)] != binderBytes)
            {
                continue;
            }

            byte[] early = HKDF.Extract(hash, PreSharedKey, new byte[binderBytes]);
            byte[] empty = CryptographicOperations.HashData(hash, []);
            byte[] key =
                Tls13Keys.ExpandLabel(hash, early, IsResumption ? "res binder" : "ext binder", empty, binderBytes);
            byte[] transcript = _said.TranscriptHashWith(hash, message.AsSpan(..^(binderBytes + 3)));
            return [.. message[..^binderBytes], .. Tls13Keys.FinishedValue(hash, key, transcript)];
        }

        return message;
    }

    private static byte[] Message(byte type, byte[] body) =>
        [type, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];
}
