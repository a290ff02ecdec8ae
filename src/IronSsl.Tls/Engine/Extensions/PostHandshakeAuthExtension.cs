using System;
using System.Collections.Generic;
using IronSsl.Tls.Engine.Handshake;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>post_handshake_auth (RFC 8446 section 4.2.6): empty; there is no answer.</summary>
internal static class PostHandshakeAuthExtension
{
    /// <summary>Client: says that it answers requests for its certificate after the handshake.</summary>
    public static void Send(IDictionary<int, byte[]> extensions) =>
        TlsExtensionsUtilities.AddPostHandshakeAuthExtension(extensions);

    /// <summary>Server: whether the client says so.</summary>
    public static bool IsIn(IDictionary<int, byte[]>? extensions) =>
        extensions?.ContainsKey(ExtensionType.post_handshake_auth) == true;

    /// <summary>Server: refuses content.</summary>
    public static void RequireRequest(ReadOnlySpan<byte> data) =>
        new HandshakeReader(data, "POST_HANDSHAKE_AUTH_ENCODING_ERR").RequireEnd();
}
