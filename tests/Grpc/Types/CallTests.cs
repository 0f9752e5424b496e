using Grpc.Core;

namespace Exchange.GrpcTests.Types;

/// <summary>The call types by themselves, as interceptors and test doubles make them.</summary>
public sealed class CallTests
{
    private static readonly Metadata Headers = new() { { "a", "1" } };
    private static readonly Metadata Trailers = new() { { "b", "2" } };
    private static readonly Status Done = new(StatusCode.OK, "done");
    private int _disposed;

    [Fact]
    public async Task UnaryCall_HandsOnWhatItWasGiven()
    {
        var call = new AsyncUnaryCall<string>(
            Task.FromResult("x"), Task.FromResult(Headers), () => Done, () => Trailers, () => _disposed++);

        Assert.Equal("x", await call);
        Assert.Equal("x", await call.ConfigureAwait(false));
        Assert.Equal("x", await call.ResponseAsync);
        await AssertRest(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call);
    }

    [Fact]
    public async Task UnaryCall_GivesItsStateToItsFunctions()
    {
        var state = new List<string>();
        var call = new AsyncUnaryCall<string>(
            Task.FromResult("x"),
            given => Note(given, "headers", Task.FromResult(Headers)),
            given => Note(given, "status", Done),
            given => Note(given, "trailers", Trailers),
            given =>
            {
                Note(given, "dispose", true);
                _disposed++;
            },
            state);

        await AssertRest(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call);
        Assert.Equal(["headers", "status", "trailers", "dispose"], state);
    }

    [Fact]
    public async Task ClientStreamingCall_HandsOnWhatItWasGiven()
    {
        var writer = new NoStream();
        var call = new AsyncClientStreamingCall<string, string>(
            writer, Task.FromResult("x"), Task.FromResult(Headers), () => Done, () => Trailers, () => _disposed++);

        Assert.Equal("x", await call);
        Assert.Equal("x", await call.ConfigureAwait(false));
        Assert.Same(writer, call.RequestStream);
        await AssertRest(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call);
    }

    [Fact]
    public async Task ServerStreamingCall_HandsOnWhatItWasGiven()
    {
        var reader = new NoStream();
        var call = new AsyncServerStreamingCall<string>(reader, Task.FromResult(Headers), () => Done, () => Trailers, () => _disposed++);

        Assert.Same(reader, call.ResponseStream);
        await AssertRest(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call);
    }

    [Fact]
    public async Task DuplexCall_HandsOnWhatItWasGiven()
    {
        var stream = new NoStream();
        var call = new AsyncDuplexStreamingCall<string, string>(
            stream, stream, Task.FromResult(Headers), () => Done, () => Trailers, () => _disposed++);

        Assert.Same(stream, call.RequestStream);
        Assert.Same(stream, call.ResponseStream);
        await AssertRest(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call);
    }

    [Fact]
    public async Task Writer_WithoutCancellation_RefusesATokenThatCanBeCancelled()
    {
        IAsyncStreamWriter<string> writer = new NoStream();
        using var source = new CancellationTokenSource();

        await writer.WriteAsync("x", CancellationToken.None);
        await Assert.ThrowsAsync<NotSupportedException>(async () => await writer.WriteAsync("x", source.Token));
    }

    [Fact]
    public async Task ReadAll_OfNothing_IsEmpty()
    {
        var token = TestContext.Current.CancellationToken;

        Assert.Empty(await new NoStream().ReadAllAsync(token).ToListAsync(token));
        Assert.Throws<ArgumentNullException>(() => ((NoStream)null!).ReadAllAsync(token));
    }

    private async Task AssertRest(Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, IDisposable call)
    {
        Assert.Same(Headers, await headers);
        Assert.Equal(Done, status());
        Assert.Same(Trailers, trailers());
        Assert.Equal(0, _disposed);
        call.Dispose();
        Assert.Equal(1, _disposed);
    }

    private static T Note<T>(object state, string note, T value)
    {
        ((List<string>)state).Add(note);
        return value;
    }

    private sealed class NoStream : IClientStreamWriter<string>, IAsyncStreamReader<string>
    {
        public WriteOptions? WriteOptions { get; set; }

        public string Current => "";

        public Task CompleteAsync() => Task.CompletedTask;

        public Task WriteAsync(string message) => Task.CompletedTask;

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(false);
    }
}
