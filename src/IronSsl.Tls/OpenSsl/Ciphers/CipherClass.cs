using System;

namespace IronSsl.Tls.OpenSsl.Ciphers;

/// <summary>The classes by which a cipher string can name suites without naming an algorithm.</summary>
[Flags]
internal enum CipherClass
{
    None = 0,
    High = 1,
    Medium = 2,
    Low = 4,
    Fips = 8,

    /// <summary>Not selected by DEFAULT, and therefore by COMPLEMENTOFDEFAULT.</summary>
    NotDefault = 16,
}
