namespace Exchange.Disclosure.Redaction;

/// <summary>Numbers with dots that are places: IP addresses of version 4, and degrees of latitude and longitude.</summary>
internal static class Geography
{
    private const int FewestDecimals = 4;

    /// <summary>Reads an IP address of four numbers.</summary>
    public static int Ip(Page page, int i)
    {
        var at = i;
        for (var part = 0; part < 4; part++)
        {
            if (!page.Is(at, TokenKind.Number) || page.NumberAt(at) is < 0 or > 255 || (part > 0 && page[at].Spaced))
                return 0;
            at++;
            if (part == 3)
                break;
            if (!page.IsMark(at, '.') || page[at].Spaced)
                return 0;
            at++;
        }

        return page.IsMark(at, '.') && page.IsTight(at + 1, TokenKind.Number) ? 0 : at;
    }

    /// <summary>Reads degrees, as decimals or with minutes and seconds.</summary>
    public static int Degrees(Page page, int i)
    {
        var at = i + 1;
        if ((page.IsMark(at, '.') || page.IsMark(at, ',')) && !page[at].Spaced && page.IsTight(at + 1, TokenKind.Number) && page[at + 1].Length >= FewestDecimals && page[i].Length <= 3
            && !((page.IsMark(at + 2, '.') || page.IsMark(at + 2, '-')) && page.IsTight(at + 3, TokenKind.Number)))
            return at + 2;
        if (!page.IsMark(at, (char)Folds.Sign) || page[at].Spaced || !page.Is(at + 1, TokenKind.Number) || page[i].Length > 3)
            return 0;
        var to = at + 2;
        while (to < page.Count && to < at + 12 && (page[to].Kind == TokenKind.Number || (page[to].Kind == TokenKind.Mark && page[to].First is (byte)'\'' or (byte)'"' or (byte)'.' or Folds.Sign)))
            to++;
        if (to == at + 2)
            return 0;
        return page.Is(to, TokenKind.Word) && page[to].Length <= 2 && page[to].Case != Casing.Lower ? to + 1 : to;
    }
}
