namespace Exchange.Disclosure.Redaction;

/// <summary>How far a name reaches around the word that gave it away: initials, prefixes, further names, and the order "Vries, B. de".</summary>
internal sealed class NameReach(KnownDossier dossier)
{
    private const int MostWords = 8;

    /// <summary>The word of the dossier that was met on the way to the right, or −1.</summary>
    public int Whose { get; private set; } = -1;

    /// <summary>The first token of the name.</summary>
    public int Left(Page page, int i)
    {
        var from = i;
        for (var steps = 0; from > 0 && steps < MostWords; steps++)
        {
            page.Steps++;
            ref var before = ref page[from - 1];
            if (before.Claim != RedactionCategory.None || before.Kind is TokenKind.Break or TokenKind.Number)
                break;
            if (before.IsMark('.') && !before.Spaced && IsInitial(page, from - 2))
            {
                from -= 2;
            }
            else if (before.IsMark('.') && !before.Spaced && SmallInitials(page, from) is var small && small < from)
            {
                from = small;
            }
            else if (before.Kind == TokenKind.Mark)
            {
                if (before.First is (byte)'-' or (byte)'\'' && !before.Spaced && !page[from].Spaced && page.Is(from - 2, TokenKind.Word) && page[from - 2].Claim == RedactionCategory.None
                    && (page[from - 2].Capital || page[from - 2].Is(WordKinds.Particle)))
                    from -= 2;
                else if (before.IsMark('\'') && page.IsWord(from, "t"u8))
                    from--;
                else
                    break;
            }
            else if (IsInitials(page, from - 1))
            {
                from--;
            }
            else if (IsInitial(page, from - 1) && (before.Spaced || page.Is(from - 2, TokenKind.Mark)))
            {
                from--;
            }
            else if (IsLetter(page, from - 1, page[from]))
            {
                from--;
            }
            else if (IsInner(page, from - 1))
            {
                from--;
            }
            else if (before.Capital && before.Length > 1 && before.Case == Casing.Title
                && !(before.Opens && before.Is(WordKinds.Ordinary) && !before.Is(WordKinds.Weak | WordKinds.Name | WordKinds.Seldom | WordKinds.Particle))
                && (!before.Is(WordKinds.Keep | WordKinds.Acronym) || before.Is(WordKinds.Weak | WordKinds.Name))
                && !before.Is(WordKinds.Title | WordKinds.Function | WordKinds.Role | WordKinds.Preposition | WordKinds.Determiner | WordKinds.Verb | WordKinds.Casework | WordKinds.Month | WordKinds.Weekday | WordKinds.Organisation | WordKinds.NumberCue))
            {
                from--;
            }
            else
            {
                break;
            }
        }

        return from;
    }

    /// <summary>The token behind the last of a name of which the first part is known.</summary>
    public int Right(Page page, int first, int to)
    {
        Whose = -1;
        for (var steps = 0; to < page.Count && steps < MostWords; steps++)
        {
            page.Steps++;
            ref var next = ref page[to];
            if (next.Claim != RedactionCategory.None || next.Kind is TokenKind.Break or TokenKind.Number)
                break;
            if (next.IsMark('.') && !next.Spaced && to > first + 1 && page.Is(to - 1, TokenKind.Word) && page[to - 1].Length == 1
                && page.IsTight(to + 1, TokenKind.Word) && page[to + 1].Length == 1 && page.IsMark(to + 2, '.'))
            {
                to++; // Karimi A.D., of which the first was read as one word with the name
                continue;
            }

            if (next.Kind == TokenKind.Mark)
            {
                var end = BehindMark(page, to);
                if (end == 0)
                    break;
                to = end;
                continue;
            }

            if (page.IsMark(to - 1, '.') && to > first + 2 && next.Length == 1 && next.Kind == TokenKind.Word && !next.Spaced && page.IsMark(to + 1, '.'))
            {
                to += 2; // bouzidi k.i.
                continue;
            }

            if (IsInitial(page, to) && page[to].Spaced && page.IsMark(to + 1, '.') && !page[to + 1].Spaced && IsInitial(page, to + 2) && page.IsMark(to + 3, '.'))
            {
                to += 2; // Karimi A.D.
                continue;
            }

            if (Reversed(page, to) is > 0 and var reversed)
            {
                to = reversed;
                continue;
            }

            var word = to;
            if ((page.IsWord(word, "in"u8) || page.IsWord(word, "op"u8)) && (page.IsWord(word + 1, "den"u8) || page.IsWord(word + 1, "der"u8) || (page.IsMark(word + 1, '\'') && page.IsTight(word + 2, TokenKind.Word) && page[word + 2].Length == 1)))
                word += page.IsMark(word + 1, '\'') ? 2 : 1; // in 't Veld, op den Kamp
            if (page.IsWord(word, "v"u8) && page.IsMark(word + 1, '/') && page.IsWord(word + 2, "d"u8))
                word += 3; // v/d Berg
            while (page.Is(word, TokenKind.Word) && page[word].Is(WordKinds.Particle) && word < to + 5)
            {
                word++;
                if (page.IsMark(word, '\'') || (page.IsMark(word, '-') && !page[word].Spaced))
                    word++;
            }

            if (page.Is(word, TokenKind.Word) && page[word].Claim == RedactionCategory.None && Continues(page, first, word, word > to))
            {
                to = word + 1;
                continue;
            }

            if (page.IsWord(to, "a"u8) && !page[to].Capital && page.Is(to + 1, TokenKind.Word) && page[to + 1].Kinds is WordKinds.Name or WordKinds.None && page[to + 1].Length > 2 && page.IsWord(to - 1, WordKinds.Name))
                to += 2; // Tjin a Tsoi
            else if ((IsInitial(page, to) || (IsSmallInitial(page, to) && !page[first].Capital)) && page.IsMark(to + 1, '.') && !page[to + 1].Spaced)
                to += 2;
            else if (IsInitial(page, to) && page[to].Spaced && !page.IsWord(to, "u"u8) && !page.IsMark(to + 1, '\'') && !page.IsTight(to + 1, TokenKind.Number))
                to++; // Mansouri T
            else
                break;
        }

        return to;
    }

    /// <summary>The number of the word that says best whose name it is: that of a first name when there is one.</summary>
    public int Narrow(KnownWord word, int from, int to, Page page)
    {
        var best = word;
        for (var i = from; i < to; i++)
        {
            if (page[i].Kind == TokenKind.Word && dossier.Exact(page[i].Hash) is { } other && (other.Kinds & KnownKinds.Name) != 0
                && (other.Persons.Count < best.Persons.Count || ((best.Kinds & KnownKinds.Surname) != 0 && (other.Kinds & KnownKinds.Surname) == 0)))
                best = other;
        }

        return best.Number;
    }

    // Ouden den, B.; Dongen van, Anouk: the end of what follows the surname, or 0.
    private int Reversed(Page page, int to)
    {
        var at = to;
        while (page.IsWord(at, WordKinds.Particle) && page[at].Case == Casing.Lower | page[at].Shouted && at < to + 4)
            at += page.IsMark(at + 1, '\'') && page.IsTight(at + 2, TokenKind.Word) ? 2 : 1;
        if (at == to || !page.IsMark(at, ',') || page[at].Spaced)
            return 0;
        if ((IsInitial(page, at + 1) || IsSmallInitial(page, at + 1)) && page.IsMark(at + 2, '.'))
        {
            at += 3;
            while (page.Is(at, TokenKind.Word) && page[at].Length == 1 && page.IsMark(at + 1, '.') && at < to + 16)
                at += 2;
            return at;
        }

        return page.Is(at + 1, TokenKind.Word) && (page[at + 1].Is(WordKinds.Name) || (dossier.Exact(page[at + 1].Hash) is { } known && (known.Kinds & KnownKinds.Name) != 0)) ? at + 2 : 0;
    }

    private static int BehindMark(Page page, int to)
    {
        ref var mark = ref page[to];

        // Idrissi-Amrani, but not Idrissi-zaak
        if (mark.IsMark('-') && !mark.Spaced && page.IsTight(to + 1, TokenKind.Word) && page[to + 1].Claim == RedactionCategory.None)
        {
            var at = to + 1;
            while (at < to + 4 && page[at].Is(WordKinds.Particle) && page.Is(at + 1, TokenKind.Word) && page[at + 1].Spaced)
                at++;
            return page[at].Capital || page[at].Is(WordKinds.Name) || !page[at].Is(WordKinds.Ordinary) || page[at].Is(WordKinds.Weak) ? at + 1 : 0;
        }

        // Vries, B. de
        if (mark.IsMark(',') && !mark.Spaced && (IsInitial(page, to + 1) || IsSmallInitial(page, to + 1)) && page.IsMark(to + 2, '.'))
        {
            var (at, letters) = (to + 3, page[to + 1].Hash);
            while (page.Is(at, TokenKind.Word) && page[at].Length == 1 && page.IsMark(at + 1, '.') && at < to + 12)
            {
                letters = WordHash.Add(letters, page.Letters(at));
                at += 2;
            }

            if (StandsForWords(letters))
                return 0;
            while (page.IsWord(at, WordKinds.Particle) && page[at].Case == Casing.Lower | page[at].Shouted)
                at++;
            return at;
        }

        // Jong, de
        if (mark.IsMark(',') && !mark.Spaced && page.IsWord(to + 1, WordKinds.Particle) && page[to + 1].Length is 2 or 3 && page[to + 1].Case == Casing.Lower)
        {
            var at = to + 1;
            while (page.IsWord(at, WordKinds.Particle) && at < to + 4)
                at++;
            return page.IsMark(at, ',') || page.IsMark(at, ')') || page.Is(at, TokenKind.Break) ? at : 0;
        }

        // d'Ancona
        return mark.IsMark('\'') && !mark.Spaced && page.IsTight(to + 1, TokenKind.Word) && page[to + 1].Capital && page[to + 1].Length > 2 ? to + 2 : 0;
    }

    private bool Continues(Page page, int first, int at, bool prefixed)
    {
        ref var token = ref page[at];
        if (!token.Spaced && !prefixed)
            return false;
        if (dossier.Exact(token.Hash) is { } known && (known.Kinds & KnownKinds.Name) != 0 && (known.Kinds & KnownKinds.Initials) == 0
            && (!token.Is(WordKinds.Function | WordKinds.Verb | WordKinds.Preposition) || token.Capital))
        {
            Whose = known.Number;
            return true;
        }

        if (token.Is(WordKinds.Function | WordKinds.Title | WordKinds.Month | WordKinds.Weekday | WordKinds.HandleCue))
            return false;
        if (token.Is(WordKinds.Name) && (token.Length > 2 || token.Capital || page.IsWord(at + 1, WordKinds.Name)))
            return true;
        if (token.Capital)
        {
            // Erik van Maastricht, Joost Haarlem
            if (token.Is(WordKinds.Place) && token.Case == Casing.Title && (prefixed ? page.IsWord(at - 1, "van"u8) : at == first + 1 && page[first].Is(WordKinds.First)))
                return true;
            if (token.Is(WordKinds.Keep | WordKinds.Acronym | WordKinds.Determiner) && !prefixed)
                return false;
            if (token.Is(WordKinds.Keep | WordKinds.Casework) && !token.Is(WordKinds.Weak | WordKinds.Name))
                return prefixed && token.Is(WordKinds.Casework) && IsOldPrefix(page, at - 1); // van 't Hof
            return prefixed || !token.Is(WordKinds.Casework | WordKinds.Role | WordKinds.Preposition) || (token.Is(WordKinds.Weak) && page[at - 1].IsMark('.')) || (token.Is(WordKinds.Weak) && at == first + 1 && (page[first].Is(WordKinds.First) || page[first].Kinds == WordKinds.None));
        }

        // piet de wit, fatima bakker: small words behind a first name that is only a name
        if (page[first].Capital && !token.Shouted)
            return false;
        if (prefixed)
            return !token.Is(WordKinds.Verb | WordKinds.Preposition | WordKinds.Determiner | WordKinds.Role) && (IsOldPrefix(page, at - 1) || token.Is(WordKinds.Weak | WordKinds.Seldom) || !token.Is(WordKinds.Ordinary | WordKinds.Keep));
        // iwan zuiverloon: what is in no list, right behind a first name, is no compound and no slip
        if (token.Kinds == WordKinds.None && token.Length > 3 && at == first + 1 && page[first].Is(WordKinds.First) && page[first].Is(WordKinds.Name))
            return true;
        return token.Is(WordKinds.Weak | WordKinds.Seldom) && page[first].Is(WordKinds.First | WordKinds.Name) && !token.Is(WordKinds.Casework | WordKinds.Title | WordKinds.Organisation | WordKinds.Verb | WordKinds.Preposition | WordKinds.Determiner | WordKinds.First);
    }

    // Den Ouden, van 't hof: what nobody writes before an ordinary word.
    private static bool IsOldPrefix(Page page, int i) =>
        page.IsWord(i, OldPrefixes) || (page.IsWord(i, "t"u8) && page.IsMark(i - 1, '\''));

    // Prefixes that are no small words of the sentence too: "van" belongs to the name only before another prefix.
    private static bool IsInner(Page page, int i)
    {
        ref var token = ref page[i];
        if (token.Kind != TokenKind.Word || !token.Is(WordKinds.Particle))
            return false;
        if (token.Capital && !token.Opens)
            return true;
        if (token.Length == 1)
            return page.IsWord(i, "t"u8) && page.IsMark(i - 1, '\'');
        if (Always.Contains(token.Hash))
            return !(page.IsWord(i, "ben"u8) && (page.IsWord(i - 1, "ik"u8) || page.IsWord(i - 1, "wie"u8)));
        var name = i > 0 && ((IsInitial(page, i - 1) && page[i - 1].Spaced && !page.IsWord(i - 1, "u"u8)) || page[i - 1].Is(WordKinds.Title | WordKinds.Name) || page[i - 1].Claim == RedactionCategory.Person || (page[i - 1].Is(WordKinds.Role) && !page.IsWord(i, "van"u8))
            || (page[i - 1].IsMark('.') && i > 1 && (page[i - 2].Is(WordKinds.Title) || IsInitial(page, i - 2))));
        if (page.IsWord(i, "van"u8) || page.IsWord(i, "von"u8))
            return name || page.IsWord(i - 1, "van"u8) || page.IsWord(i + 1, "der"u8) || page.IsWord(i + 1, "den"u8) || page.IsWord(i + 1, "de"u8) || page.IsWord(i + 1, "t"u8) || page.IsMark(i + 1, '\'');
        return page.IsWord(i, "de"u8) ? name || page.IsWord(i - 1, "van"u8) || page.Is(i - 1, TokenKind.Word) && page[i - 1].Is(WordKinds.Preposition) && page[i + 1].Capital : name;
    }

    private static readonly WordSet Always = new("der den el al ben bin ibn bint abu abou bou ter ten ould oulad ait da dos di du abdel");

    // DH van der Meulen: letters that the dossier knows, right before a surname.
    private bool IsInitials(Page page, int i) =>
        page[i].Kind == TokenKind.Word && page[i].Length is 2 or 3 && page[i].Case == Casing.Upper && !page[i].Is(WordKinds.Function | WordKinds.Preposition | WordKinds.Keep)
        && dossier.Exact(page[i].Hash) is { } known && (known.Kinds & KnownKinds.Initials) != 0;

    // m jansen, in a text without capitals; HN Kaya
    private static bool IsLetter(Page page, int i, in Token name)
    {
        ref var token = ref page[i];
        if (token.Kind != TokenKind.Word || !token.Spaced || (i > 0 && page.IsMark(i - 1, '\'')))
            return false;
        return token.Length == 1
            ? token.Case == Casing.Lower && !name.Capital && !LetterWords.Contains(token.Hash)
            : token.Length == 2 && token.Case == Casing.Upper && token.Kinds == WordKinds.None && name.Capital && name.Case == Casing.Title && !token.Shouted && !PairWords.Contains(token.Hash);
    }

    private static readonly WordSet LetterWords = new("u n t k s e o");

    private static readonly WordSet PairWords = new("vp so pl hb bs ob oc td me mt pi ex al el");

    // m.a. el idrissi, in a text without capitals; the first of the dotted letters, or where it looked from when they stand for words.
    internal static int SmallInitials(Page page, int from)
    {
        var (at, count) = (from, 0);
        while (count < 5 && page.IsMark(at - 1, '.') && page.Is(at - 2, TokenKind.Word) && page[at - 2].Length == 1 && page[at - 2].Case == Casing.Lower && page[at - 2].Claim == RedactionCategory.None)
        {
            at -= 2;
            count++;
            if (page[at].Spaced)
                break;
        }

        if (count == 0 || !page[at].Spaced)
            return from;
        var hash = WordHash.Empty;
        for (var i = at; i < from; i += 2)
            hash = WordHash.Add(hash, page.Letters(i));
        return DottedWords.Contains(hash) ? from : at;
    }

    /// <summary>Whether letters with full stops stand for words: o.a., d.w.z.</summary>
    public static bool StandsForWords(ulong hash) => DottedWords.Contains(hash);

    private static readonly WordSet DottedWords = new(
        "gd mk oa mn zg ta tav nav ivm mbt tbv tnv dmv ovv ipv bijv bv jl dd aub svp zsm mi ia ie eg ca od oid eea iom ihkv ikv iov "
        + "ivb");

    // j. de boer, in a text without capitals; not the a. of o.a.
    private static bool IsSmallInitial(Page page, int i) =>
        page.Is(i, TokenKind.Word) && page[i].Length == 1 && page[i].Case == Casing.Lower && page[i].Spaced && page[i].Claim == RedactionCategory.None;

    private static bool IsInitial(Page page, int i) =>
        page.Is(i, TokenKind.Word) && page[i].Length == 1 && page[i].Case == Casing.Title && page[i].Claim == RedactionCategory.None;

    private static readonly WordSet OldPrefixes = new("den der ten ter");
}
