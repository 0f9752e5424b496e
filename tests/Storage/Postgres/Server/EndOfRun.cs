using System.Collections.Concurrent;
using Exchange.Storage.Tests.Postgres;

[assembly: AssemblyFixture(typeof(EndOfRun))]

namespace Exchange.Storage.Tests.Postgres;

/// <summary>
/// Stops what the tests of an assembly share when the last has run. Not when the process exits: stopping a server and removing its files may
/// take longer than the runner gives a process to go.
/// </summary>
public sealed class EndOfRun : IAsyncDisposable
{
    private static readonly ConcurrentStack<Func<Task>> Ends = [];

    /// <summary>Has something stopped at the end of the run; what began last ends first.</summary>
    internal static void Then(Func<Task> end) => Ends.Push(end);

    public async ValueTask DisposeAsync()
    {
        while (Ends.TryPop(out var end))
            await end();
    }
}
