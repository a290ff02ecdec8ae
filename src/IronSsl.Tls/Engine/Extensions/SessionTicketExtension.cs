using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>session_ticket (RFC 5077 section 3.2), of TLS 1.2 and below: a ticket, or nothing to ask for one; the
/// answer is empty.</summary>
internal static class SessionTicketExtension
{
    /// <summary>Client: puts the ticket of the session that is offered into a ClientHello, or asks for a
    /// ticket.</summary>
    public static void Send(IDictionary<int, byte[]> extensions, EngineSettings settings, EngineSession? offered)
    {
        if ((settings.Options & SslOption.OP_NO_TICKET) == 0
            && settings.Offer.Versions.Any(version => version < TlsVersion.Tls13))
        {
            extensions[ExtensionType.session_ticket] =
                offered is { Version: < TlsVersion.Tls13, HasTicket: true } session ? [.. session.Ticket] : [];
        }
    }

    /// <summary>Server: says that a ticket will come.</summary>
    public static void Answer(IDictionary<int, byte[]> extensions) => extensions[ExtensionType.session_ticket] = [];
}
