using Exchange.GrpcTests.Contract;
using Grpc.Core;

namespace Exchange.GrpcTests.OverTheWire;

public sealed class CallTests : WireTest
{
    [Fact]
    public async Task UnaryCall_GivesTheResponseOnce()
    {
        await using var server = await EchoServer.StartAsync();

        using var call = server.OpenClient().SayAsync(new Words { Text = "hello" }, cancellationToken: Cancelled);
        var response = await call;

        Assert.Equal("hello", response.Text);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task BlockingUnaryCall_GivesTheResponse()
    {
        await using var server = await EchoServer.StartAsync();

        var response = server.OpenClient().Say(new Words { Text = "hello" }, cancellationToken: Cancelled);

        Assert.Equal("hello", response.Text);
    }

    [Fact]
    public async Task ServerStreaming_KeepsTheOrder()
    {
        await using var server = await EchoServer.StartAsync();

        using var call = server.OpenClient().Repeat(new Words { Text = "n", Times = 3 }, cancellationToken: Cancelled);
        var texts = await call.ResponseStream.ReadAllAsync(Cancelled).Select(words => words.Text).ToListAsync(Cancelled);

        Assert.Equal(["n 0", "n 1", "n 2"], texts);
    }

    [Fact]
    public async Task ClientStreaming_AnswersAfterTheLastRequest()
    {
        await using var server = await EchoServer.StartAsync();

        using var call = server.OpenClient().Join(cancellationToken: Cancelled);
        await call.RequestStream.WriteAsync(new Words { Text = "a" }, Cancelled);
        await call.RequestStream.WriteAsync(new Words { Text = "b" }, Cancelled);
        Assert.False(call.ResponseAsync.IsCompleted);
        await call.RequestStream.CompleteAsync();

        Assert.Equal("a b", (await call).Text);
    }

    [Fact]
    public async Task DuplexStreaming_AnswersEachMessageBeforeTheNext()
    {
        await using var server = await EchoServer.StartAsync();

        using var call = server.OpenClient().Chat(cancellationToken: Cancelled);
        foreach (var text in (string[])["one", "two"])
        {
            await call.RequestStream.WriteAsync(new Words { Text = text }, Cancelled);
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal($"heard {text}", call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task UnknownMethod_IsUnimplemented()
    {
        await using var server = await EchoServer.StartAsync();
        var method = new Method<string, string>(
            MethodType.Unary, "exchange.grpctests.Echo", "Nothing", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

        using var call = server.OpenChannel().CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(), "x");
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(StatusCode.Unimplemented, refused.StatusCode);
    }
}
