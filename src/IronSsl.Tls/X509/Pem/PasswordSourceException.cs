using System;

namespace IronSsl.Tls.X509.Pem;

/// <summary>
/// What the function that was to give a password has raised, as the inner exception. The readers of keys take many
/// exceptions for a malformed key, and those of the program may be of the same types; they don't take this one.
/// </summary>
internal sealed class PasswordSourceException(Exception raised) : Exception(raised.Message, raised);
