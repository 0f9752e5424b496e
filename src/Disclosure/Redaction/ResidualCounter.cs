namespace Exchange.Disclosure.Redaction;

/// <summary>Counts what stays in a text and narrows down who it is about. No label of the redactor's is such a word.</summary>
internal static class ResidualCounter
{
    private const int PieceLength = 8 * 1024;

    private const WordKinds Counted = WordKinds.Place | WordKinds.Trade | WordKinds.Rare;

    /// <summary>Counts in one walk along a text of any length.</summary>
    public static ResidualRisk Count(ReadOnlySpan<char> text)
    {
        var page = new Page();
        var (places, trades, rare) = (0, 0, 0);
        for (var from = 0; from < text.Length;)
        {
            var to = Pieces.End(text, from, PieceLength);
            Normaliser.Read(text, from, to, page.Normal);
            Tokeniser.Cut(page, TextRedactor.Dutch.Lexicon);
            Add(page, ref places, ref trades, ref rare);
            from = to;
        }

        return new ResidualRisk(places, trades, rare);
    }

    /// <summary>Adds the words of a page that nothing claimed.</summary>
    public static void Add(Page page, ref int places, ref int trades, ref int rare)
    {
        for (var i = 0; i < page.Count; i++)
        {
            ref var token = ref page[i];
            if (token.Claim != RedactionCategory.None || !token.Is(Counted))
                continue;
            places += token.Is(WordKinds.Place) ? 1 : 0;
            trades += token.Is(WordKinds.Trade) ? 1 : 0;
            rare += token.Is(WordKinds.Rare) ? 1 : 0;
        }
    }
}
