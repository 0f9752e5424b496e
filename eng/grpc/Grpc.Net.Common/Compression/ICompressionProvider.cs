using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>One way to compress messages.</summary>
public interface ICompressionProvider
{
    /// <summary>The name in the grpc-encoding header.</summary>
    string EncodingName { get; }

    /// <summary>Compresses what is written into <paramref name="stream"/>, which stays open; null for the provider's own level.</summary>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    /// <summary>Decompresses what is read from <paramref name="stream"/>.</summary>
    Stream CreateDecompressionStream(Stream stream);
}
