using System.Collections.Generic;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>Compares a server's answers with the client's requests, alike in a ServerHello of TLS 1.2 and in
/// EncryptedExtensions. That each was asked for at all is known by <see cref="ExtensionRules"/>.</summary>
internal static class ServerExtensionRules
{
    public static void Require(IDictionary<int, byte[]> answers, IDictionary<int, byte[]> asked)
    {
        foreach ((int type, byte[] data) in answers)
        {
            switch (type)
            {
                // RFC 6066 section 3, RFC 7627 section 5.1, RFC 7366 section 2, RFC 5077 section 3.2: empty.
                case ExtensionType.server_name:
                case ExtensionType.extended_master_secret:
                case ExtensionType.encrypt_then_mac:
                case ExtensionType.session_ticket:
                    EmptyExtension.Require(data);
                    break;
                case ExtensionType.application_layer_protocol_negotiation:
                    ApplicationProtocolExtension.RequireAnswer(data, asked[type]);
                    break;
                case ExtensionType.supported_groups:
                    SupportedGroupsExtension.RequireAnswer(data);
                    break;
                case ExtensionType.ec_point_formats:
                    EcPointFormatsExtension.RequireAnswer(data);
                    break;
                case ExtensionType.renegotiation_info:
                    RenegotiationInfoExtension.Require(data);
                    break;
            }
        }
    }
}
