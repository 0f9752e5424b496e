using System.IO.Compression;
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
}
