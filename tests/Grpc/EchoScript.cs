using Grpc.Core;

namespace Exchange.GrpcTests;

/// <summary>What a test wants to happen, or to see, at the start of every call on the server.</summary>
internal sealed class EchoScript
{
    public Func<ServerCallContext, Task> OnCall { get; set; } = _ => Task.CompletedTask;
}
