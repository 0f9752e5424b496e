using System.Numerics;

namespace Exchange.Consent;

/// <summary>
/// A set of small numbers: articles, by their place in ordinal order of their ids, forums, or values of a dimension. Equal by content, so that equal
/// situations can share one node of the table. Never changes.
/// </summary>
internal sealed class ArticleSet : IEquatable<ArticleSet>
{
    private readonly ulong[] _words;
    private int _hash;

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

    public static ArticleSet operator &(ArticleSet a, ArticleSet b)
    {
        var words = new ulong[a._words.Length];
        for (var i = 0; i < words.Length; i++)
            words[i] = a._words[i] & b._words[i];
        return new ArticleSet(words);
    }

    public static ArticleSet operator |(ArticleSet a, ArticleSet b)
    {
        var words = new ulong[a._words.Length];
        for (var i = 0; i < words.Length; i++)
            words[i] = a._words[i] | b._words[i];
        return new ArticleSet(words);
    }

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
    public int First()
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if (_words[i] != 0)
                return (i << 6) + BitOperations.TrailingZeroCount(_words[i]);
        }

        return -1;
    }

    public bool Equals(ArticleSet? other) => other is not null && _words.AsSpan().SequenceEqual(other._words);

    public override bool Equals(object? obj) => Equals(obj as ArticleSet);

    public override int GetHashCode()
    {
        // Sets are keys many times over, and never change.
        if (_hash == 0)
        {
            var hash = new HashCode();
            hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_words.AsSpan()));
            _hash = hash.ToHashCode() | 1;
        }

        return _hash;
    }
}
