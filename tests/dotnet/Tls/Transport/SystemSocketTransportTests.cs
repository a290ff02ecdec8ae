namespace IronSsl.Tls.Tests.Transport;

/// <summary>The transport with the calls of the system, where it knows them.</summary>
public sealed class SystemSocketTransportTests() : SocketTransportTests(isPortable: false);
