using System.Diagnostics.Metrics;
using Exchange.Audit;

namespace Exchange.Cli.Bench;

/// <summary>How many entries share a commit, by the log's own instrument.</summary>
internal sealed class BatchSizes : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _commits, _entries;

    public BatchSizes()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == AuditTelemetry.Name && instrument.Name == "exchange.log.batch.size")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((_, entries, _, _) =>
        {
            Interlocked.Increment(ref _commits);
            Interlocked.Add(ref _entries, entries);
        });
        _listener.Start();
    }

    /// <summary>The mean so far; 0 before the first commit.</summary>
    public double Mean => _commits == 0 ? 0 : Math.Round((double)_entries / _commits, 1);

    public void Dispose() => _listener.Dispose();
}
