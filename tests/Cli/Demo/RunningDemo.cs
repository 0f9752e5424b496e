using Exchange.Cli.Demo;

namespace Exchange.Cli.Tests.Demo;

/// <summary>The demo's gateway with its people and meetings, for all tests of the class.</summary>
public sealed class RunningDemo : IAsyncLifetime
{
    internal DemoGateway Gateway { get; private set; } = null!;

    internal Cast Cast { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Gateway = await DemoGateway.StartAsync(TimeProvider.System, CancellationToken.None);
        Cast = await Cast.GatherAsync(Gateway, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();
}
