namespace Exchange.Consent;

/// <summary>"Did you mean": the one known word that lies close to a mistyped one.</summary>
internal static class Suggestion
{
    /// <summary>A sentence that starts with a space, or nothing.</summary>
    public static string For(string word, IEnumerable<string> known)
    {
        if (word.Length > 64)
            return "";
        var (best, distance) = (default(string), int.MaxValue);
        foreach (var candidate in known)
        {
            var d = Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (d < distance)
                (best, distance) = (candidate, d);
        }

        return best is not null && distance <= Math.Max(1, Math.Min(word.Length, best.Length) / 3) ? $" Did you mean '{best}'?" : "";
    }

    /// <summary>Levenshtein, with a swap of two neighbours as one step.</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
