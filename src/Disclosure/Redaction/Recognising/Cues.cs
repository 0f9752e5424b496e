namespace Exchange.Disclosure.Redaction;

/// <summary>What stands before a token and says what it is.</summary>
internal static class Cues
{
    private const int Reach = 5;

    /// <summary>Whether a word of a kind stands shortly before, on the same line, with nothing but small words and signs between.</summary>
    public static bool Before(Page page, int index, WordKinds kinds)
    {
        for (var i = index - 1; i >= 0 && i >= index - Reach; i--)
        {
            page.Steps++;
            ref var token = ref page[i];
            if (token.Kind is TokenKind.Break or TokenKind.Number)
                return false;
            if (token.Is(kinds))
                return true;
            if (token.Kind == TokenKind.Word && token.Length > 3 && !token.Is(WordKinds.Verb))
                return false;
        }

        return false;
    }

    /// <summary>Whether somebody is born shortly before, on the same line.</summary>
    public static bool Birth(Page page, int index)
    {
        for (var i = index - 1; i >= 0 && i >= index - Reach; i--)
        {
            page.Steps++;
            if (page[i].Kind == TokenKind.Break)
                return false;
            if (page.IsWord(i, Births))
                return !page.IsWord(i, "bouwjaar"u8);
        }

        return false;
    }

    private static readonly WordSet Births = new("verjaardag verjaart jarig geboren geb geboortedatum geboortejaar geboortedag gebdatum bouwjaar");
}
