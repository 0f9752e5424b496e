using System.Globalization;
using System.Text;

namespace Exchange.Disclosure.Tests.Corpus;

/// <summary>How often the redactor is right, counted over documents.</summary>
internal sealed class Score
{
    private static readonly HashSet<string> Small =
        new(["van", "de", "der", "den", "ter", "ten", "op", "el", "al", "het", "t", "te", "in", "jaar", "oud", "ait", "basisschool", "voetbalclub", "moskee", "sportschool", "e", "a", "tjon", "v", "s"], StringComparer.OrdinalIgnoreCase);

    private readonly SortedDictionary<string, (int All, int Leaked)> _counts = new(StringComparer.Ordinal);

    public long Characters { get; private set; }

    public long Found { get; private set; }

    public long Redacted { get; private set; }

    public int Documents { get; private set; }

    public int PersonsLeaked { get; private set; }

    public int CleanSentences { get; private set; }

    public int Touched { get; private set; }

    /// <summary>What leaked and what was touched, to tune with; kept of the part that is for that only.</summary>
    public List<string> Misses { get; } = [];

    public (int All, int Leaked) this[string key] => _counts.GetValueOrDefault(key);

    public IEnumerable<string> Keys => _counts.Keys;

    public double Precision => (double)Found / Redacted;

    public double CharacterRecall => (double)Found / Characters;

    public double Untouched => 1 - ((double)Touched / CleanSentences);

    public double Recall(string key) => 1 - ((double)this[key].Leaked / this[key].All);

    public void Count(CorpusDocument document, IReadOnlyList<RedactedSpan> spans)
    {
        var covered = new bool[document.Text.Length];
        foreach (var span in spans)
            covered.AsSpan(span.Start, span.End - span.Start).Fill(true);
        var meant = new bool[document.Text.Length];
        var persons = false;
        foreach (var mention in document.Mentions)
        {
            meant.AsSpan(mention.Start, mention.End - mention.Start).Fill(true);
            var leaked = Leaks(document.Text, covered, mention);
            persons |= leaked && mention.Kind is "known" or "unknown" && leaked;
            Add(mention.Kind, leaked);
            if (mention.Kind is "known" or "unknown")
            {
                Add($"{mention.Kind}/{mention.Origin}", leaked);
                Add($"{mention.Kind}/{mention.Casing}", leaked);
            }
            else
            {
                Add("codes", leaked);
            }

            if (leaked)
                Misses.Add($"LEAK {mention.Kind} {mention.Casing}: {Around(document.Text, mention.Start, mention.End)}");
        }

        for (var i = 0; i < covered.Length; i++)
        {
            if (!char.IsLetterOrDigit(document.Text[i]))
                continue;
            Characters += meant[i] ? 1 : 0;
            Redacted += covered[i] ? 1 : 0;
            Found += meant[i] && covered[i] ? 1 : 0;
        }

        foreach (var span in spans)
        {
            if (!meant.AsSpan(span.Start, span.End - span.Start).Contains(true))
                Misses.Add($"EXTRA {span.Category}: {Around(document.Text, span.Start, span.End)}");
        }

        foreach (var (start, end) in document.Clean)
        {
            CleanSentences++;
            Touched += covered.AsSpan(start, end - start).Contains(true) ? 1 : 0;
        }

        Documents++;
        PersonsLeaked += persons ? 1 : 0;
    }

    /// <summary>A row of the report: how many, how many leaked, recall and its interval of 95 % (Wilson 1927).</summary>
    public string Row(string key)
    {
        var (all, leaked) = this[key];
        var (low, high) = Wilson(all - leaked, all);
        return string.Create(CultureInfo.InvariantCulture, $"| {key} | {all} | {leaked} | {Recall(key):F4} | {low:F4}–{high:F4} |");
    }

    public static (double Low, double High) Wilson(int right, int all)
    {
        const double z = 1.959964;
        var (n, p) = ((double)all, (double)right / all);
        var middle = p + (z * z / (2 * n));
        var half = z * Math.Sqrt((p * (1 - p) / n) + (z * z / (4 * n * n)));
        var scale = 1 + (z * z / n);
        return ((middle - half) / scale, Math.Min(1, (middle + half) / scale));
    }

    private void Add(string key, bool leaked)
    {
        var (all, before) = this[key];
        _counts[key] = (all + 1, before + (leaked ? 1 : 0));
    }

    // A word or number of the mention that stayed, unless it says nothing by itself.
    private static bool Leaks(string text, bool[] covered, Mention mention)
    {
        var word = new StringBuilder();
        for (var i = mention.Start; i <= mention.End; i++)
        {
            if (i < mention.End && !covered[i] && char.IsLetterOrDigit(text[i]))
            {
                word.Append(text[i]);
                continue;
            }

            if (word.Length > 0 && !Small.Contains(word.ToString()))
                return true;
            word.Clear();
        }

        return false;
    }

    private static string Around(string text, int start, int end) =>
        $"{text[Math.Max(0, start - 30)..start]}<<{text[start..end]}>>{text[end..Math.Min(text.Length, end + 30)]}".Replace('\n', '/');
}
