using Exchange.GrpcTests.Contract;
using Grpc.Core;

namespace Exchange.GrpcTests.OverTheWire;

public sealed class LimitTests : WireTest
{
    [Fact]
    public async Task RequestOverTheLimit_IsRefusedByTheServer()
    {
        await using var server = await EchoServer.StartAsync(options => options.MaxReceiveMessageSize = 100);
        var client = server.OpenClient();

        var refused = await Assert.ThrowsAsync<RpcException>(
            async () => await client.SayAsync(new Words { Text = new string('a', 200) }, cancellationToken: Cancelled));

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Equal("hello", (await client.SayAsync(Hello, cancellationToken: Cancelled)).Text);
    }

    [Fact]
    public async Task ResponseOverTheLimit_IsRefusedByTheClient()
    {
        await using var server = await EchoServer.StartAsync();
        var client = server.OpenClient(options => options.MaxReceiveMessageSize = 100);

        var refused = await Assert.ThrowsAsync<RpcException>(
            async () => await client.SayAsync(new Words { Text = new string('a', 200) }, cancellationToken: Cancelled));

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
    }

    [Fact]
    public async Task LargeMessage_ArrivesWhole()
    {
        await using var server = await EchoServer.StartAsync(options => options.MaxReceiveMessageSize = null);
        var client = server.OpenClient(options => options.MaxReceiveMessageSize = null);

        var answer = await client.SayAsync(new Words { Text = new string('a', 6_000_000) }, cancellationToken: Cancelled);

        Assert.Equal(6_000_000, answer.Text.Length);
    }
}
