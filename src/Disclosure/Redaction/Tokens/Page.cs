namespace Exchange.Disclosure.Redaction;

/// <summary>
/// A piece of text on which the recognisers work: its plain reading, its tokens and what they turned out to be. Used again for the next
/// piece.
/// </summary>
internal sealed class Page
{
    private Token[] _tokens = new Token[2048];

    /// <summary>The plain reading.</summary>
    public NormalText Normal { get; } = new();

    /// <summary>What was claimed.</summary>
    public List<Claim> Claims { get; } = [];

    /// <summary>How many tokens there are.</summary>
    public int Count { get; private set; }

    /// <summary>The work done.</summary>
    public long Steps { get; set; }

    /// <summary>A token.</summary>
    public ref Token this[int index] => ref _tokens[index];

    /// <summary>The plain letters of a token.</summary>
    public ReadOnlySpan<byte> Letters(int index) => Normal.Bytes[_tokens[index].Start.._tokens[index].End];

    /// <summary>Whether a token is a certain word, which is given in lower case.</summary>
    public bool IsWord(int index, ReadOnlySpan<byte> word)
    {
        if ((uint)index >= (uint)Count || _tokens[index].Kind != TokenKind.Word || _tokens[index].Length != word.Length)
            return false;
        var letters = Letters(index);
        for (var i = 0; i < word.Length; i++)
        {
            if ((letters[i] | 0x20) != word[i])
                return false;
        }

        return true;
    }

    /// <summary>Whether there is a token and it is a certain sign.</summary>
    public bool IsMark(int index, char sign) => (uint)index < (uint)Count && _tokens[index].IsMark(sign);

    /// <summary>Whether there is a token, it is of a kind and nothing stands between it and the one before.</summary>
    public bool IsTight(int index, TokenKind kind) => (uint)index < (uint)Count && _tokens[index].Kind == kind && !_tokens[index].Spaced;

    /// <summary>Whether there is a token of a kind.</summary>
    public bool Is(int index, TokenKind kind) => (uint)index < (uint)Count && _tokens[index].Kind == kind;

    /// <summary>Whether there is a word of which something in a set is known.</summary>
    public bool IsWord(int index, WordKinds kinds) => Is(index, TokenKind.Word) && _tokens[index].Is(kinds);

    /// <summary>Whether there is a word and it is one of a set.</summary>
    public bool IsWord(int index, WordSet words) => Is(index, TokenKind.Word) && words.Contains(_tokens[index].Hash);

    /// <summary>The value of a run of digits; a longer one than nine digits has none.</summary>
    public int NumberAt(int index)
    {
        if (!Is(index, TokenKind.Number) || _tokens[index].Length > 9)
            return -1;
        var value = 0;
        foreach (var digit in Letters(index))
            value = (value * 10) + digit - '0';
        return value;
    }

    /// <summary>Takes the tokens from one to another, exclusive, for what they are.</summary>
    public void Claim(int from, int to, RedactionCategory category, int person = -1)
    {
        // Digits that hang on a name are part of it.
        if (category is RedactionCategory.Person or RedactionCategory.Organisation)
        {
            while (IsTight(to, TokenKind.Number) && _tokens[to - 1].Kind == TokenKind.Word)
                to++;

            // jayden.x03
            if (to + 2 < Count && (IsMark(to, '.') || IsMark(to, '_')) && !_tokens[to].Spaced && IsTight(to + 1, TokenKind.Word) && _tokens[to + 1].Length <= 4 && IsTight(to + 2, TokenKind.Number))
                to += 3;
        }

        for (var i = from; i < to; i++)
            _tokens[i].Claim = category;
        Claims.Add(new Claim(from, to, category, person));
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        Count = 0;
        Claims.Clear();
    }

    /// <summary>Adds a token.</summary>
    public ref Token Add()
    {
        if (Count == _tokens.Length)
            Array.Resize(ref _tokens, Count * 2);
        ref var token = ref _tokens[Count++];
        token = default;
        return ref token;
    }
}

/// <summary>Tokens that belong together.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The one behind the last.</param>
/// <param name="Category">What they are.</param>
/// <param name="Person">The set of persons of the dossier that they may name, or −1.</param>
internal readonly record struct Claim(int From, int To, RedactionCategory Category, int Person);
