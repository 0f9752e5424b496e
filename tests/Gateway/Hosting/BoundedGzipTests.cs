using System.IO.Compression;
using System.Text.Json.Nodes;
using Exchange.Gateway.Hosting;
using Grpc.Core;

namespace Exchange.Gateway.Tests.Hosting;

public sealed class BoundedGzipTests
{
    private const int Most = 10_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Most)]
    public void Unpack_UpToTheMost_GivesWhatWasPacked(int length)
    {
        var gzip = new BoundedGzip(Most);
        using var packed = new MemoryStream();
        using (var packing = gzip.CreateCompressionStream(packed, null))
            packing.Write(new byte[length]);
        packed.Position = 0;

        using var unpacked = new MemoryStream();
        using (var unpacking = gzip.CreateDecompressionStream(packed))
            unpacking.CopyTo(unpacked);

        Assert.Equal(length, unpacked.Length);
    }

    [Fact]
    public void Unpack_More_GivesUpWithoutHandingOutMoreThanTheMost()
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var i = 0; i < 64; i++)
                packing.Write(new byte[1024 * 1024]);
        }
        packed.Position = 0;
        using var unpacking = new BoundedGzip(Most).CreateDecompressionStream(packed);

        using var unpacked = new MemoryStream();
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<RpcException>(() => unpacking.CopyTo(unpacked)).StatusCode);
        Assert.InRange(unpacked.Length, 0, Most);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Most)]
    public void Pack_AsMuchOrAsLittleAsThereIs_IsAWholeGzip(int length)
    {
        using var packed = new MemoryStream();
        using (var packing = new BoundedGzip(Most).CreateCompressionStream(packed, null))
            packing.Write(new byte[length]);
        packed.Position = 0;

        Assert.InRange(packed.Length, 18, 200); // head and tail alone take 18
        using var unpacked = new MemoryStream();
        using (var unpacking = new GZipStream(packed, CompressionMode.Decompress))
            unpacking.CopyTo(unpacked);
        Assert.Equal(new byte[length], unpacked.ToArray());
    }

    // A client in .NET packs a message without fields so.
    [Fact]
    public void Unpack_Nothing_IsNothing()
    {
        using var unpacking = new BoundedGzip(Most).CreateDecompressionStream(new MemoryStream([]));
        Assert.Equal(-1, unpacking.ReadByte());
    }

    [Fact]
    public void Unpack_WhatIsNoGzip_GivesUpWithTheCodeOfGrpc()
    {
        using var unpacking = new BoundedGzip(Most).CreateDecompressionStream(new MemoryStream("not packed at all"u8.ToArray()));
        Assert.Equal(StatusCode.Internal, Assert.Throws<RpcException>(() => unpacking.CopyTo(Stream.Null)).StatusCode);
    }

    [Fact]
    public void Unpack_CutShortAnywhere_GivesUpRatherThanHandsOutAPart()
    {
        using var whole = new MemoryStream();
        using (var packing = new BoundedGzip(Most).CreateCompressionStream(whole, null))
            packing.Write("partnership, acting role, purpose, and what may not be shown"u8);

        Assert.All(Enumerable.Range(1, (int)whole.Length - 1), length =>
        {
            using var unpacking = new BoundedGzip(Most).CreateDecompressionStream(new MemoryStream(whole.ToArray()[..length]));
            Assert.Equal(StatusCode.Internal, Assert.Throws<RpcException>(() => unpacking.CopyTo(Stream.Null)).StatusCode);
        });
    }

    // The runtime looks for the end of what is packed only where a program's settings say so.
    [Theory]
    [InlineData("Exchange.Gateway")]
    [InlineData("Exchange.Cli")]
    public void Program_IsSetToNoticeWhatIsCutShort(string program)
    {
        var settings = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, program + ".runtimeconfig.json")))!;
        Assert.True((bool?)settings["runtimeOptions"]!["configProperties"]!["System.IO.Compression.UseStrictValidation"]);
    }
}
