using Grpc.Core;

namespace Exchange.GrpcTests.OverTheWire;

public sealed class HeaderTests : WireTest
{
    [Fact]
    public async Task RequestHeaders_ArriveAsTextAndBytes()
    {
        await using var server = await EchoServer.StartAsync();
        Metadata? seen = null;
        server.Script.OnCall = context =>
        {
            seen = context.RequestHeaders;
            return Task.CompletedTask;
        };
        byte[] bytes = [0, 1, 254, 255, 10, 13];

        var sent = new Metadata { { "X-Text", "plain" }, { "x-many", "1" }, { "x-many", "2" }, { "x-raw-bin", bytes } };
        await server.OpenClient().SayAsync(Hello, With(sent));

        Assert.NotNull(seen);
        Assert.Equal("plain", seen.GetValue("x-text"));
        Assert.Equal(bytes, seen.GetValueBytes("x-raw-bin"));
        // The HTTP client sends a repeated header in one line, which means the same.
        Assert.Equal("1, 2", seen.GetValue("x-many"));
    }

    [Fact]
    public async Task ResponseHeadersAndTrailers_ArriveApart()
    {
        await using var server = await EchoServer.StartAsync();
        byte[] bytes = [9, 8, 0, 7];
        server.Script.OnCall = async context =>
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "x-early", "header" } });
            context.ResponseTrailers.Add("x-late", "trailer");
            context.ResponseTrailers.Add("x-late-bin", bytes);
        };

        using var call = server.OpenClient().SayAsync(Hello, cancellationToken: Cancelled);
        var headers = await call.ResponseHeadersAsync;
        await call;

        Assert.Equal("header", headers.GetValue("x-early"));
        Assert.Null(headers.GetValue("x-late"));
        Assert.Equal("trailer", call.GetTrailers().GetValue("x-late"));
        Assert.Equal(bytes, call.GetTrailers().GetValueBytes("x-late-bin"));
        Assert.Null(call.GetTrailers().GetValue("x-early"));
    }

    [Fact]
    public async Task Context_SaysWhichCallItIs()
    {
        await using var server = await EchoServer.StartAsync();
        var seen = "";
        server.Script.OnCall = context =>
        {
            context.UserState["note"] = context.Peer.Split(':')[0];
            seen = $"{context.Method} {context.UserState["note"]} {context.AuthContext.IsPeerAuthenticated}";
            return Task.CompletedTask;
        };

        await server.OpenClient().SayAsync(Hello, cancellationToken: Cancelled);

        Assert.Equal("/exchange.grpctests.Echo/Say ipv4 False", seen);
    }
}
