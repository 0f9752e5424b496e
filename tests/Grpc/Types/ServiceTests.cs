using System.Reflection;
using Exchange.GrpcTests.Contract;
using Grpc.Core;

namespace Exchange.GrpcTests.Types;

public sealed class ServiceTests
{
    private static readonly Method<string, string> Say =
        new(MethodType.Unary, "a.Service", "Say", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

    [Fact]
    public void Method_HasAPath() => Assert.Equal("/a.Service/Say", Say.FullName);

    [Fact]
    public void GeneratedDefinition_BindsEveryMethodWithItsHandler()
    {
        var binder = new Names();
        Echo.BindService(new EchoService(new EchoScript())).BindService(binder);

        Assert.Equal(["Say unary", "Repeat server stream", "Join client stream", "Chat duplex"], binder.Seen);
    }

    [Fact]
    public void GeneratedBinding_WithoutService_GivesMethodsOnly()
    {
        var binder = new Names();
        Echo.BindService(binder, null);

        Assert.Equal(["Say none", "Repeat none", "Join none", "Chat none"], binder.Seen);
    }

    [Fact]
    public void SameMethodTwice_IsRefused()
    {
        var builder = ServerServiceDefinition.CreateBuilder().AddMethod(Say, (request, _) => Task.FromResult(request));

        Assert.Throws<ArgumentException>(() => builder.AddMethod(Say, (request, _) => Task.FromResult(request)));
    }

    [Fact]
    public void Binder_RefusesWhatItDoesNotOverride() =>
        Assert.Throws<NotSupportedException>(() => new Nothing().AddMethod(Say, (request, _) => Task.FromResult(request)));

    [Fact]
    public void GeneratedBase_SaysWhereItIsBound()
    {
        var attribute = Assert.Single(typeof(EchoService).GetCustomAttributes<BindServiceMethodAttribute>(inherit: true));

        Assert.Equal((typeof(Echo), "BindService"), (attribute.BindType, attribute.BindMethodName));
    }

    [Fact]
    public void AuthContext_FindsFactsByName()
    {
        var name = AuthProperty.Create("name", "partner"u8.ToArray());
        var other = AuthProperty.Create("other", []);
        var known = new AuthContext("name", new Dictionary<string, List<AuthProperty>> { ["name"] = [name], ["other"] = [other] });
        var unknown = new AuthContext(null, []);

        Assert.True(known.IsPeerAuthenticated);
        Assert.Equal("partner", Assert.Single(known.PeerIdentity).Value);
        Assert.Equal(2, known.Properties.Count());
        Assert.Empty(known.FindPropertiesByName("none"));
        Assert.False(unknown.IsPeerAuthenticated);
        Assert.Empty(unknown.PeerIdentity);
    }

    private sealed class Nothing : ServiceBinderBase;

    private sealed class Names : ServiceBinderBase
    {
        public List<string> Seen { get; } = [];

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
            Seen.Add($"{method.Name} {(handler is null ? "none" : "unary")}");

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
            Seen.Add($"{method.Name} {(handler is null ? "none" : "client stream")}");

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            Seen.Add($"{method.Name} {(handler is null ? "none" : "server stream")}");

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
            Seen.Add($"{method.Name} {(handler is null ? "none" : "duplex")}");
    }
}
