using System.Collections.Generic;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Keys;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>A client's part in authentication: judges the server's certificate and answers a request for its
/// own.</summary>
internal sealed class ClientAuthentication : TlsAuthentication
{
    private readonly TlsContext _context;
    private readonly ConnectionFacts _facts;

    public ClientAuthentication(TlsContext context, ConnectionFacts facts)
    {
        _context = context;
        _facts = facts;
    }

    public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
    {
        PeerVerifier.Accept(_facts, serverCertificate.Certificate);
        if (!TlsUtilities.IsTlsV13(_context) && _facts.Cipher is { } suite
            && !KeyUsageRules.Allow(suite, _facts.PeerChain[0]))
        {
            throw FailureAlert.Ssl(BcAlert.handshake_failure, "BAD_ECC_CERT");
        }
    }

    public TlsCredentials? GetClientCredentials(CertificateRequest certificateRequest) =>
        Choose(_context, _facts, certificateRequest, []);

    /// <summary>The credentials that answer a request; null when there are none that the server could verify.</summary>
    public static TlsCredentialedSigner? Choose(
        TlsContext context, ConnectionFacts facts, CertificateRequest request, byte[] requestContext)
    {
        EngineSettings settings = facts.Settings;
        if (settings.Credentials.IsEmpty)
        {
            return null;
        }

        // Below TLS 1.3 a client of OpenSSL shows the certificate that was loaded last, or none (`tls_choose_sigalg`).
        if (!TlsUtilities.IsTlsV13(context))
        {
            settings = settings with { Credentials = [settings.Credentials[^1]] };
        }

        if (!TlsUtilities.IsTlsV12(context))
        {
            Credential last = settings.Credentials[0];
            return last.Key.Kind is PrivateKeyKind.Rsa or PrivateKeyKind.Ecdsa
                ? CredentialSigner.Make(context, settings, last, null)
                : null;
        }

        List<SignatureSchemeEntry> offered =
            BouncyCastleNames.FromAlgorithms(request.SupportedSignatureAlgorithms ?? []);
        int version = TlsUtilities.IsTlsV13(context) ? TlsVersion.Tls13 : TlsVersion.Tls12;
        if (CredentialSelector.Choose(
                settings.Credentials, settings.Options, version, settings.Offer.ClientSchemes, offered, null)
            is not { } choice)
        {
            return null;
        }

        facts.ClientSignatureScheme = choice.Scheme;
        return CredentialSigner.Make(
            context, settings, choice.Credential, BouncyCastleNames.ToAlgorithm(choice.Scheme), requestContext);
    }
}
