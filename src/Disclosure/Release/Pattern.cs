namespace Exchange.Disclosure.Release;

/// <summary>How much must stand around and between the symbols of an identifier for it to count.</summary>
internal enum Fit
{
    /// <summary>Anywhere, whatever stands between: nothing else is spelled like it by chance.</summary>
    Anywhere,

    /// <summary>From where something begins to where it ends, whatever stands between.</summary>
    Whole,

    /// <summary>The same, and no letter between: the digits of one number.</summary>
    OneNumber,

    /// <summary>One word, or one spelled out letter by letter.</summary>
    Word,

    /// <summary>One word, or part of one that is no ordinary word.</summary>
    WordOrPart,

    /// <summary>One word that is an ordinary word too: only with a capital that no sentence gives it.</summary>
    CapitalWord,
}

/// <summary>An identifier as the gate looks for it in one projection.</summary>
/// <param name="Symbols">The symbols; three or more.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Fit">Where it counts.</param>
internal readonly record struct Pattern(string Symbols, IdentifierKind Kind, Fit Fit);

/// <summary>Finds any of many patterns in a projection, by the first three symbols of each.</summary>
internal sealed class PatternTable
{
    private const int Gram = 3;

    private readonly Dictionary<(char, char, char), List<Pattern>> _byGram = [];
    private readonly HashSet<(string, Fit)> _known = [];

    /// <summary>Adds a pattern; one that is too short to say anything is left out.</summary>
    public void Add(string symbols, IdentifierKind kind, Fit fit)
    {
        if (symbols.Length < Gram || !_known.Add((symbols, fit)))
            return;
        var gram = (symbols[0], symbols[1], symbols[2]);
        if (!_byGram.TryGetValue(gram, out var patterns))
            _byGram[gram] = patterns = [];
        patterns.Add(new Pattern(symbols, kind, fit));
    }

    /// <summary>The first pattern that is in a projection, by what it is; null when none is.</summary>
    public IdentifierKind? Find(Projection text, Func<string, bool> isOrdinary)
    {
        var symbols = text.Symbols;
        for (var at = 0; at + Gram <= symbols.Length; at++)
        {
            if (!_byGram.TryGetValue((symbols[at], symbols[at + 1], symbols[at + 2]), out var patterns))
                continue;
            foreach (var pattern in patterns)
            {
                if (symbols[at..].StartsWith(pattern.Symbols, StringComparison.Ordinal) && Counts(text, at, pattern, isOrdinary))
                    return pattern.Kind;
            }
        }

        return null;
    }

    private static bool Counts(Projection text, int at, in Pattern pattern, Func<string, bool> isOrdinary)
    {
        var last = at + pattern.Symbols.Length - 1;
        var isWhole = text.Begins(at) && text.Ends(last);
        return pattern.Fit switch
        {
            Fit.Anywhere => true,
            Fit.Whole => isWhole,
            Fit.OneNumber => isWhole && !Between(text, at, last, Projection.Edge.Letter),
            Fit.Word => isWhole && IsOneWord(text, at, last),
            Fit.WordOrPart => IsOneWord(text, at, last) && (isWhole || !isOrdinary(WordAround(text, at, last))),
            _ => isWhole && IsOneWord(text, at, last) && text.Capitals < 50
                && (text.Before(at) & (Projection.Edge.Capital | Projection.Edge.Sentence)) == Projection.Edge.Capital,
        };
    }

    private static bool Between(Projection text, int at, int last, Projection.Edge edge)
    {
        for (var i = at + 1; i <= last; i++)
        {
            if ((text.Before(i) & edge) != 0)
                return true;
        }

        return false;
    }

    // No white space in it, or something between every two letters.
    private static bool IsOneWord(Projection text, int at, int last)
    {
        var (gaps, spaces) = (0, 0);
        for (var i = at + 1; i <= last; i++)
        {
            gaps += (text.Before(i) & (Projection.Edge.Space | Projection.Edge.Apart)) != 0 ? 1 : 0;
            spaces += (text.Before(i) & Projection.Edge.Space) != 0 ? 1 : 0;
        }

        return spaces == 0 || gaps == last - at;
    }

    private static string WordAround(Projection text, int at, int last)
    {
        const Projection.Edge Gap = Projection.Edge.Space | Projection.Edge.Apart;
        while (at > 0 && (text.Before(at) & Gap) == 0)
            at--;
        while (last + 1 < text.Symbols.Length && (text.Before(last + 1) & Gap) == 0)
            last++;
        return text.Symbols[at..(last + 1)].ToString();
    }
}
