using Exchange.GrpcTests.Contract;
using Grpc.Core;

namespace Exchange.GrpcTests.OverTheWire;

/// <summary>What the tests against a real server share.</summary>
public abstract class WireTest
{
    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    protected static Words Hello { get; } = new() { Text = "hello" };

    protected static DateTime In(TimeSpan time) => (TimeProvider.System.GetUtcNow() + time).UtcDateTime;

    protected static CallOptions With(Metadata headers) => new(headers, cancellationToken: Cancelled);
}
