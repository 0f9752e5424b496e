using Grpc.Core;

namespace Exchange.GrpcTests.OverTheWire;

public sealed class DeadlineTests : WireTest
{
    [Fact]
    public async Task PassedDeadline_EndsTheCallOnBothSides()
    {
        await using var server = await EchoServer.StartAsync();
        var onServer = new TaskCompletionSource<DateTime>(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script.OnCall = async context =>
        {
            await WaitForEnd(context.CancellationToken);
            onServer.SetResult(context.Deadline);
        };
        var deadline = In(TimeSpan.FromMilliseconds(500));

        using var call = server.OpenClient().SayAsync(Hello, deadline: deadline, cancellationToken: Cancelled);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(StatusCode.DeadlineExceeded, refused.StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
        var seen = await onServer.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancelled);
        Assert.Equal(DateTimeKind.Utc, seen.Kind);
        Assert.InRange((seen - deadline).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task NoDeadline_IsTheEndOfTimeOnTheServer()
    {
        await using var server = await EchoServer.StartAsync();
        var seen = DateTime.MinValue;
        server.Script.OnCall = context =>
        {
            seen = context.Deadline;
            return Task.CompletedTask;
        };

        await server.OpenClient().SayAsync(Hello, cancellationToken: Cancelled);

        Assert.Equal(DateTime.MaxValue, seen);
    }

    [Fact]
    public async Task DeadlineOfAnotherTimeZone_IsRefusedBeforeTheCall()
    {
        await using var server = await EchoServer.StartAsync();
        var local = DateTime.SpecifyKind(In(TimeSpan.FromHours(1)), DateTimeKind.Local);

        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await server.OpenClient().SayAsync(Hello, deadline: local, cancellationToken: Cancelled));
    }

    private static async Task WaitForEnd(CancellationToken token)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = token.Register(ended.SetResult);
        await ended.Task;
    }
}
