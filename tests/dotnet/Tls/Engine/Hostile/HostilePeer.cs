using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Tests.Support;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>
/// A hand-made end of a connection whose other end is a <see cref="TlsEngine"/>. It shakes hands honestly, except where
/// a test says otherwise: <see cref="HostileScript.With"/> changes a message, <see cref="HostileScript.Instead"/>
/// replaces it, leaves it out or puts others beside it, and <see cref="Records"/> chooses records. What was sent counts
/// in the transcript as sent, so that nothing but the change itself can be what the engine refuses.
/// </summary>
internal abstract partial class HostilePeer : IDisposable
{
    public const byte ChangeCipherSpecRecord = 20;
    public const byte AlertRecord = 21;
    public const byte HandshakeRecord = 22;
    public const byte ApplicationDataRecord = 23;

    private readonly List<Func<HostileMessage, IEnumerable<HostileMessage>?>> _changes = [];
    private readonly Queue<byte[]> _incomingRecords = new();
    private readonly List<byte> _incomingMessages = [];
    private byte[] _incomingBytes = [];

    protected HostilePeer(EngineSettings settings)
    {
        Engine = new TlsEngine(settings);
        IsTls13 = settings.Versions.Maximum == IronSsl.Tls.OpenSsl.TlsVersion.Tls13;
    }

    /// <summary>The honest end.</summary>
    public TlsEngine Engine { get; }

    /// <summary>What this end speaks: TLS 1.3 if the engine's settings allow it, unless <see cref="SpeaksTls12"/>, else
    /// TLS 1.2.
    /// </summary>
    public bool IsTls13 { get; private set; }

    /// <summary>Speaks TLS 1.2 although the engine would speak TLS 1.3.</summary>
    public bool SpeaksTls12
    {
        get => !IsTls13;
        init => IsTls13 &= !value;
    }

    /// <summary>Puts a handshake message into records, content type and content; null: one record, if it
    /// fits.</summary>
    public Func<byte[], IEnumerable<(byte ContentType, byte[] Content)>>? Records { get; set; }

    /// <summary>The keys of what is sent; null while it goes in the clear.</summary>
    public RecordKeys? SendKeys { get; set; }

    /// <summary>The keys of what comes in.</summary>
    public RecordKeys? ReceiveKeys { get; set; }

    /// <summary>The version in the headers of records in the clear.</summary>
    public int PlainRecordVersion { get; set; } = 0x0303;

    /// <summary>TLS 1.2: what the ChangeCipherSpec holds; null to leave it out.</summary>
    public byte[]? ChangeCipherSpecBody { get; set; } = [1];

    /// <summary>The alert that the engine sent, as it was on the wire: level and description.</summary>
    public (int Level, int Description)? Alert { get; private set; }

    /// <summary>The application data that came in.</summary>
    public List<byte> Data { get; } = [];

    /// <summary>The handshake messages that came in, by their types, in order.</summary>
    public List<byte> ReceivedTypes { get; } = [];

    /// <summary>All handshake messages so far, both ways.</summary>
    public byte[] Transcript { get; protected set; } = [];

    /// <summary>A pre-shared key for TLS 1.3; null for none.</summary>
    public byte[]? Psk { get; set; }

    protected KeySchedule? Schedule { get; set; }

    protected byte[] ClientRandom { get; set; } = [];

    protected byte[] ServerRandom { get; set; } = [];

    /// <summary>The suite in use: TLS_AES_128_GCM_SHA256 and TLS_AES_256_GCM_SHA384 can be spoken in TLS 1.3, and those
    /// with AES-128 in GCM in TLS 1.2.</summary>
    protected int Suite { get; set; }

    protected HashAlgorithmName Hash => Suite == 0x1302 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;

    public void Dispose() => Engine.Dispose();

    /// <summary>Shakes hands; false when the engine stopped answering before the end.</summary>
    public bool Run()
    {
        try
        {
            Advance();
            Script();
        }
        catch (EngineIsSilentException)
        {
            return false;
        }
        finally
        {
            Drain();
        }

        return Engine.State == EngineState.Open;
    }

    /// <summary>Sends a message, changed as the test says, under the keys of now.</summary>
    public void Send(HostileMessage message)
    {
        IEnumerable<HostileMessage> messages = [message];
        foreach (Func<HostileMessage, IEnumerable<HostileMessage>?> change in _changes)
        {
            messages = [.. messages.SelectMany(candidate => change(candidate) ?? [candidate])];
        }

        foreach (HostileMessage changed in messages)
        {
            byte[] bytes = changed.ToBytes();
            Note(bytes);
            SendHandshakeBytes(bytes);
        }
    }

    /// <summary>Sends bytes of the handshake that no transcript knows of.</summary>
    public void SendHandshakeBytes(byte[] bytes)
    {
        foreach ((byte contentType, byte[] content) in Records?.Invoke(bytes)
            ?? bytes.Chunk(1 << 14).Select(chunk => (HandshakeRecord, chunk)))
        {
            SendRecord(contentType, content);
        }
    }

    /// <summary>Sends a record under the keys of now.</summary>
    public void SendRecord(byte contentType, params byte[] content) =>
        SendBytes(SendKeys?.Seal(contentType, content) ?? Wire.Record(contentType, PlainRecordVersion, content));

    /// <summary>Sends a record in the clear, whatever keys there are.</summary>
    public void SendPlainRecord(byte contentType, params byte[] content) =>
        SendBytes(Wire.Record(contentType, PlainRecordVersion, content));

    /// <summary>TLS 1.2: the record before Finished.</summary>
    protected void SendChangeCipherSpec()
    {
        if (ChangeCipherSpecBody is { } body)
        {
            SendRecord(ChangeCipherSpecRecord, body);
        }
    }

    /// <summary>Sends bytes as they are.</summary>
    public void SendBytes(params byte[] bytes)
    {
        Engine.Provide(bytes);
        Advance();
    }

    /// <summary>Takes what the engine has sent: alerts, data, and handshake messages after the handshake.</summary>
    public void Drain()
    {
        Advance();
        while (NextRecord() is { } record)
        {
            TakeRecord(record);
        }
    }

    internal void AddChange(Func<HostileMessage, IEnumerable<HostileMessage>?> change) => _changes.Add(change);

    /// <summary>The handshake as it should be.</summary>
    protected abstract void Script();

    /// <summary>A message of ours or the engine's was seen: it belongs to the transcript.</summary>
    protected void Note(byte[] message) => Transcript = [.. Transcript, .. message];

    /// <summary>The body of the engine's next handshake message, which has to be of that type.</summary>
    protected byte[] Receive(byte type)
    {
        byte[] message = ReceiveMessage();
        if (message[0] != type)
        {
            throw new InvalidOperationException($"The engine sent message {message[0]} instead of {type}.");
        }

        Note(message);
        return message[4..];
    }

    /// <summary>The type of the engine's next handshake message.</summary>
    protected byte PeekType()
    {
        FillMessage();
        return _incomingMessages[0];
    }

    /// <summary>Asks the engine to go on.</summary>
    protected void Advance()
    {
        EngineStatus status = Engine.Handshake();
        while (status == EngineStatus.WantCallback)
        {
            Engine.RunPendingCallback();
            status = Engine.Handshake();
        }
    }

    private byte[] ReceiveMessage()
    {
        int length = FillMessage();
        byte[] message = [.. _incomingMessages[..length]];
        _incomingMessages.RemoveRange(0, length);
        ReceivedTypes.Add(message[0]);
        return message;
    }

    private int FillMessage()
    {
        const int HeaderLength = 4;
        while (true)
        {
            if (_incomingMessages.Count >= HeaderLength)
            {
                int length =
                    HeaderLength + (_incomingMessages[1] << 16 | _incomingMessages[2] << 8 | _incomingMessages[3]);
                if (_incomingMessages.Count >= length)
                {
                    return length;
                }
            }

            TakeRecord(NextRecord() ?? throw new EngineIsSilentException());
        }
    }

    private byte[]? NextRecord()
    {
        if (_incomingRecords.Count == 0)
        {
            _incomingBytes = [.. _incomingBytes, .. Engine.TakeOutput()];
            while (_incomingBytes.Length >= 5)
            {
                int length = 5 + (_incomingBytes[3] << 8 | _incomingBytes[4]);
                _incomingRecords.Enqueue(_incomingBytes[..length]);
                _incomingBytes = _incomingBytes[length..];
            }
        }

        return _incomingRecords.TryDequeue(out byte[]? record) ? record : null;
    }

    private void TakeRecord(byte[] record)
    {
        if (record[0] == ChangeCipherSpecRecord)
        {
            TakeChangeCipherSpec();
            return;
        }

        // An alert may come before the keys that this end has already.
        bool isSealed = ReceiveKeys is not null && (!IsTls13 || record[0] == ApplicationDataRecord);
        (byte type, byte[] content) = isSealed ? ReceiveKeys!.Open(record) : (record[0], record[5..]);
        switch (type)
        {
            case AlertRecord:
                Alert = (content[0], content[1]);
                break;
            case ApplicationDataRecord:
                Data.AddRange(content);
                break;
            default:
                _incomingMessages.AddRange(content);
                break;
        }
    }

    /// <summary>The engine's ChangeCipherSpec; of no matter in TLS 1.3.</summary>
    protected virtual void TakeChangeCipherSpec()
    {
    }

    // The engine has nothing to say where an honest peer would wait for it.
    protected sealed class EngineIsSilentException : Exception;
}
