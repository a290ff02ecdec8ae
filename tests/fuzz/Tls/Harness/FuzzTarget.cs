using System;
using System.Collections.Generic;
using System.Collections.Immutable;

namespace IronSsl.Fuzz.Harness;

/// <summary>
/// A place where bytes from outside come in. Running it on any input gives a result or one of the documented failures,
/// which the target takes itself: whatever comes out of <see cref="Run"/> is a finding.
/// </summary>
internal abstract class FuzzTarget
{
    /// <summary>As on the command line, and the name of the folder with its seeds.</summary>
    public abstract string Name { get; }

    public virtual InputShape Shape => InputShape.Bytes;

    /// <summary>How many bytes stand before what has the <see cref="Shape"/>; they choose among settings.</summary>
    public virtual int PrefixBytes => 0;

    /// <summary>Words that mean something to the target.</summary>
    public virtual ImmutableArray<byte[]> Tokens => [];

    /// <summary>What an input may allocate, in bytes, in all.</summary>
    public virtual long MaximumAllocatedBytes => 32 << 20;

    /// <summary>The processor time an input may take.</summary>
    public virtual TimeSpan MaximumTime => TimeSpan.FromSeconds(2);

    /// <summary>The longest input that makes sense.</summary>
    public virtual int MaximumInputBytes => 16 * 1024;

    /// <summary>Whether an input costs handshakes, so that only some hundreds of them fit into a test.</summary>
    public virtual bool IsHandshake => Shape == InputShape.Script;

    /// <summary>What became of the last input, for whoever looks at one; null when there is nothing to tell.</summary>
    public string? Outcome { get; protected set; }

    /// <summary>The seeds that code makes; a target whose seeds are files has none.</summary>
    /// <param name="read">Reads a file of the folder with all seeds.</param>
    public virtual IEnumerable<(string Name, byte[] Input)> MakeSeeds(Func<string, byte[]> read) => [];

    /// <summary>Runs one input.</summary>
    public abstract void Run(ReadOnlySpan<byte> input);
}
