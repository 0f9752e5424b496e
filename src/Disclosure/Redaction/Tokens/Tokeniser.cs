namespace Exchange.Disclosure.Redaction;

/// <summary>Cuts a plain text into tokens, looks every word up once, and finds where sentences begin.</summary>
internal static class Tokeniser
{
    private const byte Letter = 1;
    private const byte Digit = 2;
    private const byte Space = 4;
    private const byte Line = 8;

    // How a sentence in capitals is told from one with a few: by the share of capitals in a number of letters that says something.
    private const int FewestLetters = 12;
    private const int ShoutPercent = 65;

    private static readonly byte[] Classes = MakeClasses();

    /// <summary>Cuts the plain text of a page.</summary>
    public static void Cut(Page page, Lexicon lexicon)
    {
        page.Clear();
        var bytes = page.Normal.Bytes;
        var spaced = true;
        for (var i = 0; i < bytes.Length;)
        {
            var kind = Classes[bytes[i]];
            if (kind == Space)
            {
                spaced = true;
                i++;
                continue;
            }

            ref var token = ref page.Add();
            token.Start = i;
            token.First = bytes[i];
            token.Spaced = spaced;
            spaced = false;
            switch (kind)
            {
                case Letter:
                    i = ReadWord(ref token, bytes, i);
                    token.Kinds = lexicon.Find(token.Hash);
                    if ((bytes[i - 1] | 0x20) == 'r' && token.Kinds is WordKinds.None or WordKinds.Ordinary && NamesNumber(bytes[token.Start..i]))
                        token.Kinds |= WordKinds.NumberCue | WordKinds.Ordinary;
                    break;
                case Digit:
                    token.Kind = TokenKind.Number;
                    do
                        i++;
                    while (i < bytes.Length && Classes[bytes[i]] == Digit);
                    break;
                case Line:
                    token.Kind = TokenKind.Break;
                    i++;
                    spaced = true;
                    break;
                default:
                    token.Kind = TokenKind.Mark;
                    i++;
                    break;
            }

            token.End = i;
        }

        page.Steps += bytes.Length + page.Count;
        FindSentences(page);
    }

    private static int ReadWord(ref Token token, ReadOnlySpan<byte> bytes, int i)
    {
        var hash = WordHash.Empty;
        var (capitals, from) = (0, i);
        for (; i < bytes.Length && Classes[bytes[i]] == Letter; i++)
        {
            var b = bytes[i];
            hash = WordHash.Add(hash, b);
            if (b < 'a')
                capitals++;
            else if (b >= 0x80)
                token.Foreign = true;
        }

        token.Hash = hash;
        token.Kind = TokenKind.Word;
        var length = i - from;
        token.Case = capitals == 0 ? Casing.Lower
            : capitals == 1 && bytes[from] < 'a' ? Casing.Title
            : capitals == length ? Casing.Upper
            : Casing.Mixed;
        return i;
    }

    // Klantnummer, paspoortnr
    private static bool NamesNumber(ReadOnlySpan<byte> word)
    {
        if (word.Length > 4 && (word[^2] | 0x20) == 'n')
            return true;
        if (word.Length < 8)
            return false;
        var tail = "nummer"u8;
        for (var k = 0; k < tail.Length; k++)
        {
            if ((word[word.Length - tail.Length + k] | 0x20) != tail[k])
                return false;
        }

        return true;
    }

    private static void FindSentences(Page page)
    {
        var (opens, from, capitals, letters) = (true, 0, 0, 0);
        for (var i = 0; i < page.Count; i++)
        {
            ref var token = ref page[i];
            token.Opens = opens;
            switch (token.Kind)
            {
                case TokenKind.Word:
                    opens = false;
                    if (token.Is(WordKinds.Acronym | WordKinds.NumberCue) || i + 1 < page.Count && page[i + 1].Kind == TokenKind.Number && !page[i + 1].Spaced)
                        break;
                    letters += token.Length;
                    capitals += token.Case == Casing.Upper || (token.Case == Casing.Title && token.Length == 1) ? token.Length : 0;
                    break;
                case TokenKind.Number:
                    opens = false;
                    break;
                case TokenKind.Break:
                    opens = true;
                    break;
                default:
                    if (Ends(page, i))
                        opens = true;
                    else if (!(opens && token.First is (byte)'"' or (byte)'\'' or (byte)'-' or (byte)'(' or (byte)'*' or (byte)'[' or (byte)'>' or Folds.Sign))
                        opens = token.First == '"' && !opens && i > 0 && page.IsMark(i - 1, ':');
                    break;
            }

            if (token.Kind == TokenKind.Break || (opens && token.Kind == TokenKind.Mark && Ends(page, i)) || i == page.Count - 1)
            {
                if (letters >= FewestLetters && capitals * 100 >= letters * ShoutPercent)
                    Shout(page, from, i);
                (from, capitals, letters) = (i + 1, 0, 0);
            }
        }
    }

    private static void Shout(Page page, int from, int to)
    {
        for (var i = from; i <= to; i++)
            page[i].Shouted = true;
    }

    // A full stop behind an initial or an abbreviation, or within a number or a name, ends nothing.
    private static bool Ends(Page page, int index)
    {
        var sign = page[index].First;
        if (sign is (byte)'?' or (byte)'!' or (byte)';')
            return true;
        if (sign != '.' || index == 0)
            return false;
        if (index + 1 < page.Count && !page[index + 1].Spaced && page[index + 1].Kind != TokenKind.Break)
            return false;
        ref var before = ref page[index - 1];
        if (before.Spaced && before.Kind == TokenKind.Mark)
            return true;
        return before.Kind != TokenKind.Word
            || !(before.Length == 1 || Abbreviations.Contains(before));
    }

    private static byte[] MakeClasses()
    {
        var classes = new byte[256];
        for (var c = 'a'; c <= 'z'; c++)
            classes[c] = classes[c - 32] = Letter;
        for (var c = '0'; c <= '9'; c++)
            classes[c] = Digit;
        classes[Folds.ForeignLetter] = Letter;
        classes[' '] = Space;
        classes['\n'] = Line;
        return classes;
    }
}
