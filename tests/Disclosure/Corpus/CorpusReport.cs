using System.Globalization;
using System.Text;

namespace Exchange.Disclosure.Tests.Corpus;

/// <summary>The figures of the locked part as docs/anonymiseren.md shows them.</summary>
internal static class CorpusReport
{
    public static string Write(Score score)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{score.Documents} notities, {score["known"].All} keer iemand uit het dossier, {score["unknown"].All} keer iemand anders, {score["codes"].All} nummers, codes en plaatsen,");
        text.AppendLine(CultureInfo.InvariantCulture, $"{score.CleanSentences} zinnen zonder iemand erin.");
        text.AppendLine();
        text.AppendLine("| wat | aantal | gelekt | gevonden | 95 %-interval (Wilson) |");
        text.AppendLine("|---|---|---|---|---|");
        foreach (var key in score.Keys.OrderBy(k => k.Contains('/', StringComparison.Ordinal) ? 1 : k is "known" or "unknown" or "codes" ? 0 : 2).ThenBy(k => k, StringComparer.Ordinal))
            text.AppendLine(score.Row(key).Replace("| known", "| uit het dossier", StringComparison.Ordinal).Replace("| unknown", "| onbekend", StringComparison.Ordinal).Replace("| codes", "| nummers, codes, plaatsen", StringComparison.Ordinal));
        text.AppendLine();
        text.AppendLine("| over alles | |");
        text.AppendLine("|---|---|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| tekens die weg moesten en weg zijn | {score.CharacterRecall:F4} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| tekens die weg zijn en weg moesten | {score.Precision:F4} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| notities waarin een naam bleef staan | {score.PersonsLeaked} van {score.Documents} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| zinnen zonder iemand die bleven zoals ze waren | {score.Untouched:F4} |");
        return text.ToString().ReplaceLineEndings("\n");
    }
}
