using Grpc.Core;

namespace Exchange.GrpcTests.OverTheWire;

public sealed class CredentialTests : WireTest
{
    [Fact]
    public async Task CallCredentials_AddTheirHeaders()
    {
        await using var server = await EchoServer.StartAsync();
        var seen = Watch(server);
        AuthInterceptorContext? asked = null;
        var credentials = CallCredentials.FromInterceptor((context, metadata) =>
        {
            asked = context;
            metadata.Add("authorization", "Bearer one");
            return Task.CompletedTask;
        });

        await server.OpenClient().SayAsync(Hello, new CallOptions(credentials: credentials, cancellationToken: Cancelled));

        Assert.Equal(["Bearer one"], seen);
        Assert.NotNull(asked);
        Assert.EndsWith("/exchange.grpctests.Echo", asked.ServiceUrl, StringComparison.Ordinal);
        Assert.Equal("Say", asked.MethodName);
    }

    [Fact]
    public async Task ComposedCredentials_AddTheirHeadersInOrder()
    {
        await using var server = await EchoServer.StartAsync();
        var seen = Watch(server);
        var credentials = CallCredentials.Compose(Bearer("one"), Bearer("two"));

        await server.OpenClient().SayAsync(Hello, new CallOptions(credentials: credentials, cancellationToken: Cancelled));

        // The HTTP client sends a repeated header in one line.
        Assert.Equal(["Bearer one, Bearer two"], seen);
    }

    [Fact]
    public async Task CredentialsOfTheChannel_GoWithEveryCall()
    {
        await using var server = await EchoServer.StartAsync();
        var seen = Watch(server);
        var client = server.OpenClient(options =>
            options.Credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, Bearer("channel")));

        await client.SayAsync(Hello, cancellationToken: Cancelled);
        await client.SayAsync(Hello, new CallOptions(credentials: Bearer("call"), cancellationToken: Cancelled));

        Assert.Equal(["Bearer channel", "Bearer call, Bearer channel"], seen);
    }

    [Fact]
    public async Task InsecureChannelCredentials_DoNotFitATlsAddress()
    {
        await using var server = await EchoServer.StartAsync();

        Assert.Throws<InvalidOperationException>(() => server.OpenClient(options => options.Credentials = ChannelCredentials.Insecure));
    }

    private static CallCredentials Bearer(string token) => CallCredentials.FromInterceptor((_, metadata) =>
    {
        metadata.Add("authorization", $"Bearer {token}");
        return Task.CompletedTask;
    });

    private static List<string> Watch(EchoServer server)
    {
        var seen = new List<string>();
        server.Script.OnCall = context =>
        {
            seen.AddRange(context.RequestHeaders.GetAll("authorization").Select(entry => entry.Value));
            return Task.CompletedTask;
        };
        return seen;
    }
}
