using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Google.Protobuf;

namespace Exchange.Cli.Bench;

/// <summary>How many entries a second become durable, beside plain rows of the same size; one line of <c>exchange bench audit</c>.</summary>
internal sealed record AppendResult(
    string Store, int Callers, int LeafBytes, double AppendsPerSecond, double PlainPerSecond, double Ratio, double EntriesPerCommit, double P50Ms, double P99Ms);

/// <summary>Appends and plain writes in turn, so that whatever else the machine does meets both.</summary>
internal static class AppendBench
{
    private const int Rounds = 5;
    private static readonly PartnershipId Partnership = new("bench");
    private static readonly TimeProvider Time = TimeProvider.System;

    /// <summary>Measures one number of callers.</summary>
    /// <param name="store">The store.</param>
    /// <param name="callers">People who each wait for one entry before they offer the next; plain rows are batched as many at a time.</param>
    /// <param name="seconds">How long each of the two is measured, besides warming up.</param>
    public static async Task<AppendResult> MeasureAsync(MeasuredStore store, int callers, double seconds)
    {
        using var batches = new BatchSizes();
        using var log = new AuditLog(store.Log);
        var entries = Enumerable.Range(0, callers).Select(_ => SampleEntries.MakeRepeated()).ToArray();
        var row = SampleEntries.Make().ToByteArray();
        var next = Time.GetTimestamp(); // ids that no row of before has
        var latencies = Enumerable.Range(0, callers).Select(_ => new Latencies()).ToArray();
        await AppendAsync(log, entries, TimeSpan.FromSeconds(seconds / Rounds), latencies);
        Array.ForEach(latencies, l => l.Forget());
        _ = WritePlain(store, row, callers, TimeSpan.FromSeconds(seconds / Rounds), ref next);

        var (appended, appending, written, writing) = (0L, TimeSpan.Zero, 0L, TimeSpan.Zero);
        for (var i = 0; i < Rounds; i++)
        {
            var round = TimeSpan.FromSeconds(seconds / Rounds);
            var began = Time.GetTimestamp();
            appended += await AppendAsync(log, entries, round, latencies);
            appending += Time.GetElapsedTime(began);
            began = Time.GetTimestamp();
            written += WritePlain(store, row, callers, round, ref next);
            writing += Time.GetElapsedTime(began);
        }

        var (appends, plain) = (appended / appending.TotalSeconds, written / writing.TotalSeconds);
        var all = latencies.SelectMany(l => l.Kept).Order().ToArray();
        return new AppendResult(
            store.Name, callers, row.Length, Math.Round(appends), Math.Round(plain), Math.Round(appends / plain, 3), batches.Mean, At(0.5), At(0.99));

        double At(double part) => Math.Round(all[(int)Math.Ceiling(part * all.Length) - 1], 3);
    }

    private static async Task<long> AppendAsync(AuditLog log, IReadOnlyList<Entry> entries, TimeSpan length, IReadOnlyList<Latencies> latencies)
    {
        var began = Time.GetTimestamp();
        var counts = await Task.WhenAll(entries.Select((e, i) => Task.Run(() => RepeatAsync(e, latencies[i])))).ConfigureAwait(false);
        return counts.Sum();

        async Task<long> RepeatAsync(Entry entry, Latencies mine)
        {
            var pending = new PendingEntry(entry, [new EpochGuard(null, 0), new EpochGuard(entry.TraceId, 0)], []);
            var count = 0L;
            while (Time.GetElapsedTime(began) < length)
            {
                var asked = Time.GetTimestamp();
                if (await log.AppendAsync(Partnership, pending, CancellationToken.None).ConfigureAwait(false) is not AppendOutcome.Appended)
                    throw new InvalidDataException("The log did not take an entry.");
                mine.Add(Time.GetElapsedTime(asked).TotalMilliseconds);
                count++;
            }

            return count;
        }
    }

    /// <summary>The latest of one caller's waits, in ms, in room that is there beforehand: measuring must cost what is measured nothing.</summary>
    private sealed class Latencies
    {
        private const int Most = 16_384;

        private readonly double[] _kept = new double[Most];
        private long _count;

        public IEnumerable<double> Kept => _kept.Take((int)Math.Min(_count, Most));

        public void Add(double ms) => _kept[_count++ % Most] = ms;

        public void Forget() => _count = 0;
    }

    private static long WritePlain(MeasuredStore store, byte[] row, int batch, TimeSpan length, ref long next)
    {
        var first = next;
        for (var began = Time.GetTimestamp(); Time.GetElapsedTime(began) < length; next += batch)
            store.WritePlain(next, row, batch);
        return next - first;
    }
}
