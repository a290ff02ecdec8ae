using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace IronSsl.Fuzz.Harness;

/// <summary>
/// The edges that instrumented code counts. At every branch code that SharpFuzz has instrumented adds one to a byte of
/// the memory that SharpFuzz's <see cref="Trace"/> points to, which usually is AFL's; here it is this process's own.
/// </summary>
internal sealed unsafe class CoverageMap : IDisposable
{
    // What SharpFuzz, like AFL, numbers its edges with: 16 bits.
    private const int MapBytes = 1 << 16;

    private readonly byte* _counts = (byte*)NativeMemory.AllocZeroed(MapBytes);
    private readonly byte[] _seen = new byte[MapBytes];

    /// <summary>Connects the instrumented code. Before that it must not run, and afterwards only on one
    /// thread.</summary>
    public CoverageMap() => Trace.SharedMem = _counts;

    /// <summary>Edges seen so far, however often.</summary>
    public int EdgeCount => MapBytes - _seen.AsSpan().Count((byte)0);

    /// <summary>Whether the assembly with a name counts.</summary>
    public static bool IsInstrumented(string name) => Assembly.Load(name).GetReferencedAssemblies()
        .Any(reference => reference.Name == typeof(Trace).Assembly.GetName().Name);

    /// <summary>Forgets the last run.</summary>
    public void Begin()
    {
        new Span<byte>(_counts, MapBytes).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>The places, each with how often (as a bit), that the last run has reached and none before.</summary>
    public List<(int Place, byte Bit)> NewPlaces()
    {
        var places = new List<(int, byte)>();
        var words = new ReadOnlySpan<ulong>(_counts, MapBytes / sizeof(ulong));
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] == 0)
            {
                continue;
            }

            for (int place = i * sizeof(ulong); place < (i + 1) * sizeof(ulong); place++)
            {
                byte bit = Bucket(_counts[place]);
                if ((_seen[place] & bit) != bit)
                {
                    places.Add((place, bit));
                }
            }
        }

        return places;
    }

    /// <summary>Whether the last run has reached any of the places.</summary>
    public bool HasAny(IEnumerable<(int Place, byte Bit)> places) =>
        places.Any(at => Bucket(_counts[at.Place]) == at.Bit);

    /// <summary>Takes the places for seen.</summary>
    public void Mark(IEnumerable<(int Place, byte Bit)> places)
    {
        foreach ((int place, byte bit) in places)
        {
            _seen[place] |= bit;
        }
    }

    public void Dispose() => NativeMemory.Free(_counts);

    // AFL's classes: 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127, 128 and more.
    private static byte Bucket(byte count) => count switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        < 32 => (byte)(8 << (BitOperations.Log2(count) - 2)),
        < 128 => 64,
        _ => 128,
    };
}
