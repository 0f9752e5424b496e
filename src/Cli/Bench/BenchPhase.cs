namespace Exchange.Cli.Bench;

/// <summary>What was counted of one method, over all its rounds.</summary>
internal sealed class BenchPhase(int callers, TimeProvider time)
{
    private readonly List<long>[] _latencies = [.. Enumerable.Range(0, callers).Select(_ => new List<long>())];
    private TimeSpan _elapsed;
    private ServerUse _use = ServerUse.Nothing;

    private int Count => _latencies.Sum(l => l.Count);

    public double PerSecond => Count / _elapsed.TotalSeconds;

    public long BytesPerRequest => _use.AllocatedBytes / Count;

    public double CpuMicrosPerRequest => _use.CpuMicros / Count;

    /// <summary>Which part of the server's core its just-in-time compiler took.</summary>
    public double Compiling => _use.CompilingMicros / _use.CpuMicros;

    /// <summary>Runs a round: every caller asks, waits for the answer and asks again, until the time is over.</summary>
    /// <param name="length">How long; what was asked by then is waited for and counted.</param>
    /// <param name="seats">The callers.</param>
    /// <param name="call">Asks once.</param>
    /// <param name="expected">The length of every answer, in bytes.</param>
    /// <param name="use">What the server has used.</param>
    public async Task RunAsync(
        TimeSpan length, IReadOnlyList<BenchSeat> seats, Func<BenchSeat, Task<byte[]>> call, int expected, Func<Task<ServerUse>> use)
    {
        var before = await use().ConfigureAwait(false);
        var began = time.GetTimestamp();
        await Task.WhenAll(seats.Select((seat, i) => RepeatAsync(seat, _latencies[i]))).ConfigureAwait(false);
        _elapsed += time.GetElapsedTime(began);
        _use += await use().ConfigureAwait(false) - before;

        async Task RepeatAsync(BenchSeat seat, List<long> latencies)
        {
            await Task.Yield();
            while (time.GetElapsedTime(began) < length)
            {
                var asked = time.GetTimestamp();
                var answer = await call(seat).ConfigureAwait(false);
                latencies.Add(time.GetTimestamp() - asked);
                if (answer.Length != expected)
                    throw new InvalidDataException($"An answer has {answer.Length} bytes and another {expected}.");
            }
        }
    }

    /// <summary>The time in which this part of the answers came, in ms.</summary>
    public double Percentile(double part)
    {
        var all = _latencies.SelectMany(l => l).Order().ToArray();
        return all[(int)Math.Ceiling(part * all.Length) - 1] * 1000.0 / time.TimestampFrequency;
    }
}
