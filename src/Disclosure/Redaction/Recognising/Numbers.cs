namespace Exchange.Disclosure.Redaction;

/// <summary>
/// Numbers that point at somebody: BSN, telephone, file and document numbers. A run of six digits or more that nothing explains goes
/// whatever it is; with a word before it that says it is such a number, a shorter one goes too.
/// </summary>
internal static class Numbers
{
    private const int Fewest = 6;
    private const int FewestWithCue = 3;

    /// <summary>Reads a number that begins with digits.</summary>
    public static int Read(Page page, int i, out RedactionCategory category)
    {
        category = RedactionCategory.Number;
        var cue = Cues.Before(page, i, WordKinds.NumberCue) || page.IsMark(i - 1, '+');
        var run = DigitRun.Read(page, i, cue);
        if (run.Count < Fewest)
            return cue && run.Count >= FewestWithCue && !Money(page, run) ? Code(page, run.To) : 0;
        if (!cue && (run.OnlyYears || Money(page, run)))
            return 0;
        if (run.IsBsn && (run.Count == 9 || cue))
            category = RedactionCategory.Bsn;
        else if (IsPhone(page, run))
            category = RedactionCategory.Phone;
        return Code(page, run.To);
    }

    /// <summary>The end of a number with what is tight behind it: the letter of a file, the second part of a code.</summary>
    public static int Code(Page page, int to)
    {
        while (true)
        {
            if (page.IsTight(to, TokenKind.Word) && !(page[to].Case == Casing.Lower && page[to].Is(WordKinds.Ordinary)))
                to++;
            else if (page.IsTight(to, TokenKind.Number))
                to++;
            else if (to < page.Count && page[to].Kind == TokenKind.Mark && !page[to].Spaced && page[to].First is (byte)'-' or (byte)'/' or (byte)'_' && page.IsTight(to + 1, TokenKind.Number))
                to += 2;
            else
                return to;
        }
    }

    private static bool IsPhone(Page page, in DigitRun run)
    {
        if (page.IsMark(run.From - 1, '+') || (page.IsMark(run.From - 1, '(') && page.IsMark(run.From - 2, '+')))
            return run.Count is >= 8 and <= 15;
        if (run[0] != 0)
            return false;
        return run[1] == 0 ? run.Count is >= 9 and <= 17 : run.Count is >= 9 and <= 11;
    }

    private static bool Money(Page page, in DigitRun run)
    {
        var before = run.From - 1;
        while (page.IsMark(before, '.') && !page[before].Spaced && page.IsTight(before + 1, TokenKind.Number) && page.Is(before - 1, TokenKind.Number))
            before -= 2;
        if (page.IsMark(before, (char)Folds.Sign) || page.IsWord(before, "eur"u8) || page.IsWord(before, "euro"u8))
            return true;
        var after = run.To;
        if (page.IsMark(after, ','))
            after += page.IsTight(after + 1, TokenKind.Number) || page.IsMark(after + 1, '-') ? 2 : 1;
        return page.IsWord(after, "euro"u8) || page.IsWord(after, "eur"u8) || page.IsWord(after, "miljoen"u8);
    }
}
