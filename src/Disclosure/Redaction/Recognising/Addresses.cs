namespace Exchange.Disclosure.Redaction;

/// <summary>Streets with and without a number, postcodes, and the town behind them.</summary>
internal static class Addresses
{
    private const int MostLeft = 6;
    private const int LongestNumber = 5;
    private const int MostStreetWords = 5;

    /// <summary>Reads a Dutch postcode, and the town behind it: four digits and two letters, not SA, SD or SS.</summary>
    public static int Postcode(Page page, int i, KnownDossier dossier)
    {
        if (page[i].Length != 4)
            return 0;
        var at = page.IsMark(i + 1, '-') || page.IsMark(i + 1, '.') ? i + 2 : i + 1;
        if (page.Is(at, TokenKind.Word) && page[at].Length is 2 or 3 && dossier.Handle(WordHash.Add(WordHash.Of(page.Letters(i)), page.Letters(at)[..2])) is not null)
            return Town(page, HouseBehind(page, at + 1, dossier), true);
        if (page[i].Length != 4 || page[i].First == '0' || !page.Is(i + 1, TokenKind.Word) || page[i + 1].Foreign)
            return 0;
        if (page[i + 1].Length != 2 && !(page[i + 1] is { Length: 3, Case: Casing.Mixed or Casing.Upper } && (page.Letters(i + 1)[2] | 0x20) == 's'))
            return 0;
        ref var letters = ref page[i + 1];
        var pair = page.Letters(i + 1);
        if ((pair[0] | 0x20) == 's' && (pair[1] | 0x20) is 'a' or 'd' or 's')
            return 0;
        var near = (page.IsWord(i - 1, BeforePlaces) && page.Is(i + 2, TokenKind.Number) && page[i + 2].Length <= 4) || i > 0 && (page[i - 1].Claim == RedactionCategory.Address || (i > 1 && page[i - 1].Kind == TokenKind.Mark && page[i - 2].Claim == RedactionCategory.Address))
            || page.IsWord(i - 1, "postcode"u8) || page.IsWord(i - 2, "postcode"u8) || page.IsWord(i - 1, "pc"u8) || page.IsWord(i - 2, "pc"u8);
        var word = letters.Is(WordKinds.Ordinary | WordKinds.Acronym | WordKinds.Particle) && letters.Is(WordKinds.Ordinary);
        if (!near && letters.Spaced && (letters.Case == Casing.Lower || letters.Shouted) && (word || page.NumberAt(i) is > 1900 and < 2100))
            return 0;
        if (letters.Case == Casing.Title && letters.Spaced && !near)
            return 0;
        return Town(page, HouseBehind(page, i + 2, dossier), true);
    }

    // 1012 AB 12; 1012 AB, nr 12: with its number a postcode is a whole address.
    private static int HouseBehind(Page page, int i, KnownDossier dossier)
    {
        var at = page.IsMark(i, ',') && page.IsWord(i + 1, NumberWords) ? i + 1 : i;
        var number = page.IsWord(at, NumberWords) ? at + (page.IsMark(at + 1, '.') ? 2 : 1) : at;
        return page.Is(number, TokenKind.Number) && page[number].Spaced && page[number].Length <= 4 && Dates.Read(page, number, dossier) == 0 && Number(page, at) is > 0 and var end ? end : i;
    }

    /// <summary>Reads the address of which a word may be the street; claims it, and gives the token behind it.</summary>
    public static int Street(Page page, int i, KnownDossier dossier)
    {
        if (Residence(page, i) is > 0 and var residence)
            return Claim(page, i, residence, true, dossier);
        ref var token = ref page[i];
        var known = Known(page, i, dossier);
        var ending = token.Foreign ? 0 : Ending(page.Letters(i));
        var behind = i + Math.Max(known, 1);
        if (ending > 1 && page.IsMark(behind, '.') && !page[behind].Spaced && Shortened.Contains(WordHash.Of(page.Letters(i)[^Math.Min(3, page.Letters(i).Length)..])))
            behind++;
        if (ending <= 1 && known == 0 && page.IsMark(i + 1, '.') && !page[i + 1].Spaced && IsShort(page.Letters(i)) && Number(page, i + 2) > 0)
            (ending, behind) = (2, i + 2); // Marktpl. 12
        var number = Number(page, behind, known > 0 || (ending > 1 && !token.Is(WordKinds.NotStreet)));
        if (number == 0 && (known > 0 || (ending > 1 && !token.Is(WordKinds.NotStreet))))
            number = NumberApart(page, behind);
        var ordinary = token.Is(WordKinds.Ordinary | WordKinds.Keep) || token.Is(WordKinds.Acronym);
        if (known > 0)
        {
            if (number > 0 || !ordinary || known > 1 || (token.Capital && !token.Opens) || (ending > 1 && token.Length > 6 && !token.Is(WordKinds.NotStreet)))
                return Claim(page, Left(page, i), Math.Max(known + i, House(page, number)), number > 0, dossier);
            return 0;
        }

        if (ending > 0 && !token.Is(WordKinds.NotStreet))
        {
            // Oude Turfmarkt
            if (number == 0 && ending == 1 && token.Capital && page.Is(i - 1, TokenKind.Word) && page[i - 1].Capital && Firsts.Contains(page[i - 1].Hash))
                return Claim(page, Left(page, i), i + 1, false, dossier);
            var capital = token.Capital && !(token.Opens && ordinary) && !token.Is(WordKinds.Place);
            if (number > 0 || (capital && ending > 1) || (ending > 1 && Resides(page, i)) || (!ordinary && ending > 1 && (token.Shouted || token.Case == Casing.Lower)))
                return Claim(page, Left(page, i), number > 0 ? number : behind, number > 0, dossier);
        }

        // Laan van Meerdervoort, Plein 1944, Weg naar Zee
        if (ending > 0 && token.Case == Casing.Title && !token.Opens && token.Length <= 10)
        {
            var to = i + 1;
            while (page.IsWord(to, WordKinds.Particle) || page.IsWord(to, "naar"u8))
                to++;
            if (to > i + 1 && page.Is(to, TokenKind.Word) && page[to].Capital)
                return Claim(page, i, Number(page, to + 1) is > 0 and var end ? end : to + 1, true, dossier);
            if (number > 0)
                return Claim(page, Left(page, i), House(page, number), true, dossier);
        }

        // plein 1953 12, in a text without capitals
        if (number > 0 && ending > 1 && House(page, number) > number)
            return Claim(page, Left(page, i), House(page, number), true, dossier);

        // Op de hoek van de Achterom, ter hoogte van de Ganzenhoef, Achterom/Kerkpad
        if (number == 0 && token.Length > 3 && IsCorner(page, i)
            && (token.Capital ? !token.Is(WordKinds.Keep | WordKinds.Function | WordKinds.Organisation) : token.Kinds == WordKinds.None || ending > 0))
            return Claim(page, i, i + 1, false, dossier);

        // Achterom 17, 1391 CA: whatever stands before a number and a postcode
        if (number > 0 && token.Case != Casing.Lower && token.Length > 2 && !token.Is(WordKinds.Function | WordKinds.Month | WordKinds.Weekday)
            && IsPostcode(page, page.IsMark(number, ',') ? number + 1 : number))
            return Claim(page, Left(page, i), number, true, dossier);

        // Achterom 254 in Almere, Achterom 12 bis
        if (number > 0 && token.Length > 3 && !token.Is(WordKinds.Function | WordKinds.Determiner | WordKinds.Month | WordKinds.Weekday | WordKinds.Casework | WordKinds.NumberCue | WordKinds.Keep) && (token.Capital || token.Shouted)
            && (page.IsWord(number - 1, "bis"u8) || ((page.IsWord(number, "te"u8) || page.IsWord(number, "in"u8)) && page.IsWord(number + 1, WordKinds.Place))))
            return Claim(page, Left(page, i), number, true, dossier);

        // A name and a number behind "aan de", "op" or a comma: the Meent 12
        if (number > 0 && token.Capital && !token.Opens && token.Length > 2 && !token.Is(WordKinds.Keep | WordKinds.Casework | WordKinds.Acronym | WordKinds.Month | WordKinds.Weekday | WordKinds.Function)
            && token.Case != Casing.Upper && (!ordinary || PlaceCue(page, i)))
            return Claim(page, Left(page, i), number, true, dossier);
        if (number > 0 && !token.Capital && PlaceCue(page, i) && !token.Is(WordKinds.Ordinary | WordKinds.Keep | WordKinds.Acronym | WordKinds.Particle) && token.Length > 3)
            return Claim(page, i, number, true, dossier);
        return 0;
    }

    // Woont op meer en vaart 252: whatever stands between where somebody lives and a number. The token behind it, or 0.
    private static int Residence(Page page, int i)
    {
        if (page.IsWord(i, "de"u8) || page.IsWord(i, "het"u8) || !(page.IsWord(i - 1, "de"u8) || page.IsWord(i - 1, "het"u8) || page.IsWord(i - 1, "aan"u8) || page.IsWord(i - 1, "op"u8) || (page.IsMark(i - 1, ':') && page.IsWord(i - 2, AddressLabels)))
            || !(page.IsMark(i - 1, ':') || Resides(page, i)))
            return 0;
        for (var at = i; at < i + MostStreetWords && page.Is(at, TokenKind.Word); at++)
        {
            page.Steps++;
            ref var token = ref page[at];
            if (token.Claim != RedactionCategory.None || (token.Is(WordKinds.Casework | WordKinds.Role | WordKinds.Organisation | WordKinds.Verb | WordKinds.Function | WordKinds.Preposition | WordKinds.NumberCue | WordKinds.Number | WordKinds.Month)
                && !token.Is(WordKinds.Particle) && !InStreets.Contains(token.Hash)))
                return 0;
            if (page.Is(at + 1, TokenKind.Number) && page[at + 1].Spaced)
                return Number(page, at + 1) is > 0 and var end && !(page.IsWord(end - 1, "e"u8) && end - 2 == at + 1) ? House(page, end) : 0;
        }

        return 0;
    }

    private static readonly WordSet InStreets = new("meer en lange korte oude nieuwe grote kleine hoge lage eerste tweede derde hof koningin koning");

    // Woont aan de zeedijk
    private static bool Resides(Page page, int i)
    {
        var before = page.IsWord(i - 1, "de"u8) || page.IsWord(i - 1, "het"u8) ? i - 2 : i - 1;
        return (page.IsWord(before, "aan"u8) || page.IsWord(before, "op"u8)) && (page.IsWord(before - 1, Residing) || page.IsWord(before - 2, Residing));
    }

    private static readonly WordSet Residing = new("woont woonde wonen woonachtig wonend wonende verblijft verbleef adres ingeschreven");

    // Parkweg, 368; Parkweg on one line and 368 on the next; Parkweg zeven
    private static int NumberApart(Page page, int i)
    {
        var at = i;
        if (page.IsMark(at, ',') || page.Is(at, TokenKind.Break))
            at++;
        var end = page.Is(at, TokenKind.Word) && !page.IsWord(at, NumberWords) ? 0 : Number(page, at);
        if (end == 0 && page.Is(at, TokenKind.Word))
        {
            var word = page.IsWord(at, NumberWords) ? at + (page.IsMark(at + 1, '.') ? 2 : 1) : at;
            end = page.Is(word, TokenKind.Word) && IsNumberWord(page, word) ? word + 1 : 0;
            if (end > 0 && (word > at || page[word].Length > 8))
                return end;
        }

        return end > 0 && (end >= page.Count || page[end].Kind is TokenKind.Break or TokenKind.Mark || page.IsWord(end, "te"u8) || page.IsWord(end, "in"u8)) ? end : 0;
    }

    private static bool IsNumberWord(Page page, int i) => Redaction.NumberWords.Of(page.Letters(i)) > 1;

    private static bool IsShort(ReadOnlySpan<byte> letters) => letters.Length > 4 && Shorts.Contains(WordHash.Of(letters[^2..]));

    private static readonly WordSet Shorts = new("pl ln wg st kd gr dk");

    private static bool IsCorner(Page page, int i)
    {
        if (page.IsMark(i - 1, '/') && !page[i].Spaced && page.Is(i - 2, TokenKind.Word) && page[i - 2].Claim == RedactionCategory.Address)
            return true;
        var before = page.IsWord(i - 1, "de"u8) || page.IsWord(i - 1, "het"u8) ? i - 2 : i - 1;
        return page.IsWord(before, "van"u8) && (page.IsWord(before - 1, "hoek"u8) || (page.IsWord(before - 1, "hoogte"u8) && page.IsWord(before - 2, "ter"u8)));
    }

    // Plein 1953 12: the number is a year, and the house stands behind it.
    private static int House(Page page, int number) =>
        number > 0 && page.NumberAt(number - 1) is > 1500 and < 2100 && page.Is(number, TokenKind.Number) && page[number].Spaced && page[number].Length <= 3 ? Number(page, number, true) : number;

    private static bool IsPostcode(Page page, int i) =>
        page.Is(i, TokenKind.Number) && page[i].Length == 4 && page[i].First != '0' && page.Is(i + 1, TokenKind.Word) && page[i + 1].Length == 2 && page[i + 1].Case == Casing.Upper;

    private static int Known(Page page, int i, KnownDossier dossier)
    {
        // Meer en Vaart: a street of which no word says that it is one
        var (hash, longest) = (page[i].Hash, 0);
        for (var count = 2; count <= MostStreetWords && page.Is(i + count - 1, TokenKind.Word) && dossier.Persons.Count > 0; count++)
        {
            hash = WordHash.Add(hash, page.Letters(i + count - 1));
            if (dossier.Exact(hash) is { } whole && (whole.Kinds & KnownKinds.Street) != 0)
                longest = count;
        }

        if (longest > 0)
            return longest;
        if (page.Is(i + 1, TokenKind.Word) && page[i + 1].Length > 2
            && dossier.Exact(WordHash.Add(page[i].Hash, page.Letters(i + 1))) is { } pair && (pair.Kinds & KnownKinds.Address) != 0)
            return 2;
        return dossier.Exact(page[i].Hash) is { } word && (word.Kinds & KnownKinds.Address) != 0 ? 1 : 0;
    }

    private static int Claim(Page page, int from, int to, bool numbered, KnownDossier dossier)
    {
        if (numbered)
        {
            var comma = page.IsMark(to, ',') ? to + 1 : to;
            if (page.Is(comma, TokenKind.Break))
                comma++;
            if (page.Is(comma, TokenKind.Number))
            {
                page.Claim(from, to, RedactionCategory.Address);
                if (Postcode(page, comma, dossier) is > 0 and var end)
                    to = end;
            }
            else
            {
                to = Town(page, to, false);
            }
        }

        page.Claim(from, to, RedactionCategory.Address);
        return to;
    }

    // The token behind a house number with its letter or addition; 0 when none begins here.
    private static int Number(Page page, int i, bool sure = false)
    {
        if (page.IsWord(i, NumberWords))
            i += page.IsMark(i + 1, '.') ? 2 : 1;
        if (!page.Is(i, TokenKind.Number) || page[i].Length > LongestNumber || page[i].First == '0' || page[i].Claim != RedactionCategory.None)
            return 0;
        var to = i + 1;
        if (!sure && page.Is(to, TokenKind.Word) && page[to].Spaced && Measures.Contains(page[to].Hash))
            return 0;
        if (page.IsMark(to, ':') && page.IsTight(to + 1, TokenKind.Number))
            return 0;
        if (page.IsTight(to, TokenKind.Word) && page[to].Length <= 3)
            to++;
        else if (page.Is(to, TokenKind.Word) && page[to].Spaced && (Additions.Contains(page[to].Hash) || (page[to].Length == 1 && page[to].Case == Casing.Title)))
            to++;
        if (page.IsMark(to, '-') && !page[to].Spaced && (page.IsTight(to + 1, TokenKind.Number) || (page.IsTight(to + 1, TokenKind.Word) && page[to + 1].Length <= 4)))
            to += 2;
        else if (page.IsMark(to, '/') && page.IsTight(to + 1, TokenKind.Number))
            to += 2;
        return to;
    }

    private static int Town(Page page, int i, bool behindPostcode)
    {
        var at = i;
        if (page.IsMark(at, ','))
            at++;
        var linked = page.IsWord(at, "te"u8) || page.IsWord(at, "in"u8);
        if (linked)
            at++;
        if (!(behindPostcode || linked || at > i))
            return i;
        var from = at;
        while (page.Is(at, TokenKind.Word) && at < from + 4 && (page[at].Capital || (page[at].Shouted && page[at].Is(WordKinds.Keep))) && !page[at].Is(WordKinds.Function | WordKinds.Verb | WordKinds.Title))
            at += page.IsMark(at + 1, '-') && page.IsTight(at + 2, TokenKind.Word) ? 2 : 1;
        while (at < from + 5 && at > from && (page.IsWord(at, "aan"u8) || page.IsWord(at, "den"u8) || page.IsWord(at, "de"u8)) && page.Is(at + 1, TokenKind.Word) && (page[at + 1].Capital || page.IsWord(at + 1, "den"u8) || page.IsWord(at + 1, "de"u8)))
            at += 2;
        if (at == from && behindPostcode && page.Is(at, TokenKind.Word) && page[at].Is(WordKinds.Keep))
            at++;
        return at == from || (page.IsMark(i, ',') && !linked && !behindPostcode && !page[from].Is(WordKinds.Keep)) ? i : at;
    }

    // What belongs to the name of a street before its last word: Burgemeester van der Poelstraat, 1e Helmersstraat.
    private static int Left(Page page, int i)
    {
        var from = i;
        for (var at = i - 1; at >= 0 && at >= i - MostLeft; at--)
        {
            page.Steps++;
            ref var token = ref page[at];
            if (token.Claim != RedactionCategory.None)
                break;
            if (token.Kind == TokenKind.Word)
            {
                if (token.Is(WordKinds.Particle) && token.Case == Casing.Lower)
                {
                    // jac. van lennepstr.
                    if (at > 1 && page.IsMark(at - 1, '.') && !page[at - 1].Spaced && page.Is(at - 2, TokenKind.Word) && page[at - 2].Length is > 1 and <= 4
                        && (page.IsWord(at - 2, Firsts) || page[at - 2].Capital))
                        continue;
                    if (at == 0 || !page.Is(at - 1, TokenKind.Word) || !(page[at - 1].Capital || page[at - 1].Is(WordKinds.Particle)) || page[at - 1].Is(WordKinds.Function))
                        break;
                    continue;
                }

                if (token.Is(WordKinds.Particle) && token.Case == Casing.Title && !token.Opens)
                {
                    from = at;
                    continue;
                }

                // oude kerkstraat, BURGEMEESTER VAN DER POELSTRAAT
                if (!token.Capital && token.Length > 1 && Firsts.Contains(token.Hash))
                {
                    from = at;
                    continue;
                }

                if (!token.Capital || (token.Is(WordKinds.Function | WordKinds.Preposition | WordKinds.Verb | WordKinds.Month | WordKinds.Weekday) && !token.Is(WordKinds.Name)) || (token.Opens && token.Is(WordKinds.Determiner | WordKinds.Role | WordKinds.Casework))
                    || (token.Opens && token.Is(WordKinds.Ordinary) && !token.Is(WordKinds.Weak | WordKinds.Name | WordKinds.Seldom | WordKinds.Particle) && !Firsts.Contains(token.Hash)))
                    break;
                from = at;
            }
            else if (token.IsMark('.') && at > 0 && page.Is(at - 1, TokenKind.Word) && (page[at - 1].Capital || Firsts.Contains(page[at - 1].Hash)) && !token.Spaced && page[at - 1].Length <= 4)
            {
                continue;
            }
            else if (token.IsMark('-') && !token.Spaced && !page[at + 1].Spaced)
            {
                continue;
            }
            else
            {
                break;
            }
        }

        if (from > 1 && page.IsWord(from - 1, "e"u8) && page.Is(from - 2, TokenKind.Number) && !page[from - 1].Spaced && page.NumberAt(from - 2) < 10)
            from -= 2;
        return from;
    }

    private static bool PlaceCue(Page page, int i)
    {
        var before = i - 1;
        while (before >= 0 && page[before].Kind == TokenKind.Word && (page[before].Is(WordKinds.Particle) || page[before].Capital) && !page[before].Opens && before > i - 5)
            before--;
        return page.IsWord(before, BeforePlaces) || (page.IsMark(before, ':') && (page.IsWord(before - 1, AddressLabels)));
    }

    /// <summary>Whether a word ends as a street does: 2 when nearly only streets do, 1 when other things do too.</summary>
    public static int Ending(ReadOnlySpan<byte> letters)
    {
        for (var length = Math.Min(letters.Length, 10); length >= 3; length--)
        {
            var hash = WordHash.Of(letters[^length..]);
            if (Sure.Contains(hash))
                return 2;
            if (Unsure.Contains(hash))
                return 1;
        }

        return 0;
    }

    private static readonly WordSet Sure = new(
        "straat straatje str laan laantje plein pleintje gracht kade steeg steegje dreef plantsoen singel weg weggetje dijk hof "
        + "pad boulevard allee promenade kwartier straatweg");

    private static readonly WordSet Unsure = new(
        "kaai hofje markt haven park ring wal brink erf gaarde gaard horst kamp veld meent poort sluis stede veste vliet akker "
        + "donk burcht baan avenue passage oord rak beek esplanade werf weide wei brug tuin bos heuvel berg molen hoek eind einde "
        + "kreek polder zoom dam bolwerk stein rade schans wijk vaart gr spui werf laar land");

    // With a full stop behind it: Lennepstr. 34
    private static readonly WordSet Shortened = new("str");

    private static readonly WordSet Firsts = new(
        "oude nieuwe eerste tweede derde vierde burgemeester burg prins prinses koning koningin sint st grote kleine lange "
        + "korte hoge lage dokter dr professor prof graaf minister admiraal generaal kapitein pastoor wethouder jonkheer jhr mgr "
        + "jac joh monseigneur domela admiraal gen min");

    private static readonly WordSet Measures = new(
        "uur jaar jaren keer maal maanden maand weken week dagen dag minuten meter km kilometer euro eur procent personen "
        + "mensen kinderen man leerlingen jongeren gram kilo leden punten pagina pagina zinnen gesprekken meldingen en t januari "
        + "februari maart april mei juni juli augustus september oktober november december");

    private static readonly WordSet Additions = new("bis hs huis i ii iii iv zw rd boven beneden a b c d");

    private static readonly WordSet NumberWords = new("nummer nr huisnummer no");

    private static readonly WordSet BeforePlaces = new("aan op adres woonachtig woont gelegen naar");

    private static readonly WordSet AddressLabels = new("adres woonadres verblijfadres");
}
