using System.IO.Compression;
using Grpc.Net.Compression;

namespace Exchange.GrpcTests.OverTheWire;

/// <summary>Another provider, with a count of the messages that went through it.</summary>
internal sealed class CountingCompression(ICompressionProvider inner) : ICompressionProvider
{
    private int _compressed;
    private int _decompressed;

    public int Compressed => Volatile.Read(ref _compressed);

    public int Decompressed => Volatile.Read(ref _decompressed);

    public string EncodingName => inner.EncodingName;

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel)
    {
        Interlocked.Increment(ref _compressed);
        return inner.CreateCompressionStream(stream, compressionLevel);
    }

    public Stream CreateDecompressionStream(Stream stream)
    {
        Interlocked.Increment(ref _decompressed);
        return inner.CreateDecompressionStream(stream);
    }
}
