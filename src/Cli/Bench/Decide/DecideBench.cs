using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Exchange.Consent;

namespace Exchange.Cli.Bench;

/// <summary>What was measured; the names are those of the JSON, which scripts rely on. Times are the least of all rounds.</summary>
/// <param name="NsPerField">To look one section up in a view that is open, in ns.</param>
/// <param name="NsPerDossier">To open a view and decide sixteen categories with level, article and reason, in ns.</param>
/// <param name="BytesPerDossier">What that allocates.</param>
/// <param name="InterpreterNsPerDossier">The same by a plain engine that goes article by article.</param>
/// <param name="Categories">How many categories a dossier has.</param>
/// <param name="CompileMs">From the text of 500 articles to a compiled covenant, in ms: reading, checking and compiling.</param>
/// <param name="ProveMs">To prove the sample's invariants and those of every covenant, in ms.</param>
/// <param name="TableMiB">The compiled sample, in MiB.</param>
/// <param name="LargeTableMiB">A compiled covenant of 20 partners, 15 categories, 4 forums and 440 articles, in MiB.</param>
internal sealed record DecideResult(
    double NsPerField,
    double NsPerDossier,
    double BytesPerDossier,
    double InterpreterNsPerDossier,
    int Categories,
    double CompileMs,
    double ProveMs,
    double TableMiB,
    double LargeTableMiB);

/// <summary><c>exchange bench decide</c>: what a decision costs, beside a plain engine in the same run. One thread, nothing but memory.</summary>
internal static class DecideBench
{
    private const double BytesPerMiB = 1024 * 1024;

    private static readonly TimeProvider Time = TimeProvider.System;

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object" };
        var rounds = new Option<int>("--rounds") { Description = "How many rounds, of which the fastest counts; 1 to 1000", DefaultValueFactory = _ => 60 };
        var command = new Command("decide", "Measures deciding about a dossier against a plain engine, and compiling and proving") { json, rounds };
        command.SetAction(call =>
        {
            var count = call.GetValue(rounds);
            if (count is < 1 or > 1000)
                return Exit.Unusable(call, "--rounds is 1 to 1000.");
            var result = Measure(count);
            call.InvocationConfiguration.Output.WriteLine(call.GetValue(json) ? JsonSerializer.Serialize(result, BenchJson.Options) : Told(result));
            return Exit.Fine;
        });
        return command;
    }

    private static DecideResult Measure(int rounds)
    {
        var covenant = Load(File.ReadAllBytes(SampleCovenant.Path));
        var (sections, callers) = (BenchDossier.Sections, BenchDossier.Callers(covenant.From));
        var decisions = new Decision[sections.Length];
        var plain = new PlainInterpreter(covenant);
        var views = callers.Select(covenant.Open).ToArray();

        var perDossier = Fastest(rounds, 20_000, i => Decide(covenant.Open(callers[i % callers.Length]), sections, decisions));
        var perField = Fastest(rounds, 20_000, i => Decide(views[i % views.Length], sections, decisions)) / sections.Length;
        var interpreted = Fastest(rounds, 1_000, i => plain.Decide(callers[i % callers.Length], sections, decisions));
        var before = GC.GetAllocatedBytesForCurrentThread();
        const int count = 10_000;
        for (var i = 0; i < count; i++)
            Decide(covenant.Open(callers[i % callers.Length]), sections, decisions);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)count;

        var text = Encoding.UTF8.GetBytes(new SyntheticCovenant(20, 15, 4, 500).Text());
        var compile = Fastest(Math.Min(rounds, 15), 1, _ => Load(text)) / 1e6;
        var prove = Fastest(Math.Min(rounds, 8), 1, _ => (covenant.CheckBuiltIns().Count + covenant.CheckInvariants().Count).ToString(CultureInfo.InvariantCulture)) / 1e6;
        var large = Load(Encoding.UTF8.GetBytes(new SyntheticCovenant(20, 15, 4, 440).Text()));
        return new DecideResult(
            Math.Round(perField, 1),
            Math.Round(perDossier, 1),
            Math.Round(bytes, 2),
            Math.Round(interpreted, 0),
            sections.Length,
            Math.Round(compile, 1),
            Math.Round(prove, 1),
            Math.Round(covenant.CompiledBytes / BytesPerMiB, 2),
            Math.Round(large.CompiledBytes / BytesPerMiB, 2));
    }

    private static void Decide(CallerView view, BenchSection[] sections, Decision[] decisions)
    {
        for (var i = 0; i < sections.Length; i++)
            decisions[i] = view.Decide(sections[i].Category, sections[i].Source, sections[i].Secrecy, Handling.Open);
    }

    /// <summary>Of the rounds, the least time for one call, in ns.</summary>
    private static double Fastest(int rounds, int calls, Action<int> work)
    {
        var least = double.MaxValue;
        for (var round = 0; round <= rounds; round++)
        {
            var began = Time.GetTimestamp();
            for (var i = 0; i < calls; i++)
                work(i);
            var took = Time.GetElapsedTime(began).TotalNanoseconds / calls;
            least = round > 0 && took < least ? took : least;
        }

        return least;
    }

    private static Covenant Load(byte[] text) =>
        Covenant.Load(text) is { Covenant: { } covenant } ? covenant : throw new InvalidDataException("The covenant of the bench does not load.");

    private static string Told(DecideResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        a section in an open view      {result.NsPerField,10:F1} ns
        a dossier of {result.Categories} categories      {result.NsPerDossier,10:F1} ns, {result.BytesPerDossier:F2} bytes
        the same, article by article   {result.InterpreterNsPerDossier,10:F0} ns
        500 articles, from text        {result.CompileMs,10:F1} ms
        proving the sample             {result.ProveMs,10:F1} ms
        the table of the sample        {result.TableMiB,10:F2} MiB
        of 440 articles                {result.LargeTableMiB,10:F2} MiB
        """);
}
