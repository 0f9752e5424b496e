using Grpc.Core;

namespace Exchange.GrpcTests.OverTheWire;

public sealed class StatusTests : WireTest
{
    [Fact]
    public async Task RpcException_ArrivesWithStatusAndTrailers()
    {
        await using var server = await EchoServer.StartAsync();
        byte[] details = [1, 2, 3];
        server.Script.OnCall = _ => throw new RpcException(
            new Status(StatusCode.FailedPrecondition, "not now: 100 % é"),
            new Metadata { { "grpc-status-details-bin", details }, { "x-reason", "closed" } });

        using var call = server.OpenClient().SayAsync(Hello, cancellationToken: Cancelled);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Equal("not now: 100 % é", refused.Status.Detail);
        Assert.Equal(details, refused.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal("closed", refused.Trailers.GetValue("x-reason"));
        Assert.Equal(refused.Status.StatusCode, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task RpcException_InAStream_ArrivesAfterTheMessages()
    {
        await using var server = await EchoServer.StartAsync(options => options.Interceptors.Add<FailAfterwards>());

        using var call = server.OpenClient().Repeat(new() { Text = "n", Times = 2 }, cancellationToken: Cancelled);
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.True(await call.ResponseStream.MoveNext());
        var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.DataLoss, refused.StatusCode);
        Assert.Equal("late", refused.Trailers.GetValue("x-when"));
    }

    [Fact]
    public async Task StatusOfTheContext_EndsTheCall()
    {
        await using var server = await EchoServer.StartAsync();
        server.Script.OnCall = context =>
        {
            context.Status = new Status(StatusCode.Aborted, "second thoughts");
            return Task.CompletedTask;
        };

        using var call = server.OpenClient().SayAsync(Hello, cancellationToken: Cancelled);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(StatusCode.Aborted, refused.StatusCode);
        Assert.Equal("second thoughts", refused.Status.Detail);
    }

    [Fact]
    public async Task OtherException_SaysNothingOfItself()
    {
        await using var server = await EchoServer.StartAsync();
        server.Script.OnCall = _ => throw new InvalidOperationException("a secret");

        using var call = server.OpenClient().SayAsync(Hello, cancellationToken: Cancelled);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(StatusCode.Unknown, refused.StatusCode);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnreachableServer_IsUnavailableWithTheCauseKept()
    {
        var server = await EchoServer.StartAsync();
        var client = server.OpenClient();
        await server.DisposeAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.SayAsync(Hello, cancellationToken: Cancelled));

        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        Assert.NotNull(refused.Status.DebugException);
        Assert.Same(refused.Status.DebugException, refused.InnerException);
    }
}
