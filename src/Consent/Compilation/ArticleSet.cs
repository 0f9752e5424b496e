using System.Numerics;

namespace Exchange.Consent;

/// <summary>
/// A set of small numbers: articles, by their place in ordinal order of their ids, forums, or values of a dimension. Equal by content, so that equal
/// situations can share one node of the table. Never changes.
/// </summary>
internal sealed class ArticleSet : IEquatable<ArticleSet>
{
    private readonly ulong[] _words;

    private ArticleSet(ulong[] words) => _words = words;

    /// <summary>The numbers below <paramref name="count"/> that satisfy the predicate.</summary>
    public static ArticleSet Where(int count, Func<int, bool> predicate)
    {
        var words = new ulong[(count + 63) / 64];
        for (var i = 0; i < count; i++)
        {
            if (predicate(i))
                words[i >> 6] |= 1UL << (i & 63);
        }

        return new ArticleSet(words);
    }

    public static ArticleSet operator &(ArticleSet a, ArticleSet b) => a.Combine(b, static (x, y) => x & y);

    public static ArticleSet operator |(ArticleSet a, ArticleSet b) => a.Combine(b, static (x, y) => x | y);

    public bool Contains(int number) => (_words[number >> 6] & (1UL << (number & 63))) != 0;

    /// <summary>The set without one number.</summary>
    public ArticleSet Without(int number)
    {
        var words = (ulong[])_words.Clone();
        words[number >> 6] &= ~(1UL << (number & 63));
        return new ArticleSet(words);
    }

    public bool Intersects(ArticleSet other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if ((_words[i] & other._words[i]) != 0)
                return true;
        }

        return false;
    }

    /// <summary>Whether it holds exactly one number.</summary>
    public bool IsSingle => _words.Sum(BitOperations.PopCount) == 1;

    /// <summary>The lowest number, or -1.</summary>
    public int First() => First(this, this, this, this);

    /// <summary>The lowest number that all four sets hold, or -1.</summary>
    public static int First(ArticleSet a, ArticleSet b, ArticleSet c, ArticleSet d)
    {
        for (var i = 0; i < a._words.Length; i++)
        {
            var word = a._words[i] & b._words[i] & c._words[i] & d._words[i];
            if (word != 0)
                return (i << 6) + BitOperations.TrailingZeroCount(word);
        }

        return -1;
    }

    public bool Equals(ArticleSet? other) => other is not null && _words.AsSpan().SequenceEqual(other._words);

    public override bool Equals(object? obj) => Equals(obj as ArticleSet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var word in _words)
            hash.Add(word);
        return hash.ToHashCode();
    }

    private ArticleSet Combine(ArticleSet other, Func<ulong, ulong, ulong> combine)
    {
        var words = new ulong[_words.Length];
        for (var i = 0; i < words.Length; i++)
            words[i] = combine(_words[i], other._words[i]);
        return new ArticleSet(words);
    }
}
