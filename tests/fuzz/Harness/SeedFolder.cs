using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using IronSsl.Fuzz.Targets;

namespace IronSsl.Fuzz.Harness;

/// <summary>The inputs that every run of a target starts with: a file each, in a folder of the target's name.</summary>
internal static class SeedFolder
{
    /// <summary>The seeds of a target, in the order of their names.</summary>
    public static IEnumerable<(string Name, byte[] Input)> Read(string folder, FuzzTarget target)
    {
        string path = Path.Combine(folder, target.Name);
        return Directory.Exists(path)
            ? Directory.GetFiles(path).Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllBytes(file)))
            : [];
    }

    /// <summary>Writes the seeds that are made by code: honest connections, sealed states, cipher strings.</summary>
    public static void Write(string folder)
    {
        foreach (FuzzTarget target in FuzzTargets.All)
        {
            foreach ((string name, byte[] input) in Made(folder, target))
            {
                Directory.CreateDirectory(Path.Combine(folder, target.Name));
                File.WriteAllBytes(Path.Combine(folder, target.Name, name), input);
            }
        }
    }

    private static IEnumerable<(string Name, byte[] Input)> Made(string folder, FuzzTarget target) => target switch
    {
        EngineTarget engine => engine.Seeds(),
        TicketTarget => TicketTarget.Seeds(),
        CipherStringTarget => CipherStringTarget.Seeds(),
        ModuleTarget => ModuleTarget.Seeds(name => File.ReadAllBytes(Path.Combine(folder, name))),
        _ => [],
    };
}
