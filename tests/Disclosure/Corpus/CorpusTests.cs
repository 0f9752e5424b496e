namespace Exchange.Disclosure.Tests.Corpus;

/// <summary>
/// How often the redactor is right. The tuned part may be looked at to make it better; of the locked part only the figures are.
/// </summary>
public sealed class CorpusTests
{
    private const int PerOrigin = 70;

    private static readonly Lazy<Score> LockedScore = new(() => Measure(CorpusPart.Locked, 20261122));

    [Fact]
    public void Parts_ShareNoNameAndNoSentence()
    {
        Assert.Empty(Names(CorpusPart.Tuned).Intersect(Names(CorpusPart.Locked), StringComparer.OrdinalIgnoreCase));
        Assert.Empty(CorpusPart.Tuned.Templates.Intersect(CorpusPart.Locked.Templates, StringComparer.OrdinalIgnoreCase));
        Assert.Empty(CorpusPart.Tuned.Clean.Intersect(CorpusPart.Locked.Clean, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void Locked_IsLargeEnoughToSaySomething()
    {
        var score = LockedScore.Value;
        Assert.True(score["known"].All >= 1500);
        Assert.True(score["unknown"].All >= 1000);
        Assert.All(CorpusPart.Locked.Origins, origin => Assert.True(score[$"known/{origin.Name}"].All >= 150));
    }

    [Fact]
    public void Tuned_FindsWhatItWasTunedOn()
    {
        var score = Measure(CorpusPart.Tuned, 37);
        if (Environment.GetEnvironmentVariable("EXCHANGE_CORPUS_MISSES") is { Length: > 0 } file)
            File.WriteAllLines(file, [.. score.Keys.Select(score.Row), $"precision {score.Precision:F4} untouched {score.Untouched:F4} chars {score.CharacterRecall:F4} docs {score.PersonsLeaked}/{score.Documents}", .. score.Misses]);
        Assert.InRange(score.Recall("known"), 0.99, 1);
        Assert.InRange(score.Recall("unknown"), 0.96, 1);
        Assert.InRange(score.Recall("codes"), 0.98, 1);
    }

    [Fact]
    public void Locked_ReachesTheTargets()
    {
        var score = LockedScore.Value;
        Assert.InRange(score.Recall("known"), 0.995, 1);
        Assert.InRange(score.Recall("unknown"), 0.97, 1);
        Assert.InRange(score.Recall("codes"), 0.995, 1);
        Assert.InRange(score.Precision, 0.95, 1);
        Assert.InRange(score.Untouched, 0.95, 1);
    }

    [Fact]
    public void Document_HasTheFiguresOfTheLockedPart()
    {
        const string begin = "<!-- cijfers -->\n";
        const string end = "<!-- einde cijfers -->";
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Exchange.sln")))
            folder = folder.Parent!;
        var file = Path.Combine(folder.FullName, "docs", "anonymiseren.md");
        var text = File.ReadAllText(file);
        var from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = text.IndexOf(end, StringComparison.Ordinal);
        var report = CorpusReport.Write(LockedScore.Value);
        if (Environment.GetEnvironmentVariable("EXCHANGE_WRITE_DOCS") == "true")
            File.WriteAllText(file, text[..from] + report + text[to..]);
        else
            Assert.True(text[from..to] == report, "docs/anonymiseren.md has other figures; run this test with EXCHANGE_WRITE_DOCS=true.");
    }

    internal static Score Measure(CorpusPart part, ulong seed)
    {
        var score = new Score();
        foreach (var document in new CorpusWriter(part, seed).Write(PerOrigin))
            score.Count(document, TextRedactor.Dutch.Open(document.Known).Redact(document.Text).Spans);
        return score;
    }

    private static IEnumerable<string> Names(CorpusPart part) => part.Origins.SelectMany(o => o.First.Concat(o.Last));
}
