using System.IO.Compression;
using Exchange.GrpcTests.Contract;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Exchange.GrpcTests.OverTheWire;

public sealed class CompressionTests : WireTest
{
    public static TheoryData<string> Encodings => ["gzip", "deflate"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task BothWays_CompressesEveryMessage(string encoding)
    {
        var onServer = new CountingCompression(Provider(encoding));
        var onClient = new CountingCompression(Provider(encoding));
        await using var server = await StartAsync(onServer);
        var client = server.OpenClient(options => options.CompressionProviders = [onClient]);
        var text = new string('a', 10_000);

        var answer = await client.SayAsync(new Words { Text = text }, With(Ask(encoding)));

        Assert.Equal(text, answer.Text);
        Assert.Equal((1, 1), (onClient.Compressed, onServer.Decompressed));
        Assert.Equal((1, 1), (onServer.Compressed, onClient.Decompressed));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task ProvidersThatAreBuiltIn_SpeakTheSameEncoding(string encoding)
    {
        // The client has the official default providers, the server only ours: each reads what the other wrote.
        var onServer = new CountingCompression(Provider(encoding));
        await using var server = await StartAsync(onServer);

        var answer = await server.OpenClient().SayAsync(new Words { Text = new string('b', 10_000) }, With(Ask(encoding)));

        Assert.Equal(10_000, answer.Text.Length);
        Assert.Equal((1, 1), (onServer.Compressed, onServer.Decompressed));
    }

    [Fact]
    public async Task NoCompress_LeavesTheMessageAsItIs()
    {
        var onServer = new CountingCompression(Provider("gzip"));
        await using var server = await StartAsync(onServer);
        server.Script.OnCall = context =>
        {
            context.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
            return Task.CompletedTask;
        };
        var options = With(Ask("gzip")).WithWriteOptions(new WriteOptions(WriteFlags.NoCompress));

        var answer = await server.OpenClient().SayAsync(Hello, options);

        Assert.Equal("hello", answer.Text);
        Assert.Equal((0, 0), (onServer.Compressed, onServer.Decompressed));
    }

    [Fact]
    public async Task EncodingThatTheServerLacks_IsUnimplemented()
    {
        await using var server = await StartAsync(new CountingCompression(Provider("gzip")));

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await server.OpenClient().SayAsync(Hello, With(Ask("deflate"))));

        Assert.Equal(StatusCode.Unimplemented, refused.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Provider_LeavesTheStreamThatItWritesToOpen(string encoding)
    {
        using var buffer = new MemoryStream();
        var provider = Provider(encoding);
        using (var writing = provider.CreateCompressionStream(buffer, null))
            writing.Write("some words"u8);

        buffer.Position = 0;
        using var reading = new StreamReader(provider.CreateDecompressionStream(buffer));
        Assert.Equal(encoding, provider.EncodingName);
        Assert.Equal("some words", reading.ReadToEnd());
    }

    [Fact]
    public void Deflate_IsTheZlibFormat()
    {
        using var buffer = new MemoryStream();
        using (var writing = Provider("deflate").CreateCompressionStream(buffer, CompressionLevel.SmallestSize))
            writing.Write("some words"u8);

        // The header of zlib: method 8, and the first two bytes divisible by 31.
        var bytes = buffer.ToArray();
        Assert.Equal(8, bytes[0] & 0x0F);
        Assert.Equal(0, ((bytes[0] << 8) | bytes[1]) % 31);
    }

    private static Task<EchoServer> StartAsync(CountingCompression provider) => EchoServer.StartAsync(options =>
    {
        options.CompressionProviders = [provider];
        options.ResponseCompressionAlgorithm = provider.EncodingName;
        options.ResponseCompressionLevel = CompressionLevel.Fastest;
    });

    private static Metadata Ask(string encoding) => new() { { "grpc-internal-encoding-request", encoding } };

    private static ICompressionProvider Provider(string encoding) => encoding is "gzip"
        ? new GzipCompressionProvider(CompressionLevel.Optimal)
        : new DeflateCompressionProvider(CompressionLevel.Optimal);
}
