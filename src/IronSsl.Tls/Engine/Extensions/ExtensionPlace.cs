using System;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>The messages that hold extensions: RFC 8446 section 4.2.</summary>
[Flags]
internal enum ExtensionPlace
{
    None = 0,
    ClientHello = 1 << 0,

    /// <summary>A ServerHello of TLS 1.2 and below.</summary>
    ServerHello12 = 1 << 1,

    /// <summary>A ServerHello of TLS 1.3.</summary>
    ServerHello13 = 1 << 2,

    /// <summary>A ServerHello whose version isn't known yet.</summary>
    ServerHello = ServerHello12 | ServerHello13,
    HelloRetryRequest = 1 << 3,
    EncryptedExtensions = 1 << 4,
    CertificateRequest = 1 << 5,
    Certificate = 1 << 6,
    NewSessionTicket = 1 << 7,

    /// <summary>The messages that answer: no extension comes there that wasn't asked for.</summary>
    Answers = ServerHello | HelloRetryRequest | EncryptedExtensions | Certificate,

    All = Answers | ClientHello | CertificateRequest | NewSessionTicket,
}
