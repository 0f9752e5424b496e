namespace Exchange.Disclosure.Redaction;

/// <summary>Schools, houses of worship, clubs and employers by name: few belong to one, so it narrows down who it is.</summary>
internal static class Organisations
{
    private const int MostWords = 6;

    /// <summary>Claims the name that stands behind, before or within a kind of organisation.</summary>
    public static void Read(Page page, int i, KnownDossier dossier)
    {
        ref var token = ref page[i];
        if (token.Is(WordKinds.Organisation) || IsCompound(page, i))
        {
            var to = Named(page, i) is > 0 and var named ? named : Behind(page, i + 1, dossier);
            if (to > i + 1)
            {
                page.Claim(i + 1, to, RedactionCategory.Organisation);
                return;
            }

            var from = Before(page, i, dossier);
            if (from < i)
                page.Claim(from, i, RedactionCategory.Organisation);
        }
        else if (token.Capital && Ending(page.Letters(i)) && !(token.Opens && token.Is(WordKinds.Ordinary)) && !token.Is(WordKinds.Acronym))
        {
            var to = i + 1;
            if (page.IsWord(to, "van"u8) && page.Is(to + 1, TokenKind.Word) && page[to + 1].Capital)
                to += 2;
            page.Claim(Before(page, i, dossier), to, RedactionCategory.Organisation);
        }
        else if (token.Case == Casing.Title && !token.Opens && !token.Shouted && (page.IsWord(i, "de"u8) || page.IsWord(i, "het"u8)) && page.Is(i + 1, TokenKind.Word) && page[i + 1].Case == Casing.Title
            && page[i + 1].Is(WordKinds.Ordinary) && !page[i + 1].Is(WordKinds.Casework | WordKinds.Keep | WordKinds.Weak | WordKinds.Name | WordKinds.Function | WordKinds.Month))
        {
            // Groep zeven van De Springplank
            page.Claim(i, i + 2, RedactionCategory.Organisation);
        }
        else if (page.IsWord(i, AtWork))
        {
            var at = i + 1;
            while (at < i + 4 && page.Is(at, TokenKind.Word) && page[at].Case == Casing.Lower && (page[at].Is(WordKinds.Preposition | WordKinds.Determiner | WordKinds.Function) || page.IsWord(at, "bij"u8)))
                at++;
            if (at > i + 1 && page.IsWord(at - 1, "bij"u8) && page.Is(at, TokenKind.Word) && page[at].Capital && !page[at].Is(WordKinds.Keep | WordKinds.Casework | WordKinds.Acronym | WordKinds.Title))
                page.Claim(at, Behind(page, at, dossier), RedactionCategory.Organisation);
        }
    }

    // Obs de springplank, HOTEL DE ZWAAN: in a text without capitals, behind a kind without an article; 0 when none is named.
    private static int Named(Page page, int i)
    {
        if (!page.IsWord(i, Bearers) || page.IsWord(i - 1, WordKinds.Determiner) || !page.Is(i + 1, TokenKind.Word) || page[i + 1].Capital)
            return 0;
        var article = page.IsWord(i + 1, "de"u8) || page.IsWord(i + 1, "het"u8);
        if (!article && !page.IsWord(i, Always))
            return 0;
        var at = article ? i + 2 : i + 1;
        if (!page.Is(at, TokenKind.Word) || page[at].Length < 3 || page[at].Is(NoName | WordKinds.Casework) || (!article && page[at].Is(WordKinds.Determiner)))
            return 0;

        // de laatste ronde, de gouden lepel
        var last = page.Letters(at)[^1] | 0x20;
        var isAdjective = page[at].Is(WordKinds.Determiner) || last == 'e' || (article && last == 'n');
        return isAdjective && page.Is(at + 1, TokenKind.Word) && !page[at + 1].Is(NoName | WordKinds.Determiner) ? at + 2 : at + 1;
    }

    private const WordKinds NoName = WordKinds.Verb | WordKinds.Function | WordKinds.Preposition | WordKinds.Keep | WordKinds.Weekday;

    private static readonly WordSet AtWork = new("werkt werkte werkzaam dienst stage");

    private static readonly WordSet Always = new("obs cbs rkbs ikc manege scouting juwelier");

    private static readonly WordSet Bearers = new(
        "obs cbs rkbs ikc kdv bso manege scouting juwelier restaurant cafe eetcafe hotel snackbar pizzeria coffeeshop bakkerij "
        + "slagerij basisschool tennisclub boksschool");

    // Schildersbedrijf Kleurrijk, viswinkel De Graat
    private static bool IsCompound(Page page, int i)
    {
        if (page[i].Case != Casing.Lower || !page.Is(i + 1, TokenKind.Word) || page[i + 1].Case is not (Casing.Title or Casing.Mixed))
            return false;
        var letters = page.Letters(i);
        foreach (var kind in Kinds)
        {
            if (letters.Length >= kind.Length + 3 && WordHash.Of(letters[^kind.Length..]) == WordHash.Of(kind))
                return true;
        }

        return false;
    }

    private static readonly byte[][] Kinds = [.. "bedrijf winkel vereniging club salon bakkerij slagerij kwekerij makelaar studio atelier".Split(' ').Select(System.Text.Encoding.ASCII.GetBytes)];

    private static int Behind(Page page, int i, KnownDossier dossier)
    {
        var (at, to) = (i, i);
        if (page.IsMark(at, ':') || page.IsMark(at, '"') || page.IsMark(at, '\''))
            at++;
        var quoted = at > i && !page.IsMark(i, ':');
        for (; at < page.Count && at < i + MostWords; at++)
        {
            page.Steps++;
            ref var token = ref page[at];
            if (token.Claim != RedactionCategory.None)
                break;
            if (token.Kind == TokenKind.Word)
            {
                // Behind "school" may stand where it is, or who: those have rules of their own.
                if ((Addresses.Ending(page.Letters(at)) > 1 && !token.Is(WordKinds.NotStreet)) || (dossier.Exact(token.Hash) is { } known && (known.Kinds & (KnownKinds.Address | KnownKinds.Name)) != 0 && !token.Is(WordKinds.Ordinary)))
                    break;
                if (!token.Capital)
                {
                    // basisschool de veplum: in a text without capitals, a word that is none
                    if (token.Length > 2 && !token.Is(WordKinds.Ordinary | WordKinds.Keep | WordKinds.Acronym | WordKinds.Particle))
                    {
                        to = at + 1;
                        continue;
                    }

                    if (to == i && at == i && token.Is(WordKinds.Particle) && page.Is(at + 1, TokenKind.Word) && page[at + 1].Kinds == WordKinds.None)
                        continue;
                    if (to > i && token.Is(WordKinds.Particle) && page.Is(at + 1, TokenKind.Word) && page[at + 1].Capital && !page[at + 1].Is(WordKinds.Keep) && page.IsWord(at, "van"u8) | page.IsWord(at, "de"u8) | page.IsWord(at, "der"u8))
                        continue;
                    break;
                }

                if (token.Is(WordKinds.Weekday | WordKinds.Month | WordKinds.Title) || (to == i && token.Is(WordKinds.Acronym) && !quoted) || (token.Is(WordKinds.Casework | WordKinds.Role) && to == i && !token.Is(WordKinds.Determiner) && !quoted))
                    break;
                if (to == i && token.Is(WordKinds.Keep) && !quoted && !(page.Is(at + 1, TokenKind.Word) && page[at + 1].Capital))
                    break;
                to = at + 1;
            }
            else if (token.Kind == TokenKind.Mark && token.First is (byte)'-' or (byte)'\'' or (byte)'&' && at > i && page.IsTight(at + 1, TokenKind.Word) && !token.Spaced)
            {
                continue;
            }
            else if (token.IsMark('.') && to == at && page[at - 1].Length == 1 && page.Is(at + 1, TokenKind.Word))
            {
                continue;
            }
            else
            {
                break;
            }
        }

        return to > i && to == i + 1 && page[i].Is(WordKinds.Determiner) ? i : to;
    }

    // De El Tawheed moskee: capitals before it that are no ordinary words.
    private static int Before(Page page, int i, KnownDossier dossier)
    {
        var from = i;
        for (var at = i - 1; at >= 0 && at > i - MostWords; at--)
        {
            ref var token = ref page[at];
            if (token.IsMark('-') && !token.Spaced && page.Is(at - 1, TokenKind.Word) && page[at - 1].Capital && !page[at + 1].Spaced)
                continue;
            if (token.Kind == TokenKind.Word && dossier.Exact(token.Hash) is { } known && (known.Kinds & KnownKinds.Name) != 0)
                return i;
            if (token.Kind == TokenKind.Word && token.Capital && !token.Opens && token.Is(WordKinds.Particle) && at + 1 < i)
            {
                from = at;
                continue;
            }

            if (token.Kind != TokenKind.Word || !token.Capital || token.Claim != RedactionCategory.None || token.Is(WordKinds.Keep | WordKinds.Function | WordKinds.Acronym)
                || (token.Case == Casing.Upper && token.Length <= 4)
                || (token.Opens && token.Is(WordKinds.Ordinary)) || token.Is(WordKinds.Determiner | WordKinds.Role | WordKinds.Casework))
                break;
            from = at;
        }

        return from;
    }

    private static bool Ending(ReadOnlySpan<byte> letters)
    {
        foreach (var ending in Endings)
        {
            if (letters.Length < ending.Length + 3)
                continue;
            var tail = letters[^ending.Length..];
            var same = true;
            for (var i = 0; i < tail.Length && same; i++)
                same = (tail[i] | 0x20) == ending[i];
            if (same)
                return true;
        }

        return false;
    }

    private static readonly byte[][] Endings =
        [[.. "lyceum"u8], [.. "college"u8], [.. "school"u8], [.. "moskee"u8], [.. "kerk"u8], [.. "gymnasium"u8], [.. "tempel"u8], [.. "scholengemeenschap"u8], [.. "ziekenhuis"u8], [.. "kliniek"u8]];
}
