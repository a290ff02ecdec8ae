namespace IronSsl.Fuzz.Peer;

/// <summary>What a program may do with a connection in the middle of a script.</summary>
internal enum EngineCall : byte
{
    Write,
    Shutdown,
    RequestClientAuthentication,
    EndOfInput,
    ReadNothing,
}
