using Grpc.Core;

namespace Exchange.GrpcTests.OverTheWire;

public sealed class CancellationTests : WireTest
{
    [Fact]
    public async Task CancelledCall_IsCancelledOnTheServer()
    {
        await using var server = await EchoServer.StartAsync();
        var (started, ended) = Watch(server);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);

        using var call = server.OpenClient().SayAsync(Hello, cancellationToken: source.Token);
        await started.WaitAsync(TimeSpan.FromSeconds(10), Cancelled);
        await source.CancelAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.Cancelled, refused.StatusCode);
        await ended.WaitAsync(TimeSpan.FromSeconds(10), Cancelled);
    }

    [Fact]
    public async Task DisposedCall_IsCancelledOnTheServer()
    {
        await using var server = await EchoServer.StartAsync();
        var (started, ended) = Watch(server);

        var call = server.OpenClient().Chat(cancellationToken: Cancelled);
        await started.WaitAsync(TimeSpan.FromSeconds(10), Cancelled);
        call.Dispose();
        call.Dispose();

        await ended.WaitAsync(TimeSpan.FromSeconds(10), Cancelled);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task CancelledRead_EndsTheStream()
    {
        await using var server = await EchoServer.StartAsync();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        using var call = server.OpenClient().Chat(cancellationToken: Cancelled);

        var read = call.ResponseStream.MoveNext(source.Token);
        await source.CancelAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(() => read);
        Assert.Equal(StatusCode.Cancelled, refused.StatusCode);
    }

    [Fact]
    public async Task RunningCall_HasNoStatusYet()
    {
        await using var server = await EchoServer.StartAsync();
        var (started, _) = Watch(server);

        using var call = server.OpenClient().SayAsync(Hello, cancellationToken: Cancelled);
        await started.WaitAsync(TimeSpan.FromSeconds(10), Cancelled);

        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
    }

    private static (Task Started, Task Ended) Watch(EchoServer server)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.OnCall = async context =>
        {
            context.CancellationToken.Register(ended.SetResult);
            started.SetResult();
            await ended.Task;
        };
        return (started.Task, ended.Task);
    }
}
