using Exchange.GrpcTests.Contract;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Exchange.GrpcTests.OverTheWire;

public sealed class InterceptorTests : WireTest
{
    [Fact]
    public async Task EveryKindOfCall_PassesTheInterceptorsOfBothSides()
    {
        var notes = new List<string>();
        await using var server = await EchoServer.StartAsync(options => options.Interceptors.Add<RecordingInterceptor>("server", notes));
        var client = new Echo.EchoClient(server.OpenChannel().Intercept(new RecordingInterceptor("client", notes)));

        client.Say(Hello, cancellationToken: Cancelled);
        await client.SayAsync(Hello, cancellationToken: Cancelled);
        using (var repeat = client.Repeat(new Words { Times = 1 }, cancellationToken: Cancelled))
            Assert.Single(await repeat.ResponseStream.ReadAllAsync(Cancelled).ToListAsync(Cancelled));
        using (var join = client.Join(cancellationToken: Cancelled))
        {
            await join.RequestStream.CompleteAsync();
            await join;
        }

        using (var chat = client.Chat(cancellationToken: Cancelled))
        {
            await chat.RequestStream.CompleteAsync();
            Assert.False(await chat.ResponseStream.MoveNext());
        }

        Assert.Equal(
            [
                "client: blocking Say", "server: serving unary Say",
                "client: unary Say", "server: serving unary Say",
                "client: server stream Repeat", "server: serving server stream Repeat",
                "client: client stream Join", "server: serving client stream Join",
                "client: duplex Chat", "server: serving duplex Chat",
            ],
            notes);
    }

    [Fact]
    public async Task ServerInterceptors_RunInTheOrderOfRegistration()
    {
        var notes = new List<string>();
        await using var server = await EchoServer.StartAsync(options =>
        {
            options.Interceptors.Add<RecordingInterceptor>("first", notes);
            options.Interceptors.Add<RecordingInterceptor>("second", notes);
        });

        await server.OpenClient().SayAsync(Hello, cancellationToken: Cancelled);

        Assert.Equal(["first: serving unary Say", "second: serving unary Say"], notes);
    }

    [Fact]
    public async Task ClientInterceptors_RunInTheOrderOfTheList()
    {
        var notes = new List<string>();
        await using var server = await EchoServer.StartAsync();
        var invoker = server.OpenChannel().Intercept(new RecordingInterceptor("first", notes), new RecordingInterceptor("second", notes));

        await new Echo.EchoClient(invoker).SayAsync(Hello, cancellationToken: Cancelled);

        Assert.Equal(["first: unary Say", "second: unary Say"], notes);
    }

    [Fact]
    public async Task LastInterceptAdded_IsOutermost()
    {
        var notes = new List<string>();
        await using var server = await EchoServer.StartAsync();
        var invoker = server.OpenChannel()
            .Intercept(new RecordingInterceptor("inner", notes))
            .Intercept(new RecordingInterceptor("outer", notes));

        await new Echo.EchoClient(invoker).SayAsync(Hello, cancellationToken: Cancelled);

        Assert.Equal(["outer: unary Say", "inner: unary Say"], notes);
    }

    [Fact]
    public async Task HeaderFunction_ChangesTheHeadersOfEveryKindOfCall()
    {
        await using var server = await EchoServer.StartAsync();
        var seen = new List<string?>();
        server.Script.OnCall = context =>
        {
            seen.Add(context.RequestHeaders.GetValue("x-added"));
            return Task.CompletedTask;
        };
        var client = new Echo.EchoClient(server.OpenChannel().Intercept(headers => [.. headers, new Metadata.Entry("x-added", "yes")]));

        client.Say(Hello, cancellationToken: Cancelled);
        await client.SayAsync(Hello, With(new Metadata { { "x-own", "kept" } }));
        using (var repeat = client.Repeat(Hello, cancellationToken: Cancelled))
            Assert.False(await repeat.ResponseStream.MoveNext());
        using (var join = client.Join(cancellationToken: Cancelled))
        {
            await join.RequestStream.CompleteAsync();
            await join;
        }

        using (var chat = client.Chat(cancellationToken: Cancelled))
        {
            await chat.RequestStream.CompleteAsync();
            Assert.False(await chat.ResponseStream.MoveNext());
        }

        Assert.Equal(["yes", "yes", "yes", "yes", "yes"], seen);
    }
}
