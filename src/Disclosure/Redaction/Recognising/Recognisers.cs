namespace Exchange.Disclosure.Redaction;

/// <summary>Everything but names: one walk along the tokens, at each of which what it may begin is tried in a fixed order.</summary>
internal static class Recognisers
{
    private const int FewestDigitWords = 5;

    /// <summary>Claims all of a page.</summary>
    public static void Find(Page page, KnownDossier dossier)
    {
        Networks.Find(page);
        for (var i = 0; i < page.Count; i++)
        {
            if (page[i].Claim != RedactionCategory.None)
                continue;
            page.Steps++;
            if (page[i].Kind == TokenKind.Number)
                i = AtNumber(page, i, dossier) - 1;
            else if (page[i].Kind == TokenKind.Word)
                i = AtWord(page, i, dossier) - 1;
        }
    }

    private static int AtNumber(Page page, int i, KnownDossier dossier)
    {
        if (Dates.Read(page, i, dossier) is > 0 and var date)
            return Take(page, i, date, RedactionCategory.Date);
        if (Addresses.Postcode(page, i, dossier) is > 0 and var postcode)
            return Take(page, i, postcode, RedactionCategory.Address);
        if (Geography.Ip(page, i) is > 0 and var ip)
            return Take(page, i, ip, RedactionCategory.Ip);
        if (Geography.Degrees(page, i) is > 0 and var degrees)
            return Take(page, i, degrees, RedactionCategory.Coordinates);
        if (Codes.Plate(page, i) is > 0 and var plate)
            return Take(page, i, plate, RedactionCategory.Plate);
        if (Numbers.Read(page, i, out var kind) is > 0 and var number)
            return Take(page, Before(page, i), number, kind);
        if (page.IsTight(i + 1, TokenKind.Word) && Codes.Mixed(page, i, dossier, out kind, out var person) is > 0 and var code)
            return Take(page, i, code, kind, person);
        if (Ages.Read(page, i) is > 0 and var age)
            return Take(page, i, age, RedactionCategory.Age);
        return i + 1;
    }

    private static int AtWord(Page page, int i, KnownDossier dossier)
    {
        var kinds = page[i].Kinds;
        if ((kinds & WordKinds.HandleCue) != 0)
            Handles.Read(page, i);
        if ((page[i].First | 0x20) is 'k' or 'g')
            Codes.BehindCue(page, i);
        if (page[i].Length == 2 && Codes.Court(page, i) is > 0 and var court)
            return Take(page, i, court, RedactionCategory.Number);
        if (i + 1 < page.Count && !page[i + 1].Spaced && page[i + 1].Kind is TokenKind.Number or TokenKind.Mark && page[i + 1].Kind != TokenKind.Break)
        {
            if (Codes.Iban(page, i) is > 0 and var iban)
                return Take(page, i, iban, RedactionCategory.Iban);
            if (Codes.Plate(page, i) is > 0 and var plate)
                return Take(page, i, plate, RedactionCategory.Plate);
            if (Codes.Mixed(page, i, dossier, out var kind, out var person) is > 0 and var code)
                return Take(page, i, kind == RedactionCategory.Number ? Numbers.Code(page, code) : code, kind, person);
        }
        else if (page[i].Length <= 3 && page[i].Case != Casing.Lower && (page.Is(i + 1, TokenKind.Number) || (page.Is(i + 1, TokenKind.Word) && page[i + 1].Length <= 3 && page.Is(i + 2, TokenKind.Number))))
        {
            if (Codes.Iban(page, i) is > 0 and var iban)
                return Take(page, i, iban, RedactionCategory.Iban);
            if (Codes.Plate(page, i) is > 0 and var plate)
                return Take(page, i, plate, RedactionCategory.Plate);
        }

        if (Dates.ReadWord(page, i) is > 0 and var date)
            return Take(page, i, date, RedactionCategory.Date);
        if ((kinds & WordKinds.Number) != 0 && DigitWords(page, i) is > 0 and var digits)
            return Take(page, i, digits, RedactionCategory.Phone);
        if ((page[i].First | 0x20) is 'a' or 'd' or 'e' or 'n' or 't' or 'v' or 'z' && Ages.Read(page, i) is > 0 and var age)
            return Take(page, i, age, RedactionCategory.Age);
        Organisations.Read(page, i, dossier);
        if (page[i].Claim == RedactionCategory.None && Addresses.Street(page, i, dossier) is > 0 and var street)
            return street;
        return i + 1;
    }

    private static int Take(Page page, int from, int to, RedactionCategory category, int person = -1)
    {
        page.Claim(from, to, category, person);
        return Math.Max(to, from + 1);
    }

    // A plus or bracket before a telephone number, and the letters that a code begins with: PL1300-2021123456, V-123.
    private static int Before(Page page, int i)
    {
        var from = i;
        while (from > 0 && page[from - 1].Kind == TokenKind.Mark && page[from - 1].First is (byte)'+' or (byte)'(' && page[from - 1].Claim == RedactionCategory.None)
            from--;
        if (from == i && !page[i].Spaced && page.Is(i - 1, TokenKind.Word) && page[i - 1].Length <= 4 && page[i - 1].Claim == RedactionCategory.None)
            from--;
        else if (from == i && page.IsMark(i - 1, '-') && !page[i].Spaced && !page[i - 1].Spaced && page.Is(i - 2, TokenKind.Word) && page[i - 2].Length <= 2 && page[i - 2].Claim == RedactionCategory.None)
            from -= 2;
        return from;
    }

    // Nul zes een twee drie vier: a telephone number that is spelt out.
    private static int DigitWords(Page page, int i)
    {
        var (to, count) = (i, 0);
        while (true)
        {
            if (page.IsMark(to, '-') || page.IsMark(to, ','))
                to++;
            if (!page.Is(to, TokenKind.Word) || (!page[to].Is(WordKinds.Number) && NumberWords.Of(page.Letters(to)) < 0))
                break;
            page.Steps++;
            to++;
            count++;
        }

        return count >= FewestDigitWords ? to : 0;
    }
}
