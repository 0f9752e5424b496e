using System.CommandLine;
using System.Text.Json;
using Exchange.Audit;
using Exchange.Dossiers;
using Exchange.Storage;
using Exchange.Storage.Postgres;
using Exchange.Storage.Sqlite;

namespace Exchange.Cli.Bench;

/// <summary>
/// <c>exchange bench audit</c>: how fast the log is beside the most that its store does, and what it costs when it is long.
/// </summary>
internal static class AuditBench
{
    private const string OpenName = "audit-open";
    private static readonly int[] AllCallers = [1, 16, 256];
    private static readonly TimeSpan OpeningEnds = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object a line" };
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "Where the temporary records go: a folder on a disk",
            HelpName = "DIR",
            DefaultValueFactory = _ => new DirectoryInfo(Path.GetTempPath()),
        };
        var seconds = new Option<int>("--seconds") { Description = "How long each number of callers is measured; 1 to 60", DefaultValueFactory = _ => 5 };
        var callers = new Option<int[]>("--callers")
        {
            Description = "How many callers append at a time; each 1 to 4096",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => AllCallers,
        };
        var leaves = new Option<long[]>("--leaves") { Description = "Grow a log to these sizes instead, and measure it there", AllowMultipleArgumentsPerToken = true };
        var search = new Option<long>("--search") { Description = "Fill a log with so many full entries instead, and search it; 1000 to 100000000" };
        var postgres = new Option<string[]>("--postgres")
        {
            Description = "Measure PostgreSQL too: four connection strings, of records, keys, records as owner, keys as owner (see bench/with-postgres)",
            Arity = new ArgumentArity(4, 4),
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("audit", "Measures the log beside plain rows of the same store, or at some sizes") { json, data, seconds, callers, leaves, search, postgres };
        command.SetAction(async (call, cancellation) =>
        {
            if (call.GetValue(seconds) is < 1 or > 60)
                return Exit.Unusable(call, "--seconds is 1 to 60.");
            if (call.GetRequiredValue(callers).Any(n => n is < 1 or > 4096))
                return Exit.Unusable(call, "--callers are 1 to 4096.");
            if (call.GetValue(leaves) is { } wrong && wrong.Any(n => n is < 1 or > 1_000_000_000))
                return Exit.Unusable(call, "--leaves are 1 to 1000000000.");
            if (call.GetResult(search) is not null && call.GetValue(search) is < 1000 or > 100_000_000)
                return Exit.Unusable(call, "--search is 1000 to 100000000.");
            if (BenchFolder.Fault(call.GetRequiredValue(data)) is { } fault)
                return Exit.Unusable(call, fault);
            var folder = Directory.CreateDirectory(Path.Combine(call.GetRequiredValue(data).FullName, $"exchange-bench-{RandomId.Create()}"));
            try
            {
                var options = call.GetValue(postgres) is [var records, var keys, var recordsOwner, var keysOwner]
                    ? new PostgresOptions(records, keys) { RecordsOwner = recordsOwner, KeysOwner = keysOwner }
                    : null;
                var sizes = call.GetValue(leaves) is { Length: > 0 } given ? given.Order().ToArray() : null;
                if (call.GetValue(search) is > 0 and var entries)
                    await MeasureSearchesAsync(call, folder, options, entries, call.GetValue(json), cancellation);
                else if (sizes is null)
                    await MeasureAppendsAsync(call, folder, options, call.GetRequiredValue(callers), call.GetValue(seconds), call.GetValue(json), cancellation);
                else
                    await MeasureTreesAsync(call, folder, options, sizes, call.GetValue(json), cancellation);
                return Exit.Fine;
            }
            catch (StoreUnavailableException e)
            {
                return Exit.Unusable(call, $"a store cannot be measured: {e.Message}");
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });
        return command;
    }

    /// <summary>The hidden command that opens a log and says what that took.</summary>
    public static Command CreateOpen()
    {
        var folder = new Argument<DirectoryInfo>("DIR");
        var command = new Command(OpenName, "Part of `bench audit`") { folder };
        command.Hidden = true;
        command.SetAction(call =>
        {
            // As the gateway opens it, but for what it writes: the process that grew the log still owns it.
            var result = TreeBench.Open(() => SqliteStorage.OpenReadOnly(call.GetRequiredValue(folder).FullName).Log);
            call.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(result, BenchJson.Options));
            return Exit.Fine;
        });
        return command;
    }

    private static async Task MeasureAppendsAsync(
        ParseResult call, DirectoryInfo folder, PostgresOptions? postgres, int[] callers, int seconds, bool json, CancellationToken cancellation)
    {
        var output = call.InvocationConfiguration.Output;
        if (!json)
            output.WriteLine("store     callers  leaf B   appends/s     plain/s   ratio   p50 ms   p99 ms");
        foreach (var store in Stores(folder, postgres))
        {
            using (store)
            {
                foreach (var number in callers)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var r = await AppendBench.MeasureAsync(store, number, seconds);
                    output.WriteLine(json
                        ? JsonSerializer.Serialize(r, BenchJson.Options)
                        : FormattableString.Invariant($"{r.Store,-9} {r.Callers,7} {r.LeafBytes,7} {r.AppendsPerSecond,11:F0} {r.PlainPerSecond,11:F0} {r.Ratio,7:F2} {r.P50Ms,8:F2} {r.P99Ms,8:F2}"));
                    output.Flush();
                }
            }
        }
    }

    private static async Task MeasureTreesAsync(
        ParseResult call, DirectoryInfo folder, PostgresOptions? postgres, long[] sizes, bool json, CancellationToken cancellation)
    {
        var output = call.InvocationConfiguration.Output;
        if (!json)
            output.WriteLine("store         leaves  append µs  nodes/append  proof µs  hashes/proof  open ms  peak MiB");
        foreach (var store in Stores(folder, postgres))
        {
            using (store)
            {
                var tree = new TreeBench(store);
                foreach (var size in sizes)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var r = tree.MeasureAt(size);
                    if (store is MeasuredStore.Embedded && await OpenAsync(call, folder, cancellation) is { } opened)
                        r = r with { OpenMs = opened.OpenMs, PeakMiB = opened.PeakMiB };
                    output.WriteLine(json
                        ? JsonSerializer.Serialize(r, BenchJson.Options)
                        : FormattableString.Invariant($"{r.Store,-9} {r.Leaves,10} {r.AppendMicros,10:F0} {r.NodesPerAppend,13:F2} {r.ProofMicros,9:F0} {r.HashesPerProof,13:F1} {r.OpenMs,8:F0} {r.PeakMiB,9:F0}"));
                    output.Flush();
                }
            }
        }
    }

    private static async Task MeasureSearchesAsync(
        ParseResult call, DirectoryInfo folder, PostgresOptions? postgres, long entries, bool json, CancellationToken cancellation)
    {
        var output = call.InvocationConfiguration.Output;
        if (!json)
            output.WriteLine("store        entries  found  first page ms  slowest ms  by");
        (string Name, Func<IStorage> Open)[] stores =
        [
            ("sqlite", () => SqliteStorage.Open(folder.FullName)),
            .. postgres is null ? [] : new (string, Func<IStorage>)[] { ("postgres", () => PostgresStorage.Open(postgres)) },
        ];
        foreach (var (name, open) in stores)
        {
            using var bench = new SearchBench(open, folder);
            foreach (var r in await bench.MeasureAsync(name, entries, cancellation))
            {
                output.WriteLine(json
                    ? JsonSerializer.Serialize(r, BenchJson.Options)
                    : FormattableString.Invariant($"{r.Store,-9} {r.Entries,10} {r.Found,6} {r.FirstPageMs,14:F1} {r.SlowestMs,11:F1}  {r.Filter}"));
                output.Flush();
            }
        }
    }

    // One after the other, and closed before the next, so that they do not share the machine.
    private static IEnumerable<MeasuredStore> Stores(DirectoryInfo folder, PostgresOptions? postgres)
    {
        yield return new MeasuredStore.Embedded(folder);
        if (postgres is not null)
            yield return new MeasuredStore.Postgres(postgres);
    }

    private static async Task<OpeningResult?> OpenAsync(ParseResult call, DirectoryInfo folder, CancellationToken cancellation)
    {
        if (PinnedProcess.Fault() is not null)
            return null;
        await using var opener = PinnedProcess.Start(
            PinnedProcess.Core.Second, ["bench", OpenName, folder.FullName], call.InvocationConfiguration.Error, OpeningEnds);
        return await opener.Output.ReadLineAsync(cancellation) is { } line
            ? JsonSerializer.Deserialize<OpeningResult>(line, BenchJson.Options)
            : null;
    }
}
