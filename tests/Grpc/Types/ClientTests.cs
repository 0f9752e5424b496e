using Exchange.GrpcTests.Contract;
using Grpc.Core;

namespace Exchange.GrpcTests.Types;

public sealed class ClientTests
{
    [Fact]
    public void WithHost_NamesTheHostInEveryCall()
    {
        var invoker = new Hosts();
        var client = new Echo.EchoClient(invoker);

        client.Say(new Words(), new CallOptions());
        client.WithHost("other").Say(new Words(), new CallOptions());
        client.WithHost("other").WithHost("third").Say(new Words(), new CallOptions());

        Assert.Equal([null, "other", "third"], invoker.Seen);
    }

    [Fact]
    public void ClientWithoutAChannel_RefusesCallsThatAreNotOverridden() =>
        Assert.Throws<NotSupportedException>(() => new Double().Repeat(new Words(), new CallOptions()));

    [Fact]
    public async Task ClientWithoutAChannel_CanBeATestDouble()
    {
        Echo.EchoClient client = new Double();

        Assert.Equal("made up", (await client.SayAsync(new Words(), new CallOptions())).Text);
    }

    [Fact]
    public async Task Channel_ShutsDownWithoutFurtherWork()
    {
        var channel = new NoChannel();

        await channel.ShutdownAsync();
        Assert.Equal("nowhere", channel.Target);
    }

    private sealed class NoChannel() : ChannelBase("nowhere")
    {
        public override CallInvoker CreateCallInvoker() => new Hosts();
    }

    private sealed class Double : Echo.EchoClient
    {
        public override AsyncUnaryCall<Words> SayAsync(Words request, CallOptions options) => new(
            Task.FromResult(new Words { Text = "made up" }),
            Task.FromResult(new Metadata()),
            () => Status.DefaultSuccess,
            () => [],
            () => { });
    }

    private sealed class Hosts : CallInvoker
    {
        public List<string?> Seen { get; } = [];

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            Seen.Add(host);
            return method.ResponseMarshaller.ContextualDeserializer(new NoBytes());
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();
    }

    private sealed class NoBytes : DeserializationContext
    {
        public override int PayloadLength => 0;

        public override byte[] PayloadAsNewBuffer() => [];
    }
}
