using System.IO.Compression;
using System.IO.Pipelines;
using Exchange.Gateway.Signing;
using Grpc.Net.Compression;

namespace Exchange.Gateway.Tests.Signing;

/// <summary>The exact bytes are seen, and whoever reads next finds all of them.</summary>
public sealed class FirstMessageTests
{
    private const int Largest = 1000;
    private static readonly byte[] Message = [1, 2, 3, 4, 5, 6, 7];
    private static readonly ICompressionProvider Gzip = new GzipCompressionProvider(CompressionLevel.Fastest);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(100)]
    public async Task Peek_WholeMessage_SeesItHoweverItComesAndConsumesNothing(int piece)
    {
        var body = Frame(0, Message);
        var pipe = new Pipe();
        var peek = FirstMessage.PeekAsync(pipe.Reader, null, Largest, TestContext.Current.CancellationToken);
        for (var i = 0; i < body.Length; i += piece)
        {
            await pipe.Writer.WriteAsync(body.AsMemory(i, Math.Min(piece, body.Length - i)), TestContext.Current.CancellationToken);
            await Task.Yield();
        }

        // Not completed: of a stream the next message comes later, and the reader after this one must not wait for it.
        Assert.Equal(Message, (await peek)!.Bytes.ToArray());
        var read = await pipe.Reader.ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(body.Length, read.Buffer.Length);
    }

    [Fact]
    public async Task Peek_MessageFollowedByAnother_SeesTheFirst() =>
        Assert.Equal(Message, (await PeekAsync([.. Frame(0, Message), .. Frame(0, [9])]))!.Bytes.ToArray());

    [Fact]
    public async Task Peek_EmptyMessage_IsOne() => Assert.Empty((await PeekAsync(Frame(0, [])))!.Bytes.ToArray());

    [Fact]
    public async Task Peek_CompressedMessage_SeesWhatWasCompressed() =>
        Assert.Equal(Message, (await PeekAsync(Frame(1, Compress(Message)), Gzip))!.Bytes.ToArray());

    [Fact]
    public async Task Peek_BombOrNoise_SeesNothing()
    {
        Assert.NotNull(await PeekAsync(Frame(1, Compress(new byte[Largest])), Gzip));
        Assert.Null(await PeekAsync(Frame(1, Compress(new byte[Largest + 1])), Gzip));
        Assert.Null(await PeekAsync(Frame(1, Compress(new byte[900_000])), Gzip));
        Assert.Null(await PeekAsync(Frame(1, Message), Gzip));
        Assert.Null(await PeekAsync(Frame(1, Compress(Message)), null));
    }

    [Fact]
    public async Task Peek_NoWholeMessage_SeesNothingAndDoesNotWait()
    {
        Assert.Null(await PeekAsync([]));
        Assert.Null(await PeekAsync([0, 0, 0]));
        Assert.Null(await PeekAsync(Frame(0, Message)[..^1]));
        Assert.Null(await PeekAsync([2, .. Frame(0, Message)[1..]]));

        // What is announced as too large is not waited for.
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(new byte[] { 0, 0xFF, 0xFF, 0xFF, 0xFF }, TestContext.Current.CancellationToken);
        Assert.Null(await FirstMessage.PeekAsync(pipe.Reader, null, Largest, TestContext.Current.CancellationToken));
    }

    private static async Task<ReceivedMessage?> PeekAsync(byte[] body, ICompressionProvider? compression = null)
    {
        var pipe = PipeReader.Create(new MemoryStream(body));
        var seen = await FirstMessage.PeekAsync(pipe, compression, Largest, TestContext.Current.CancellationToken);
        using var rest = new MemoryStream();
        await pipe.CopyToAsync(rest, TestContext.Current.CancellationToken);
        Assert.Equal(body, rest.ToArray());
        return seen;
    }

    private static byte[] Frame(byte flag, byte[] message) => [flag, 0, 0, (byte)(message.Length >> 8), (byte)message.Length, .. message];

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
            gzip.Write(bytes);
        return compressed.ToArray();
    }
}
