using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace IronSsl.Fuzz.Harness;

/// <summary>The inputs that every run of a target starts with: a file each, in a folder of the target's name.</summary>
internal static class SeedFolder
{
    /// <summary>The seeds of a target, in the order of their names.</summary>
    public static IEnumerable<(string Name, byte[] Input)> Read(string folder, FuzzTarget target)
    {
        string path = Path.Combine(folder, target.Name);
        return Directory.Exists(path)
            ? Directory.GetFiles(path).Order(StringComparer.Ordinal)
                .Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))
            : [];
    }

    /// <summary>Writes the seeds that code makes: honest connections, sealed states, cipher strings.</summary>
    public static void Write(string folder, IEnumerable<FuzzTarget> targets)
    {
        foreach (FuzzTarget target in targets)
        {
            foreach ((string name, byte[] input) in target.MakeSeeds(
                name => File.ReadAllBytes(Path.Combine(folder, name))))
            {
                Directory.CreateDirectory(Path.Combine(folder, target.Name));
                File.WriteAllBytes(Path.Combine(folder, target.Name, name), input);
            }
        }
    }
}
