namespace Exchange.Disclosure.Redaction;

/// <summary>E-mail and web addresses, IP addresses and handles: what is found by a sign within it.</summary>
internal static class Networks
{
    /// <summary>Claims all of a page.</summary>
    public static void Find(Page page)
    {
        for (var i = 0; i < page.Count; i++)
        {
            ref var token = ref page[i];
            if (token.Claim != RedactionCategory.None)
                continue;
            if (token.Kind == TokenKind.Mark)
            {
                var found = token.First switch
                {
                    (byte)'@' => At(page, i, i + 1),
                    (byte)'(' or (byte)'[' or (byte)'{' when page.IsWord(i + 1, "at"u8) && page.Is(i + 2, TokenKind.Mark) => At(page, i, i + 3),
                    (byte)'(' when !token.Spaced && page.IsWord(i + 1, "a"u8) && page.IsMark(i + 2, ')') && page.IsTight(i + 3, TokenKind.Word) => At(page, i, i + 3),
                    (byte)'.' => Domain(page, i),
                    (byte)':' => Colon(page, i),
                    _ => false,
                };
                if (found)
                    continue;
            }
            else if (token.Kind == TokenKind.Word)
            {
                if (page.IsWord(i, "www"u8) && page.IsMark(i + 1, '.'))
                    page.Claim(i, RightEnd(page, i), RedactionCategory.Url);
                else if (page.IsWord(i, "apenstaartje"u8) || (page.IsWord(i, "at"u8) && page.Is(i + 1, TokenKind.Word) && (page.IsMark(i + 2, '.') || page.IsWord(i + 2, "dot"u8) || page.IsWord(i + 2, "punt"u8))))
                    At(page, i, i + 1);
            }
        }
    }

    // Name and domain around an at sign; without a domain it is a handle.
    private static bool At(Page page, int sign, int behind)
    {
        var spelled = page[sign].Kind == TokenKind.Word || page[sign].First != '@';
        var from = sign;
        if (from > 0 && (spelled || !page[from].Spaced || (page[sign].Spaced && behind < page.Count && page[behind].Spaced)) && page.Is(from - 1, TokenKind.Word) | page.Is(from - 1, TokenKind.Number))
        {
            from--;
            while (from > 0 && !page[from].Spaced && (page[from - 1].Kind is TokenKind.Word or TokenKind.Number || IsLocal(page[from - 1])) && page[from - 1].Claim == RedactionCategory.None)
                from--;
            while (from < sign && page[from].Kind == TokenKind.Mark)
                from++;
        }

        var (to, dots) = (behind, 0);
        while (to < page.Count && (to == behind || !page[to].Spaced || (spelled && dots == 0)))
        {
            page.Steps++;
            if (page[to].Kind is TokenKind.Word or TokenKind.Number)
            {
                if (spelled && to > behind && page[to].Spaced && !(page.IsWord(to, "punt"u8) || page.IsWord(to, "dot"u8)))
                    break;
                if (spelled && (page.IsWord(to, "punt"u8) || page.IsWord(to, "dot"u8)) && page.Is(to + 1, TokenKind.Word))
                {
                    (to, dots) = (to + 2, dots + 1);
                    continue;
                }

                to++;
            }
            else if (page[to].First is (byte)'.' or (byte)'-' or (byte)'_' && to + 1 < page.Count && !page[to + 1].Spaced && page[to + 1].Kind is TokenKind.Word or TokenKind.Number)
            {
                dots += page[to].First == '.' ? 1 : 0;
                to++;
            }
            else if (page[to].First is (byte)'[' or (byte)'(' && (page.IsWord(to + 1, "dot"u8) || page.IsWord(to + 1, "punt"u8) || page.IsMark(to + 1, '.')) && page.Is(to + 2, TokenKind.Mark))
            {
                (to, dots) = (to + 3, dots + 1);
            }
            else
            {
                break;
            }
        }

        if (to == behind || (spelled && (dots == 0 || from == sign)))
            return false;
        if (from < sign)
            page.Claim(from, to, RedactionCategory.Email);
        else if (!page[behind].Spaced && page[behind].Kind is TokenKind.Word or TokenKind.Number)
            page.Claim(from, to, RedactionCategory.Handle);
        else
            return false;
        return true;
    }

    private static bool IsLocal(in Token token) =>
        token.Kind == TokenKind.Mark && token.First is (byte)'.' or (byte)'_' or (byte)'-' or (byte)'+' or (byte)'%' or (byte)'\'' or (byte)'=' or (byte)'&' or (byte)'~' or (byte)'!' or (byte)'#' or (byte)'$' or (byte)'*';

    // A dot between two words without a space, of which the second is a domain: nobody ends a sentence so with .nl
    private static bool Domain(Page page, int i)
    {
        if (!page.IsTight(i, TokenKind.Mark) || !page.IsTight(i + 1, TokenKind.Word) || page[i + 1].Case == Casing.Title || !Domains.Contains(page[i + 1].Hash)
            || page.IsTight(i + 2, TokenKind.Word) || page.IsTight(i + 2, TokenKind.Number) || i == 0 || page[i - 1].Kind == TokenKind.Mark)
            return false;

        // het gesprek.so belde: a full stop without its space
        if (page[i - 1].Is(WordKinds.Ordinary | WordKinds.Function) && page[i - 1].Spaced && !page[i - 1].Capital && Words.Contains(page[i + 1].Hash) && !page.IsMark(i + 2, '/'))
            return false;
        var from = i;
        while (from > 0 && !page[from].Spaced && page[from - 1].Claim == RedactionCategory.None
            && (page[from - 1].Kind is TokenKind.Word or TokenKind.Number || page[from - 1].First is (byte)'.' or (byte)'-'))
            from--;
        while (from < i && page[from].Kind == TokenKind.Mark)
            from++;
        page.Claim(from, RightEnd(page, i), RedactionCategory.Url);
        return true;
    }

    private static bool Colon(Page page, int i)
    {
        if (i == 0 || page[i].Spaced)
            return Double(page, i) && Address(page, i);
        if (page.IsMark(i + 1, '/') && page.IsMark(i + 2, '/') && !page[i + 1].Spaced && page.Is(i - 1, TokenKind.Word))
        {
            page.Claim(i - 1, RightEnd(page, i), RedactionCategory.Url);
            return true;
        }

        if (page.IsWord(i - 1, "mailto"u8) || page.IsWord(i - 1, "tel"u8) || page.IsWord(i - 1, "skype"u8))
        {
            if (i + 1 < page.Count && !page[i + 1].Spaced)
            {
                page.Claim(i + 1, RightEnd(page, i + 1), RedactionCategory.Url);
                return true;
            }
        }

        return Address(page, i);
    }

    private static bool Double(Page page, int i) => page.IsMark(i + 1, ':') && !page[i + 1].Spaced;

    // Groups of hexadecimal digits and colons: IP version 6, or the number of a network card.
    private static bool Address(Page page, int i)
    {
        var from = i;
        while (from > 0 && !page[from].Spaced && page[from - 1].Kind is TokenKind.Word or TokenKind.Number && IsHex(page, from - 1))
            from--;
        var (to, colons, twice, letters) = (i, 0, false, false);
        for (; to < page.Count && (to == from || !page[to].Spaced); to++)
        {
            page.Steps++;
            if (page[to].IsMark(':'))
            {
                colons++;
                twice |= Double(page, to);
            }
            else if (page[to].Kind is TokenKind.Word or TokenKind.Number && IsHex(page, to))
            {
                letters |= page[to].Kind == TokenKind.Word;
            }
            else
            {
                break;
            }
        }

        while (to > i && page[to - 1].Kind == TokenKind.Mark && !Double(page, to - 2))
            to--;
        if (!(colons >= 4 || (twice && colons >= 2 && to - from > 3)))
            return false;
        page.Claim(from, to, RedactionCategory.Ip);
        return true;
    }

    private static bool IsHex(Page page, int i)
    {
        if (page[i].Length > 8)
            return false;
        foreach (var b in page.Letters(i))
        {
            if (!char.IsAsciiHexDigit((char)b))
                return false;
        }

        return true;
    }

    // To the next space, without the full stop or bracket that belongs to the sentence.
    private static int RightEnd(Page page, int i)
    {
        var to = i + 1;
        while (to < page.Count && !page[to].Spaced && page[to].Kind != TokenKind.Break && !(page[to].Kind == TokenKind.Mark && page[to].First is (byte)'"' or (byte)'<' or (byte)'>'))
            to++;
        page.Steps += to - i;
        while (to > i + 1 && page[to - 1].Kind == TokenKind.Mark && page[to - 1].First is (byte)'.' or (byte)',' or (byte)')' or (byte)';' or (byte)':' or (byte)'!' or (byte)'?' or (byte)']' or (byte)'\'')
            to--;
        return to;
    }

    private static readonly WordSet Words = new("so de be me er at us ma page link chat live");

    private static readonly WordSet Domains = new(
        "nl com org net eu be de info io edu gov uk fr es it pl tr ma app dev online site shop amsterdam frl biz me tv co ru ua "
        + "so er sy sr ch at us ca gg ly xyz club store tech cloud blog live chat link page");
}
