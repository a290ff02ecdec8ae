namespace IronSsl.Fuzz.Peer;

/// <summary>
/// What a frame of a script does. Other numbers below <see cref="Raw"/> are content types: a record of that type,
/// sealed as soon as there are keys.
/// </summary>
internal enum FrameKind : byte
{
    ChangeCipherSpec = 20,
    Alert = 21,
    Handshake = 22,
    ApplicationData = 23,

    /// <summary>Bytes on the wire as they are.</summary>
    Raw = 0x80,

    /// <summary>A Finished message that is right for what was said.</summary>
    Finished = 0x81,

    /// <summary>A CertificateVerify that is right for what was said; the body is the signature scheme.</summary>
    CertificateVerify = 0x82,

    /// <summary>A ServerKeyExchange of TLS 1.2; the body is the parameters and the scheme, the signature is
    /// added.</summary>
    ServerKeyExchange = 0x83,

    /// <summary>A ServerHello that gets the client's session id, as TLS 1.3 has it.</summary>
    ServerHello = 0x84,

    /// <summary>A ClientHello whose last bytes are a PSK binder, which is made right.</summary>
    BoundClientHello = 0x85,

    /// <summary>A message of the handshake as a record in the clear, whatever keys there are.</summary>
    ClearHandshake = 0x86,

    /// <summary>What a CBC cipher encrypts, with the MAC and the padding as they are here.</summary>
    BareCbc = 0x87,

    /// <summary>A client's Certificate after the handshake: a Certificate message that gets the request's
    /// context.</summary>
    LaterCertificate = 0x88,

    /// <summary>The program on top calls the engine: the body is an <see cref="EngineCall"/> and its number.</summary>
    Call = 0x90,
}
