namespace IronSsl.Tls.Tests.Transport;

/// <summary>The transport as it is on other systems than Linux.</summary>
public sealed class PortableSocketTransportTests() : SocketTransportTests(isPortable: true);
