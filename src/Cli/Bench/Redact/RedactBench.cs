using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Text.Json;
using Exchange.Disclosure;

namespace Exchange.Cli.Bench.Redact;

/// <summary>What was measured for notes of one length; the names are those of the JSON, which scripts rely on.</summary>
/// <param name="NoteChars">The length of a note.</param>
/// <param name="CharsPerSecond">How many characters are redacted in a second, on one core.</param>
/// <param name="PeakMiB">The most memory that the process has had.</param>
/// <param name="BuildMs">How long the table of a dossier of fifty persons takes to build, in ms; the median.</param>
/// <param name="StartMs">From the start of a process to its first redacted text, in ms: the runtime, the lists and the compiler included.</param>
internal sealed record RedactResult(int NoteChars, double CharsPerSecond, double PeakMiB, double BuildMs, double StartMs);

/// <summary><c>exchange bench redact</c>: how fast texts are redacted, on one core.</summary>
internal static class RedactBench
{
    private const int Persons = 50;
    private const int Builds = 201;
    private static readonly int[] Lengths = [1_000, 5_000, 50_000];
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(40);

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object a line, one line per length" };
        var seconds = new Option<int>("--seconds") { Description = "How long each length is measured, besides warming up", DefaultValueFactory = _ => 3 };
        var command = new Command("redact", "Measures how fast texts are redacted, on one core") { json, seconds };
        command.SetAction((call, cancellation) => RunAsync(call, call.GetValue(seconds), call.GetValue(json), cancellation));
        return command;
    }

    /// <summary>The part that measures, in a process that has one core.</summary>
    public static Command CreateWorker()
    {
        var seconds = new Option<int>("--seconds");
        var command = new Command("redact-worker", "Part of `bench redact`") { seconds };
        command.Hidden = true;
        command.SetAction(call =>
        {
            WarmUp(BenchNotes.Dossier(Persons));
            foreach (var length in Lengths)
                call.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(Measure(length, TimeSpan.FromSeconds(call.GetValue(seconds))), BenchJson.Options));
            return Exit.Fine;
        });
        return command;
    }

    // The compiler needs seconds to learn what is hot, and takes them from the one core.
    private static void WarmUp(IReadOnlyList<KnownPerson> dossier)
    {
        var (settling, began) = (new Settling(), TimeProvider.System.GetTimestamp());
        do
        {
            var (compiled, started, cost) = (JitInfo.GetCompilationTime(), TimeProvider.System.GetTimestamp(), 0.0);
            foreach (var length in Lengths)
            {
                var (count, took) = Repeat(BenchNotes.Note(length, dossier), dossier, TimeSpan.FromSeconds(0.3));
                cost += took.TotalSeconds / (count * length);
            }

            Build(dossier);
            settling.Add(cost, (JitInfo.GetCompilationTime() - compiled) / TimeProvider.System.GetElapsedTime(started));
        }
        while (!settling.IsOver && TimeProvider.System.GetElapsedTime(began) < LongestWarmUp);
    }

    private static async Task<int> RunAsync(ParseResult call, int seconds, bool json, CancellationToken cancellation)
    {
        if (PinnedProcess.Fault() is { } fault)
            return Exit.Unusable(call, fault);
        var output = call.InvocationConfiguration.Output;
        var error = call.InvocationConfiguration.Error;
        var starts = new List<double>();
        for (var i = 0; i < 5; i++)
            starts.Add(await StartAsync(error, cancellation));
        starts.Sort();
        var start = Math.Round(starts[starts.Count / 2], 1);
        await using var worker = PinnedProcess.Start(
            PinnedProcess.Core.First, ["bench", "redact-worker", "--seconds", seconds.ToString(CultureInfo.InvariantCulture)], error, StopsWithin);
        if (!json)
            output.WriteLine("note chars   chars/s   peak MiB   build ms   start ms");
        while (await worker.Output.ReadLineAsync(cancellation) is { } line)
        {
            var result = JsonSerializer.Deserialize<RedactResult>(line, BenchJson.Options)! with { StartMs = start };
            output.WriteLine(json
                ? JsonSerializer.Serialize(result, BenchJson.Options)
                : string.Create(CultureInfo.InvariantCulture, $"{result.NoteChars,10} {result.CharsPerSecond,9:F0} {result.PeakMiB,10:F1} {result.BuildMs,10:F3} {result.StartMs,10:F1}"));
        }

        return await worker.ExitAsync(cancellation);
    }

    // A process of its own that redacts one line, from the moment it is started until its answer is here.
    private static async Task<double> StartAsync(TextWriter error, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        await using var process = PinnedProcess.Start(PinnedProcess.Core.First, ["redact"], error, StopsWithin);
        await process.Input.WriteLineAsync("""{"id":"1","text":"Gisteren belde Yusuf.","known":[]}""");
        await process.Input.FlushAsync(cancellation);
        if (await process.Output.ReadLineAsync(cancellation) is null)
            throw new InvalidDataException("`exchange redact` gave no answer.");
        return TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
    }

    private static RedactResult Measure(int length, TimeSpan time)
    {
        var dossier = BenchNotes.Dossier(Persons);
        var note = BenchNotes.Note(length, dossier);
        Repeat(note, dossier, time / 2);
        var (count, took) = Repeat(note, dossier, time);
        using var self = Process.GetCurrentProcess();
        return new RedactResult(
            length,
            Math.Round(count * (double)length / took.TotalSeconds),
            Math.Round(self.PeakWorkingSet64 / (1024.0 * 1024), 1),
            Math.Round(Build(dossier), 3),
            0);
    }

    // One view for the notes of a dossier, as a meeting has: its table is built once, and that is reported apart.
    private static (long Count, TimeSpan Took) Repeat(string note, IReadOnlyList<KnownPerson> dossier, TimeSpan time)
    {
        var view = TextRedactor.Dutch.Open(dossier);
        var (count, began) = (0L, TimeProvider.System.GetTimestamp());
        do
        {
            view.Redact(note);
            count++;
        }
        while (TimeProvider.System.GetElapsedTime(began) < time);
        return (count, TimeProvider.System.GetElapsedTime(began));
    }

    private static double Build(IReadOnlyList<KnownPerson> dossier)
    {
        var times = new double[Builds];
        for (var i = 0; i < Builds; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            TextRedactor.Dutch.Open(dossier);
            times[i] = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[Builds / 2];
    }
}
