using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

/// <summary>What is done in old versions alone.</summary>
public sealed class OldVersionTests
{
    private const byte ApplicationData = 23;

    [Theory]
    [InlineData(TlsVersion.Tls10, 2)]
    [InlineData(TlsVersion.Tls11, 1)]
    [InlineData(TlsVersion.Tls12, 1)]
    public void In_TLS_1_0_an_empty_record_goes_before_the_data(int version, int records)
    {
        EngineSettings server = TestSettings.Server("rsa").Only(version);
        using var pair = new EnginePair(TestSettings.Client().Only(version), server);
        pair.Handshake();
        var lengths = new List<int>();
        pair.Tamper = (_, record) =>
        {
            lengths.AddRange(record[0] == ApplicationData ? [record.Length] : []);
            return record;
        };

        Assert.Equal([1, 2, 3], pair.Send(pair.Client, [1, 2, 3]));
        Assert.Equal([1, 2, 3], pair.Send(pair.Server, [1, 2, 3]));

        Assert.Equal(2 * records, lengths.Count);
        Assert.True(lengths.Zip(lengths.Skip(1)).All(pair => pair.First <= pair.Second));
    }
}
