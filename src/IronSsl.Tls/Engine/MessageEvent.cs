namespace IronSsl.Tls.Engine;

/// <summary>One protocol message as OpenSSL's message callback reports it (`SSL_CTX_set_msg_callback`).</summary>
/// <param name="Outgoing">True for a message that was written, false for one that was received.</param>
/// <param name="Version">The protocol version OpenSSL would report.</param>
/// <param name="ContentType">The record content type, or one of OpenSSL's pseudo types (0x100 record header, 0x101
/// inner content type).</param>
/// <param name="MessageType">The handshake type or alert description; the first byte otherwise.</param>
/// <param name="Bytes">The message with its header. Never changed after the event was made.</param>
internal readonly record struct MessageEvent(
    bool Outgoing, int Version, int ContentType, int MessageType, byte[] Bytes);
