namespace Exchange.Disclosure.Tests.Corpus;

/// <summary>Names of one origin.</summary>
internal sealed record Origin(string Name, IReadOnlyList<string> First, IReadOnlyList<string> Last);

/// <summary>One part of the corpus: the one to tune on, or the one that is locked away.</summary>
internal sealed record CorpusPart(IReadOnlyList<Origin> Origins, IReadOnlyList<string> Templates, IReadOnlyList<string> Clean)
{
    public static CorpusPart Tuned { get; } = Read("Tuned");

    public static CorpusPart Locked { get; } = Read("Locked");

    private static CorpusPart Read(string folder) => new(
        [
            .. Lines(folder, "names.txt").Select(line =>
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                var halves = line[(colon + 1)..].Split('|', StringSplitOptions.TrimEntries);
                return new Origin(line[..colon], halves[0].Split(' '), halves[1].Split(';'));
            }),
        ],
        [.. Lines(folder, "templates.txt")],
        [.. Lines(folder, "clean.txt")]);

    private static IEnumerable<string> Lines(string folder, string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Corpus", folder, file)).Where(line => line.Length > 0 && line[0] != '#');
}
