namespace Exchange.Disclosure.Redaction;

/// <summary>Dates to the day in every Dutch form, and what is said of a birth.</summary>
internal static class Dates
{
    /// <summary>Reads a date that begins with digits.</summary>
    public static int Read(Page page, int i, KnownDossier dossier)
    {
        var day = page.NumberAt(i);
        var length = page[i].Length;
        if (InDigits(page, i) is > 0 and var end)
            return end;

        // 12 maart 1985, 12e mrt. '85, 3-mei-85
        if (length <= 2 && day is >= 1 and <= 31)
        {
            var next = i + 1;
            if (page.IsTight(next, TokenKind.Word) && (page.IsWord(next, "e"u8) || page.IsWord(next, "de"u8) || page.IsWord(next, "ste"u8)))
                next++;
            while (page.IsMark(next, '-') || page.IsMark(next, '/') || (page.IsMark(next, '.') && !page[next].Spaced) || page.IsWord(next, "van"u8))
                next++;
            if (page.IsWord(next, WordKinds.Month) && !(page[next].Length < 3) && !page.Is(next - 1, TokenKind.Break))
                return Year(page, next + 1);
        }

        if (length == 4 && day is > 1920 and < 2015 && Person(page, i))
            return i + 1;
        if (length == 2 && page.IsMark(i - 1, '\'') && Person(page, i - 1))
            return i + 1;
        if (length == 4 && day is > 1900 and < 2100 && (dossier.BirthYears.Contains(day) || Cues.Birth(page, i)))
            return i + 1;
        if (length == 2 && page.IsMark(i - 1, '\'') && (Cues.Birth(page, i - 1) || dossier.BirthYears.Contains(1900 + day)))
            return i + 1;
        return 0;
    }

    // Zij is van 1987.
    private static bool Person(Page page, int i) =>
        (page.IsWord(i - 1, "van"u8) || page.IsWord(i - 1, "uit"u8)) && (page.IsWord(i - 2, "is"u8) || page.IsWord(i - 2, "was"u8))
        && (page.IsWord(i - 3, Pronouns) || page.IsWord(i - 3, WordKinds.Role) || (page.Is(i - 3, TokenKind.Word) && page[i - 3].Capital));

    /// <summary>Reads a date that begins with a word: twaalf maart 1985, or maart 1985 of a birth.</summary>
    public static int ReadWord(Page page, int i)
    {
        if (page[i].Is(WordKinds.Month))
            return page[i].Length > 2 && Cues.Birth(page, i) ? Year(page, i + 1) : 0;
        if (!page.IsWord(i + 1, WordKinds.Month) || page[i + 1].Length < 3)
            return 0;
        // "Eerste Jan" is no date: in words people write the month out.
        return page[i + 1].Length > 3 | page.IsWord(i + 1, "mei"u8) && NumberWords.Of(page.Letters(i)) is >= 1 and <= 31 ? Year(page, i + 2) : 0;
    }

    private static int InDigits(Page page, int i)
    {
        var (a, lengthA) = (page.NumberAt(i), page[i].Length);
        if (lengthA == 8)
            return IsDate(a / 10000, a / 100 % 100, a % 100, 4) || IsDate(a % 10000, a / 10000 % 100, a / 1000000, 4) ? i + 1 : 0;
        if (lengthA > 4 || page.IsMark(i - 1, '+'))
            return 0;
        var at = i + 1;
        var sign = Separator(page, ref at);
        if (sign == 0 || !page.Is(at, TokenKind.Number))
            return 0;
        var (b, second) = (page.NumberAt(at), at);
        at++;
        if (sign != ' ' || lengthA <= 2)
        {
            var again = Separator(page, ref at);
            if (page.IsMark(at, '\'') && again != ' ')
                at++;
            if (again == sign && page.Is(at, TokenKind.Number))
            {
                var (c, lengthC) = (page.NumberAt(at), page[at].Length);
                // 06.12.34.56.78 goes on: a telephone number.
                if (sign != ' ' && page.Is(at + 1, TokenKind.Mark) && page[at + 1].First == sign && page.IsTight(at + 2, TokenKind.Number))
                    return 0;
                if ((sign != ' ' || lengthC == 4) && (IsDate(c, b, a, lengthC) || IsDate(c, a, b, lengthC) || (lengthA == 4 && IsDate(a, b, c, 4))))
                    return at + 1;
                return 0;
            }
        }

        // 12-3 and 12/03: a date only when something says so.
        if (sign is '-' or '/' && lengthA <= 2 && page[second].Length <= 2 && a is >= 1 and <= 31 && b is >= 1 and <= 12 && !page[second].Spaced
            && !Measure(page, second + 1) && !page.IsTight(second + 1, TokenKind.Word) && !(sign == '-' && page.IsWord(i - 2, Scales))
            && (DayCue(page, i) || Cues.Birth(page, i) || (IsDayAlone(page, i, sign, a, b) && !(page.IsMark(second + 1, sign == '/' ? '/' : '-') && !page[second + 1].Spaced))
                || page.IsWord(second + 1, "jl"u8) || page.IsWord(second + 1, "jongstleden"u8)))
            return second + 1;
        return 0;
    }

    // What can be no part and no span, or begins a line of a journal: 27-11, 18/9, "4/9 huisbezoek"; not 24/7, 1/2 or 3-4.
    private static bool IsDayAlone(Page page, int i, int sign, int day, int month)
    {
        if (sign == '/' ? day > 12 && !(day == 24 && month == 7) : day > 12 && day > month)
            return true;
        var second = i + 2;
        if (BeginsLine(page, i))
        {
            return sign == '/'
                ? !page.IsWord(second + 1, "van"u8) && !page.IsWord(second + 1, "deel"u8)
                : page.Is(second + 1, TokenKind.Mark) || page.IsWord(second + 1, WordKinds.NumberCue | WordKinds.Verb) || page.IsWord(second + 1, Journal);
        }

        if (page.IsWord(i - 1, "de"u8))
            return page.IsWord(second + 1, WordKinds.Verb | WordKinds.Function | WordKinds.Preposition);

        // Incidenten: 2/10 diefstal; 7/10 bedreiging
        if (sign == '/' && page.IsMark(i - 1, ';'))
            return month > 4 || day > month;
        var before = page.IsMark(i - 1, ':') || page.IsMark(i - 1, '.') ? i - 2 : i - 1;
        return page.IsWord(before, Journal);
    }

    // Past the dash or star of a list.
    private static bool BeginsLine(Page page, int i)
    {
        var before = i > 0 && page[i - 1].Kind == TokenKind.Mark && page[i - 1].First is (byte)'-' or (byte)'*' or (byte)'>' or (byte)'[' ? i - 2 : i - 1;
        return before < 0 || page.Is(before, TokenKind.Break);
    }

    private static readonly WordSet Journal = new(
        "hb huisbezoek gesprek zitting overleg afspraak contact beslist gebeld belcontact mdo zsm incident incidenten melding "
        + "meldingen controle intake evaluatie bezoek mail brief rapport vonnis uitspraak appje app tel intakegesprek aangifte "
        + "aanhouding verhoor datum ovj rc");

    // Negentien vijfentachtig, negentienhonderdvijfentachtig, tweeduizend twaalf.
    private static int YearInWords(Page page, int at)
    {
        var to = at;
        while (to < at + 4 && page.Is(to, TokenKind.Word) && page[to].Length >= 3
            && (NumberWords.Of(page.Letters(to)) >= 0 || page.IsWord(to, "honderd"u8) || StartsWith(page, to, "negentien"u8) || StartsWith(page, to, "tweeduizend"u8)))
            to++;
        return to > at && (to > at + 1 || page[at].Length > 8) ? to : 0;
    }

    private static bool StartsWith(Page page, int i, ReadOnlySpan<byte> word)
    {
        var letters = page.Letters(i);
        if (letters.Length < word.Length)
            return false;
        for (var k = 0; k < word.Length; k++)
        {
            if ((letters[k] | 0x20) != word[k])
                return false;
        }

        return true;
    }

    private static int Separator(Page page, ref int at)
    {
        if (page.Is(at, TokenKind.Number) && page[at].Spaced)
            return ' ';
        if (!page.Is(at, TokenKind.Mark) || page[at].First is not ((byte)'-' or (byte)'/' or (byte)'.'))
            return 0;
        return page[at++].First;
    }

    private static bool IsDate(int year, int month, int day, int yearDigits) =>
        month is >= 1 and <= 12 && day is >= 1 and <= 31 && (yearDigits == 2 || (yearDigits == 4 && year is >= 1850 and < 2150));

    private static bool DayCue(Page page, int i)
    {
        var before = i - 1;
        if (page.IsMark(before, '(') || page.IsMark(before, '.') || page.IsMark(before, ':'))
            before--;
        return page.IsWord(before, WordKinds.Weekday) || page.IsWord(before, BeforeDays);
    }

    private static bool Measure(Page page, int i) =>
        page.IsMark(i, '%') || page.IsWord(i, Measures);

    private static int Year(Page page, int at)
    {
        if (YearInWords(page, at) is > 0 and var words)
            return words;
        var end = at;
        if (page.IsMark(at, '.') || page.IsMark(at, '-') || page.IsMark(at, '/'))
            at++;
        if (page.IsMark(at, '\''))
            at++;
        if (page.Is(at, TokenKind.Number) && (page.NumberAt(at) is > 1850 and < 2150 || (page[at].Length == 2 && page.IsMark(at - 1, '\'')))
            && !Measure(page, at + 1))
            return at + 1;

        // 26 mrt 21, behind which nothing says what there are 21 of
        return at == end && IsYear(page, at) ? at + 1 : end;
    }

    private static bool IsYear(Page page, int i)
    {
        if (!page.Is(i, TokenKind.Number) || page[i].Length != 2 || !page[i].Spaced || Measure(page, i + 1))
            return false;
        if (page.Is(i + 1, TokenKind.Word))
            return page[i + 1].Is(WordKinds.Verb | WordKinds.Function | WordKinds.Preposition);

        // 12 maart 14:00, 12 maart 14.30
        return !(page.Is(i + 1, TokenKind.Mark) && page[i + 1].First is (byte)':' or (byte)'.' or (byte)'-' or (byte)'/' && page.IsTight(i + 2, TokenKind.Number));
    }

    // Op een schaal van 1-10
    private static readonly WordSet Scales = new("schaal score cijfer groep klas pagina stap");

    private static readonly WordSet Pronouns = new("hij zij ze");

    private static readonly WordSet BeforeDays = new("op dd d datum sinds vanaf per geboren geb van tot");

    private static readonly WordSet Measures = new("jaar uur dagen weken maanden keer euro personen x maal deel kinderen minuten meter km punten");
}
