using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>What happened on one side of a <see cref="PlainPair"/>, and what a test wants done there.</summary>
internal sealed class PlainSide
{
    public PlainSide(WatchedCrypto crypto) => Crypto = crypto;

    public WatchedCrypto Crypto { get; }

    /// <summary>The methods of the protocol object that ran, in order.</summary>
    public List<string> Ran { get; } = [];

    /// <summary>The handshake messages that came, whole, and the connection state in which they came.</summary>
    public List<(short Type, byte[] Message, short State)> Received { get; } = [];

    /// <summary>The records that were written: the type, the text, and the bytes that were added to the output.
    /// </summary>
    public List<(short Type, byte[] Text, byte[] Output)> Written { get; } = [];

    /// <summary>The alerts that came.</summary>
    public List<(short Level, short Description)> Alerts { get; } = [];

    /// <summary>Whether an alert that came goes to BouncyCastle's own method.</summary>
    public bool PassesAlertsOn { get; set; } = true;

    /// <summary>Runs inside of the named method, before BouncyCastle's own.</summary>
    public Dictionary<string, Action> Before { get; } = [];

    /// <summary>Runs inside of the named method, after BouncyCastle's own.</summary>
    public Dictionary<string, Action> After { get; } = [];

    /// <summary>Runs BouncyCastle's own method between what a test wants before and after it.</summary>
    public void Run(string method, Action own)
    {
        Ran.Add(method);
        Before.GetValueOrDefault(method)?.Invoke();
        own();
        After.GetValueOrDefault(method)?.Invoke();
    }

    /// <summary>The types of the messages that came.</summary>
    public short[] ReceivedTypes => [.. Received.Select(message => message.Type)];

    /// <summary>What ciphers were asked to seal.</summary>
    public CipherCall[] Sealed => [.. Crypto.Calls.Where(call => call.IsSealing)];

    /// <summary>What ciphers were asked to open.</summary>
    public CipherCall[] Opened => [.. Crypto.Calls.Where(call => !call.IsSealing)];

    public void NoteMessage(short type, HandshakeMessageInput message, short state) =>
        Received.Add((type, message.ToArray(), state));
}
