using System.Globalization;
using System.Text;

namespace Exchange.Disclosure.Release;

/// <summary>
/// A text with all but some of its characters taken away: the letters only, the digits only, or both. Each that is left knows what was
/// taken away before it. Letters are small and without marks, digits are 0 to 9, and letters that look like Latin ones are those.
/// </summary>
internal sealed class Projection
{
    private readonly List<char> _symbols = [];
    private readonly List<Edge> _edges = [];

    private Projection()
    {
    }

    /// <summary>What stands before a symbol.</summary>
    [Flags]
    public enum Edge : byte
    {
        /// <summary>The symbol before it stood next to it, or was parted from it by nothing that one sees.</summary>
        None = 0,

        /// <summary>Something stood between: a hyphen, a dot, a digit.</summary>
        Apart = 1,

        /// <summary>White space stood between.</summary>
        Space = 2,

        /// <summary>It is a capital.</summary>
        Capital = 4,

        /// <summary>It begins a sentence, or its word does.</summary>
        Sentence = 8,

        /// <summary>A letter stood between, which this projection leaves out.</summary>
        Letter = 16,
    }

    /// <summary>The symbols that are left.</summary>
    public ReadOnlySpan<char> Symbols => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_symbols);

    /// <summary>How many capitals there are among the letters, in parts of a hundred.</summary>
    public int Capitals { get; private set; }

    /// <summary>What stands before a symbol.</summary>
    public Edge Before(int index) => _edges[index];

    /// <summary>Whether something begins at a symbol: after a gap, or where a small letter is followed by a capital.</summary>
    public bool Begins(int index) =>
        index == 0
        || (_edges[index] & (Edge.Apart | Edge.Space | Edge.Letter)) != 0
        || ((_edges[index] & Edge.Capital) != 0 && (_edges[index - 1] & Edge.Capital) == 0)
        || char.IsAsciiDigit(_symbols[index]) != char.IsAsciiDigit(_symbols[index - 1]);

    /// <summary>Whether nothing goes on after a symbol.</summary>
    public bool Ends(int index) => index + 1 >= _symbols.Count || Begins(index + 1);

    /// <summary>The three projections of a text: letters, digits, and both.</summary>
    public static (Projection Letters, Projection Digits, Projection Both) Of(string text)
    {
        var (letters, digits, both) = (new Projection(), new Projection(), new Projection());
        var (letterEdge, digitEdge, bothEdge) = (Edge.None, Edge.None, Edge.None);
        var (starts, capitals) = (true, 0);
        foreach (var rune in Decompose(text).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)
                continue;
            if (Rune.IsDigit(rune))
            {
                var digit = (char)('0' + (int)Rune.GetNumericValue(rune));
                digits.Add(digit, digitEdge);
                both.Add(digit, bothEdge);
                (digitEdge, bothEdge) = (Edge.None, Edge.None);
                (letterEdge, starts) = (letterEdge | Edge.Apart, false);
            }
            else if (Rune.IsLetter(rune))
            {
                var edge = (Rune.IsUpper(rune) ? Edge.Capital : Edge.None) | (starts ? Edge.Sentence : Edge.None);
                capitals += Rune.IsUpper(rune) ? 1 : 0;
                foreach (var letter in Folding.Letter(rune))
                {
                    letters.Add(letter, letterEdge | edge);
                    both.Add(letter, bothEdge | edge);
                    (letterEdge, bothEdge) = (Edge.None, Edge.None);
                }

                (digitEdge, starts) = (digitEdge | Edge.Letter, false);
            }
            else
            {
                var gap = Rune.IsWhiteSpace(rune) ? Edge.Space : Edge.Apart;
                (letterEdge, digitEdge, bothEdge) = (letterEdge | gap, digitEdge | gap, bothEdge | gap);
                starts = rune.Value is '.' or '!' or '?' or ':' or ';' or '\n' or ']' || (starts && gap == Edge.Space)
                    || (starts && rune.Value is '"' or '\'' or '-' or '*' or '\u2022');
            }
        }

        letters.Capitals = letters._symbols.Count == 0 ? 0 : 100 * capitals / letters._symbols.Count;
        return (letters, digits, both);
    }

    /// <summary>The letters and digits of a short text, without anything between them.</summary>
    public static string Tight(string text) => Of(text).Both.Symbols.ToString();

    private void Add(char symbol, Edge edge)
    {
        _symbols.Add(symbol);
        _edges.Add(edge);
    }

    private static string Decompose(string text) => Whole(text).Normalize(NormalizationForm.FormKD);

    /// <summary>The text with something else for each half of a pair that stands alone: that cannot be taken apart, and is no letter.</summary>
    public static string Whole(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune.ToString());
        return whole.ToString();
    }
}
