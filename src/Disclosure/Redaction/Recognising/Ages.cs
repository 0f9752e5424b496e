namespace Exchange.Disclosure.Redaction;

/// <summary>Ages in digits and words, and no spans of time: "al 3 jaar werkloos" says nothing about when somebody was born.</summary>
internal static class Ages
{
    /// <summary>Reads an age that begins with a number in digits or words.</summary>
    public static int Read(Page page, int i)
    {
        ref var token = ref page[i];
        var number = token.Kind == TokenKind.Number ? page.NumberAt(i) : NumberWords.Of(page.Letters(i));
        if (token.Kind == TokenKind.Word && number < 0)
            return Jarige(page.Letters(i)) ? i + 1 : 0;
        if (number is < 0 or > 115 || token.Length > 22)
            return 0;
        var next = i + 1;

        // 2,5 jaar
        if (token.Kind == TokenKind.Number && (page.IsMark(next, ',') || page.IsMark(next, '.')) && !page[next].Spaced && page.IsTight(next + 1, TokenKind.Number)
            && page[next + 1].Length == 1 && Unit(page, next + 2) > next + 2)
            next += 2;
        if (page.IsMark(next, '-') && page.IsTight(next + 1, TokenKind.Word) && IsJarig(page, next + 1))
            return next + 2;
        if (page.Is(next, TokenKind.Word) && IsJarig(page, next))
            return next + 1;

        // 16- en 17-jarige
        if (page.IsMark(next, '-') && page.IsWord(next + 1, "en"u8) && page.Is(next + 2, TokenKind.Number) && page.IsMark(next + 3, '-') && IsJarig(page, next + 4))
            return next + 5;
        var unit = Unit(page, next);
        if (unit > next)
            return OfYears(page, i, unit) ? unit + (page.IsWord(unit, "oud"u8) || page.IsWord(unit, "jong"u8) ? 1 : 0) : 0;

        // (34) behind a name, and "leeftijd: 34"
        if (token.Kind == TokenKind.Number && number > 0 && page.IsMark(i - 1, '(') && page.IsMark(next, ')') && i > 1
            && page.Is(i - 2, TokenKind.Word) && (page[i - 2].Capital || page[i - 2].Claim == RedactionCategory.Person || page[i - 2].Is(WordKinds.Role)))
            return next;
        // Zij is veertig. Hij is 17 en
        if (number > 0 && (page.IsWord(i - 1, JustBeing)) && Somebody(page, i - 2) && !page[i].Opens
            && (next >= page.Count || page.IsMark(next, '.') || page.IsMark(next, ',') || page.IsMark(next, ';') || page.Is(next, TokenKind.Break) || page.IsWord(next, "en"u8) || page.IsWord(next, "geworden"u8)))
            return next;
        for (var back = i - 1; back >= 0 && back >= i - 3; back--)
        {
            if (page.IsWord(back, "leeftijd"u8))
                return next;
            if (!page.IsMark(back, ':') && !page.IsWord(back, "van"u8) && !page.IsWord(back, "is"u8))
                break;
        }

        return 0;
    }

    private static bool Somebody(Page page, int i) =>
        page.IsWord(i, Somebodies) || page.IsWord(i, WordKinds.Role | WordKinds.Name);

    private static int Unit(Page page, int i)
    {
        if (page.IsWord(i, Years))
            return page.IsWord(i, "jr"u8) && page.IsMark(i + 1, '.') && !page[i + 1].Spaced && page.Is(i + 2, TokenKind.Word) && !page[i + 2].Opens ? i + 2 : i + 1;
        if ((page.IsWord(i, "maanden"u8) || page.IsWord(i, "maand"u8) || page.IsWord(i, "weken"u8)) && (page.IsWord(i + 1, "oud"u8) || page.IsWord(i + 1, "oude"u8)))
            return i + 1;
        return i;
    }

    private static bool OfYears(Page page, int i, int after)
    {
        if (page.IsWord(after, "oud"u8) || page.IsWord(after, "oude"u8) || page.IsWord(after, "jong"u8))
            return true;
        if (page.IsWord(after, Spans))
            return false;
        var before = i - 1;
        while (page.IsWord(before, Softeners))
            before--;
        if (before < 0 || page.Is(before, TokenKind.Break))
            return page.IsMark(after, ',') || after >= page.Count;
        if (page.IsMark(before, ',') || page.IsMark(before, '('))
            return page.IsMark(after, ',') || page.IsMark(after, ')') || page.IsMark(after, '.') || page.IsMark(after, ';') || after >= page.Count || page.Is(after, TokenKind.Break);
        if (!page.Is(before, TokenKind.Word))
            return false;
        if (page.IsWord(before, "van"u8))
        {
            for (var k = before - 1; k >= 0 && k >= before - 2; k--)
            {
                if (page.IsWord(k, WordKinds.Role) || page.IsWord(k, "jongen"u8) || page.IsWord(k, "meisje"u8) || page.IsWord(k, "leeftijd"u8) || page[k].Claim == RedactionCategory.Person || (page[k].Capital && !page[k].Is(WordKinds.Ordinary | WordKinds.Keep)) || page[k].Is(WordKinds.Name))
                    return true;
            }

            return false;
        }

        return (page.IsWord(before, BeforeAges) || page[before].Claim == RedactionCategory.Person) && !page.Is(after, TokenKind.Word)
            || ((page.IsWord(before, Being))
                && page.IsWord(after, WordKinds.Function | WordKinds.Preposition) && !page.IsWord(after, "in"u8) && !page.IsWord(after, "na"u8) && !page.IsWord(after, "voor"u8));
    }

    private static bool IsJarig(Page page, int i) =>
        page.IsWord(i, Aged);

    private static bool Jarige(ReadOnlySpan<byte> letters)
    {
        foreach (var length in (ReadOnlySpan<int>)[5, 6, 7])
        {
            if (letters.Length > length + 2 && (letters[^length] | 0x20) == 'j' && (letters[^(length - 1)] | 0x20) == 'a' && (letters[^(length - 2)] | 0x20) == 'r'
                && NumberWords.Of(letters[..^length]) >= 0)
                return true;
        }

        return false;
    }

    private static readonly WordSet Spans = new(
        "geleden lang lange cel celstraf gevangenisstraf gevangenis tbs detentie hechtenis voorwaardelijk voorwaardelijke "
        + "onvoorwaardelijk ervaring later eerder ontzegging zonder garantie samen getrouwd gescheiden werkzaam in na terug uit "
        + "achtereen durend voor onder werkloos dakloos verslaafd clean bekend proeftijd jeugddetentie onderzoek behandeling "
        + "toezicht");

    private static readonly WordSet Softeners = new("nu pas net bijna ongeveer circa ca al ruim inmiddels maar nog toen thans ook");

    private static readonly WordSet Somebodies = new("hij zij ze is");

    private static readonly WordSet Years = new("jaar jaren jr jaartjes");

    private static readonly WordSet Aged = new("jarige jarig jarigen plusser");

    private static readonly WordSet BeforeAges = new("is was wordt werd leeftijd geworden zijn");

    private static readonly WordSet Being = new("is was wordt werd");

    private static readonly WordSet JustBeing = new("is was wordt net");
}
