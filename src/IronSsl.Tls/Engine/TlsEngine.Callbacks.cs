using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using Org.BouncyCastle.Tls;
using AlertDescription = IronSsl.Tls.OpenSsl.AlertDescription;
using CipherSuite = IronSsl.Tls.OpenSsl.Ciphers.CipherSuite;

namespace IronSsl.Tls.Engine;

/// <summary>The functions of the program that a handshake waits for: what may call them, and what their answers
/// do.</summary>
/// <remarks>
/// A handshake stops by keeping the record back whose processing would need the answer. For TLS 1.2 the message before
/// which a pre-shared key is needed (ServerHelloDone, ClientKeyExchange) is found by reading along in the clear.
/// </remarks>
internal sealed partial class TlsEngine
{
    /// <summary>OpenSSL's `PSK_MAX_IDENTITY_LEN`: the program is not asked about longer names.</summary>
    private const int MaximumPskIdentityBytes = 256;

    // All under _gate.
    private PendingCallback? _pendingCallback;
    private PlaintextHandshake? _clearText;
    private byte[]? _keptRecord;

    /// <summary>Runs the callback that a WantCallback status announced, outside of the engine's lock.</summary>
    public void RunPendingCallback()
    {
        PendingCallback? pending;
        EngineCallbacks callbacks;
        lock (_gate)
        {
            pending = _pendingCallback;
            callbacks = _facts.Settings.Callbacks;
        }

        switch (pending)
        {
            case PendingCallback.ServerName:
                AskServerName(callbacks);
                break;
            case PendingCallback.PskForClientHello or PendingCallback.PskForKeyExchange:
                AskPskClient(callbacks, pending.Value);
                break;
            case PendingCallback.PskOfClientHello or PendingCallback.PskOfKeyExchange:
                AskPskServer(callbacks, pending.Value);
                break;
        }

        DeliverEvents();
    }

    private void AskServerName(EngineCallbacks callbacks)
    {
        // An exception without an answer refuses the connection.
        int alert = AlertDescription.InternalError;
        string? serverName = ServerName;
        RunCallback(() => alert = callbacks.ServerName!(serverName));
        lock (_gate)
        {
            _pendingCallback = null;
            if (alert != 0)
            {
                // OpenSSL `final_server_name`.
                Fail(TlsFailure.Ssl("CALLBACK_FAILED", alert));
            }
            else
            {
                AskPskOfClientHelloOrRelease();
            }
        }
    }

    private void AskPskClient(EngineCallbacks callbacks, PendingCallback pending)
    {
        string? hint = pending == PendingCallback.PskForKeyExchange && _clearText?.FirstField is { Length: > 0 } bytes
            ? Encoding.UTF8.GetString(bytes)
            : null;
        (byte[] Identity, byte[] Key)? answer = null;
        RunCallback(() => answer = callbacks.PskClient!(hint));
        lock (_gate)
        {
            _pendingCallback = null;
            TakePsk(answer);
            if (pending == PendingCallback.PskForClientHello && _facts.Psk is { Identity.Length: 0 })
            {
                // TLS 1.3 has no empty identities (RFC 8446 section 4.2.11), and OpenSSL gives up, too.
                Fail(TlsFailure.Ssl("INTERNAL_ERROR", AlertDescription.InternalError));
            }
            else if (pending == PendingCallback.PskForClientHello)
            {
                StartClient();
            }
            else
            {
                ProcessKeptRecord();
            }
        }
    }

    private void AskPskServer(EngineCallbacks callbacks, PendingCallback pending)
    {
        IReadOnlyList<byte[]> identities;
        lock (_gate)
        {
            if (pending == PendingCallback.PskOfKeyExchange && _clearText!.FirstField!.Length > MaximumPskIdentityBytes)
            {
                _pendingCallback = null;
                Fail(TlsFailure.Ssl("DATA_LENGTH_TOO_LONG", AlertDescription.HandshakeFailure));
                return;
            }

            identities = pending == PendingCallback.PskOfClientHello
                ? [.. _hello.View!.PskIdentities.Where(
                    identity => identity.Length <= MaximumPskIdentityBytes && IsNoTicketOfOurs(identity))]
                : [_clearText!.FirstField!];
        }

        (byte[] Identity, byte[] Key)? answer = null;
        foreach (byte[] identity in identities)
        {
            byte[]? key = null;
            RunCallback(() => key = callbacks.PskServer!(identity));
            if (key is { Length: > 0 })
            {
                answer = (identity, key);
                break;
            }
        }

        lock (_gate)
        {
            _pendingCallback = null;
            TakePsk(answer);
            if (pending == PendingCallback.PskOfClientHello)
            {
                ReleaseHeld();
            }
            else
            {
                ProcessKeptRecord();
            }
        }
    }

    private void TakePsk((byte[] Identity, byte[] Key)? answer)
    {
        _facts.Psk?.Dispose();
        _facts.Psk = answer is { Key.Length: > 0 } psk ? new PskKey(psk.Identity, psk.Key) : null;
        if (answer is not null)
        {
            CryptographicOperations.ZeroMemory(answer.Value.Key);
        }
    }

    // RFC 8446 section 4.2.11: identities are tickets or names of keys; only the program knows the names.
    private bool IsNoTicketOfOurs(byte[] identity)
    {
        EngineSession? session = _facts.Settings.Sessions.Open(identity);
        session?.Destroy();
        return session is null;
    }

    private void AskPskOfClientHelloOrRelease()
    {
        EngineSettings settings = _facts.Settings;
        bool mayUsePsk = settings.Callbacks.PskServer is not null
            && _hello.View is { PskIdentities.IsEmpty: false }
            && settings.Offer.Versions.Contains(TlsVersion.Tls13);
        if (mayUsePsk)
        {
            _pendingCallback = PendingCallback.PskOfClientHello;
        }
        else
        {
            ReleaseHeld();
        }
    }

    // True when the record has to wait for the program's answer.
    private bool WaitsForPsk(byte[] record, int length)
    {
        EngineCallbacks callbacks = _facts.Settings.Callbacks;
        bool isClient = _facts.Settings.Role == TlsRole.Client;
        if ((isClient ? callbacks.PskClient is null : callbacks.PskServer is null)
            || _protocol!.IsOpen || _facts.Version == TlsVersion.Tls13)
        {
            return false;
        }

        _clearText ??= new PlaintextHandshake();
        short type = isClient ? HandshakeType.server_hello_done : HandshakeType.client_key_exchange;
        bool completes = _clearText.Completes(
            type, record[0], record.AsSpan(Wire.RecordHeaderLength, length - Wire.RecordHeaderLength));
        CipherSuite? suite =
            isClient ? CipherSuiteTable.ById(_clearText.CipherSuite) : _facts.Cipher;
        if (!completes || suite?.KeyExchange.Contains("PSK", StringComparison.Ordinal) != true
            || (!isClient && _clearText.FirstField is null))
        {
            return false;
        }

        _keptRecord = record.AsSpan(0, length).ToArray();
        _pendingCallback = isClient ? PendingCallback.PskForKeyExchange : PendingCallback.PskOfKeyExchange;
        return true;
    }

    private void ProcessKeptRecord()
    {
        byte[] record = _keptRecord!;
        _keptRecord = null;
        ProcessRecord(record, record.Length);
    }
}
