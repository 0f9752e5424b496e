using System.Diagnostics.Metrics;
using Exchange.Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Gateway.Tests.Peers.Faults;

/// <summary>What the server of one gateway tells of its calls, so that a test need not guess whether one has come or has ended.</summary>
internal sealed class RunningCalls : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MeterListener _listener = new();
    private readonly Lock _counting = new();
    private readonly List<(Func<bool> Holds, TaskCompletionSource Waiting)> _waiting = [];
    private long _begun;
    private long _running;

    public RunningCalls(RunningGateway gateway)
    {
        var factory = gateway.App.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Of this gateway only: others run in the same process.
            if (instrument.Name == "http.server.active_requests" && ReferenceEquals(instrument.Meter.Scope, factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, change, _, _) => Count(change));
        _listener.Start();
    }

    /// <summary>How many have come since this began.</summary>
    public long Begun => Interlocked.Read(ref _begun);

    /// <summary>Waits until so many have come.</summary>
    public Task UntilBegunAsync(long count) => UntilAsync(() => _begun >= count);

    /// <summary>Waits until none runs.</summary>
    public Task UntilNoneAsync() => UntilAsync(() => _running == 0);

    public void Dispose() => _listener.Dispose();

    private void Count(long change)
    {
        lock (_counting)
        {
            _running += change;
            _begun += Math.Max(change, 0);
            foreach (var (_, waiting) in _waiting.Where(w => w.Holds()))
                waiting.TrySetResult();
            _waiting.RemoveAll(w => w.Waiting.Task.IsCompleted);
        }
    }

    private Task UntilAsync(Func<bool> holds)
    {
        lock (_counting)
        {
            if (holds())
                return Task.CompletedTask;
            var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((holds, waiting));
            return waiting.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
    }
}
