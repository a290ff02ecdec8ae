using System.Collections.Generic;
using System.Linq;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>The extensions of a message, in any order, any number of times.</summary>
internal sealed class ExtensionList
{
    public const int ServerName = 0;
    public const int MaxFragmentLength = 1;
    public const int StatusRequest = 5;
    public const int SupportedGroups = 10;
    public const int EcPointFormats = 11;
    public const int SignatureAlgorithms = 13;
    public const int Alpn = 16;
    public const int SignedCertificateTimestamp = 18;
    public const int Padding = 21;
    public const int EncryptThenMac = 22;
    public const int ExtendedMasterSecret = 23;
    public const int SessionTicket = 35;
    public const int PreSharedKey = 41;
    public const int EarlyData = 42;
    public const int SupportedVersions = 43;
    public const int Cookie = 44;
    public const int PskKeyExchangeModes = 45;
    public const int CertificateAuthorities = 47;
    public const int PostHandshakeAuth = 49;
    public const int SignatureAlgorithmsCert = 50;
    public const int KeyShare = 51;
    public const int RenegotiationInfo = 0xFF01;

    public List<(int Type, byte[] Data)> Items { get; } = [];

    /// <summary>Leaves the last byte of the last extension out.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>The first of that type; null when there is none.</summary>
    public byte[]? Find(int type) => Items.Where(item => item.Type == type).Select(item => item.Data).FirstOrDefault();

    /// <summary>Replaces what there is of that type, in its place, or adds it at the end.</summary>
    public void Set(int type, params byte[] data)
    {
        int index = Items.FindIndex(item => item.Type == type);
        if (index < 0)
        {
            Items.Add((type, data));
        }
        else
        {
            Items[index] = (type, data);
        }
    }

    /// <summary>Adds one at the end, whether or not there is another of its type.</summary>
    public void Add(int type, params byte[] data) => Items.Add((type, data));

    public void Remove(int type) => Items.RemoveAll(item => item.Type == type);

    /// <summary>With the length of the whole.</summary>
    public byte[] Encode()
    {
        byte[] block = [.. Items.SelectMany(item => (byte[])[.. Wire.U16(item.Type), .. Wire.Opaque16(item.Data)])];
        return Wire.Opaque16(!IsCutOff ? block : block.Length > 0 ? block[..^1] : [0x0A]);
    }

    /// <summary>What <see cref="Encode"/> writes, without the length of the whole.</summary>
    public static ExtensionList Parse(byte[] bytes)
    {
        var list = new ExtensionList();
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd)
        {
            list.Add(reader.Number(2), reader.Opaque(2));
        }

        return list;
    }
}
