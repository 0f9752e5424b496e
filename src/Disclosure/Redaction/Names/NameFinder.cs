namespace Exchange.Disclosure.Redaction;

/// <summary>
/// Finds the names of persons: those of the dossier, in every spelling, and those that nobody knows. A word with a capital that begins
/// no sentence and is no ordinary word is a name; so is a strange word at all; an ordinary word is one only where what stands around it
/// says so.
/// </summary>
internal sealed class NameFinder(Lexicon lexicon, KnownDossier dossier)
{
    private const int FewestLetters = 3;

    private readonly OrdinaryWords _ordinary = new(lexicon);
    private readonly NameReach _reach = new(dossier);

    /// <summary>Claims all names of a page.</summary>
    public void Find(Page page)
    {
        for (var i = 0; i < page.Count; i++)
        {
            ref var token = ref page[i];
            if (token.Kind != TokenKind.Word || token.Claim != RedactionCategory.None)
                continue;
            page.Steps++;
            if (token.Foreign)
            {
                page.Claim(i, i + 1, RedactionCategory.Text);
                continue;
            }

            if (IsAgency(page, i))
            {
                i++;
                continue;
            }

            if (Initials(page, i) is > 0 and var end)
            {
                var behind = _reach.Right(page, i, end);
                page.Claim(i, behind, RedactionCategory.Person, _reach.Whose);
                i = behind - 1;
                continue;
            }

            if (token.Length == 1 && page.IsMark(i + 1, '-') && page.IsTight(i + 2, TokenKind.Word) && Contexts.IsCalled(page, i))
            {
                page.Claim(i, i + 3, RedactionCategory.Person); // alias K-Dot
                i += 2;
                continue;
            }

            if (Spelled(page, i, out var speller) is > 0 and var spelled)
            {
                page.Claim(i, spelled, RedactionCategory.Person, speller);
                i = spelled - 1;
                continue;
            }

            if (Turned(page, i) is > 0 and var turned)
            {
                Take(page, ref i, turned, Known(page, i));
                continue;
            }

            if (Joined(page, i, out var whose) is > 0 and var joined)
            {
                Take(page, ref i, joined, whose);
                continue;
            }

            var known = Known(page, i);
            if (known is not null ? IsKnownName(page, i, known) : IsName(page, i))
                Take(page, ref i, i + 1, known);
        }
    }

    private void Take(Page page, ref int i, int to, KnownWord? known)
    {
        var from = _reach.Left(page, i);
        to = _reach.Right(page, i, to);
        var whose = known is null ? _reach.Whose : _reach.Narrow(known, from, to, page);
        page.Claim(from, to, IsTown(page, from, whose) ? RedactionCategory.Address : RedactionCategory.Person, whose);
        i = to - 1;
    }

    // Y-I-L-M-A-Z; and Y I L M A Z, when the dossier has it
    private int Spelled(Page page, int i, out int whose)
    {
        whose = -1;
        if (page[i].Length != 1 || !(page.IsMark(i + 1, '-') || page.IsTight(i + 1, TokenKind.Mark) || (page.Is(i + 1, TokenKind.Word) && page[i + 1].Length == 1)))
            return 0;
        var (hash, to, count, dashed) = (page[i].Hash, i + 1, 1, true);
        while (count < LongestSpelled)
        {
            var next = page.IsMark(to, '-') ? to + 1 : to;
            if (!page.Is(next, TokenKind.Word) || page[next].Length != 1 || page[next].Claim != RedactionCategory.None)
                break;
            dashed &= next > to;
            hash = WordHash.Add(hash, page.Letters(next));
            to = next + 1;
            count++;
        }

        page.Steps += count;
        if (count < FewestSpelled)
            return 0;
        if (dossier.Exact(hash) is { } word && (word.Kinds & KnownKinds.Name) != 0)
            whose = word.Number;
        return whose >= 0 || (dashed && count > FewestSpelled) ? to : 0; // X-Y-Z is no name that nobody knows
    }

    private const int FewestSpelled = 3;
    private const int LongestSpelled = 24;

    // Berg, van den, J.; Koning, S.: behind the surname its prefixes, and then initials or a first name
    private int Turned(Page page, int i)
    {
        ref var token = ref page[i];
        if (token.Length < 2 || !page.IsMark(i + 1, ',') || page[i + 1].Spaced || token.Is(WordKinds.Title | WordKinds.Role | WordKinds.Weekday | WordKinds.Month | WordKinds.Keep | WordKinds.Preposition | WordKinds.Verb))
            return 0;
        var at = i + 2;
        while (at < i + 6 && (page.IsWord(at, WordKinds.Particle) || page.IsWord(at, "op"u8) || page.IsWord(at, "in"u8) || page.IsMark(at, '\'')) && (page[at].Case != Casing.Title || page[at].Shouted || page[at].Length == 1))
            at++;
        var prefixed = at > i + 2;
        if (prefixed)
        {
            if (!page.IsMark(at, ',') || page[at].Spaced)
                return 0;
            at++;
        }
        else if (page.IsWord(i, "meer"u8) ? !IsTurnedFirst(page, i, at) : token.Is(WordKinds.Function | WordKinds.Determiner | WordKinds.Organisation | WordKinds.Acronym)
            || (token.Is(WordKinds.Ordinary) && !token.Is(WordKinds.Weak | WordKinds.Seldom)) || (token.Is(WordKinds.Casework) && !token.Is(WordKinds.Weak)))
        {
            return 0;
        }

        if (page.Is(at, TokenKind.Word) && page[at].Is(WordKinds.Name) && page[at].Is(WordKinds.First) && (prefixed || IsTurnedFirst(page, i, at)))
        {
            var behind = at + 1;
            while (!prefixed && behind < at + 5 && (page.IsWord(behind, WordKinds.Particle) || page.IsMark(behind, '\'')) && page[behind].Case != Casing.Title)
                behind++;
            return behind;
        }

        if (!page.Is(at, TokenKind.Word) || page[at].Length != 1 || !page[at].Spaced || !page.IsMark(at + 1, '.') || page[at + 1].Spaced)
            return 0;
        var hash = WordHash.Empty;
        var to = at;
        while (page.Is(to, TokenKind.Word) && page[to].Length == 1 && page.IsMark(to + 1, '.') && to < at + 12)
        {
            hash = WordHash.Add(hash, page.Letters(to));
            to += 2;
        }

        if (to - at > 2 && (NotInitials.Contains(hash) || NameReach.StandsForWords(hash)))
            return 0;
        while (!prefixed && page.IsWord(to, WordKinds.Particle) && page[to].Case != Casing.Title)
            to++;
        return to;
    }

    // Rijke, Jasmijn de; graaf, soufiane
    private static bool IsTurnedFirst(Page page, int i, int at)
    {
        var to = at + 1;
        while (to < at + 5 && (page.IsWord(to, WordKinds.Particle) || page.IsMark(to, '\'')))
            to++;
        return to > at + 1 ? to >= page.Count || page[to].Kind != TokenKind.Word || page[to].Is(WordKinds.Verb) : page[i].Is(WordKinds.Weak) && !page[i].Is(WordKinds.First);
    }

    // Te Verzonnendam: a strange word behind "te" or "uit" that nobody is called.
    private static bool IsTown(Page page, int from, int whose) =>
        whose < 0 && page[from].Kinds == WordKinds.None && page[from].Case == Casing.Title && (page.IsWord(from - 1, "te"u8) || page.IsWord(from - 1, "in"u8) || page.IsWord(from - 1, "uit"u8));

    private KnownWord? Known(Page page, int i)
    {
        ref var token = ref page[i];
        if (dossier.Persons.Count == 0)
            return null;
        if (dossier.Exact(token.Hash) is { } exact && (exact.Kinds & (KnownKinds.Name | KnownKinds.Handle)) != 0)
            return (exact.Kinds & KnownKinds.Initials) == 0 || (token.Case is Casing.Upper or Casing.Mixed && !token.Shouted && !token.Is(WordKinds.Acronym)) ? exact : null;
        // Merels begeleider, Pietje: ordinary words too, but not with a capital there, nor in a text without capitals
        if (token.Length > FewestLetters && token.Is(WordKinds.Ordinary) && !token.Is(NoTwin) && (token.Capital ? !token.Opens : Contexts.IsWithoutCapitals(page, i))
            && dossier.Ending(page.Letters(i)) is { } inflected && (token.Capital || (inflected.Kinds & KnownKinds.Bare) != 0))
            return inflected;
        if (token.Length < FewestLetters || token.Is(WordKinds.Ordinary | WordKinds.Keep | WordKinds.Particle | WordKinds.Acronym))
            return null;
        var steps = 0L;
        var like = dossier.Like(page.Letters(i), token.Hash, !token.Is(WordKinds.Name), ref steps);
        page.Steps += steps;
        return like;
    }

    // Abdel Karim for Abdelkarim, van den Berg for Vandenberg, El-Amrani for Elamrani.
    private int Joined(Page page, int i, out KnownWord? whose)
    {
        whose = null;
        if (dossier.Persons.Count == 0)
            return 0;
        var (hash, at, strange, prefixed) = (page[i].Hash, i, Strange(page, i), page[i].Is(WordKinds.Particle) || page.IsWord(i, "in"u8) || page.IsWord(i, "op"u8));
        var joined = 0;
        for (var parts = 2; parts <= 3; parts++)
        {
            var next = at + 1;
            if (prefixed && page.IsMark(next, '\'') && page.IsTight(next + 1, TokenKind.Word) && page[next + 1].Length == 1)
                next++; // van 't hof
            else if (next < page.Count && page[next].Kind == TokenKind.Mark && page[next].First is (byte)'-' or (byte)'\'' or (byte)'.' && !page[next].Spaced)
                next++;
            if (!page.Is(next, TokenKind.Word) || page[next].Claim != RedactionCategory.None || page[next].Length > 24)
                return joined;
            strange |= Strange(page, next);
            hash = WordHash.Add(hash, page.Letters(next));
            page.Steps++;
            at = next;
            if (dossier.Exact(hash) is { } word && (word.Kinds & KnownKinds.Name) != 0 && (word.Kinds & KnownKinds.Initials) == 0
                && (strange || (prefixed && (word.Kinds & KnownKinds.Surname) != 0)))
            {
                whose = word;
                joined = at + 1; // van der meer is more than van der
            }
        }

        return joined;
    }

    private static bool Strange(Page page, int i) => page[i].Capital || !page[i].Is(WordKinds.Ordinary | WordKinds.Keep | WordKinds.Particle) || page[i].Is(WordKinds.Name);

    private bool IsKnownName(Page page, int i, KnownWord known)
    {
        ref var token = ref page[i];

        // mei snel, merel bakker: two names of one person
        if (page.Is(i + 1, TokenKind.Word) && dossier.Exact(page[i + 1].Hash) is { } next && (next.Kinds & (KnownKinds.Name | KnownKinds.Initials)) == KnownKinds.Name
            && next != known && next.Persons.Exists(known.Persons.Contains) && !token.Is(WordKinds.Function | WordKinds.Determiner | WordKinds.Verb | WordKinds.Preposition))
            return true;
        if (!token.Is(WordKinds.Ordinary | WordKinds.Keep | WordKinds.Particle) || token.Is(WordKinds.Name))
            return true;
        if (token.Capital && (!token.Opens || !token.Is(WordKinds.Function | WordKinds.Determiner | WordKinds.Verb)))
            return true;
        if (token.Capital && page.IsWord(i + 1, WordKinds.Verb) && !token.Is(WordKinds.Function | WordKinds.Determiner))
            return true;
        return Contexts.SaysName(page, i) || Contexts.MaySayName(page, i) || ((known.Kinds & KnownKinds.Bare) != 0 && Contexts.IsWithoutCapitals(page, i));
    }

    private bool IsName(Page page, int i)
    {
        ref var token = ref page[i];
        var kinds = token.Kinds;
        if (token.Length < 2)
            return false;
        if ((kinds & WordKinds.Name) != 0 && (kinds & (WordKinds.Function | WordKinds.Determiner)) == 0 && (token.Length > 2 || token.Capital))
            return !page.IsWord(i, WordKinds.Month) || token.Capital || Contexts.SaysName(page, i) || (page.IsWord(i, "jan"u8) && !IsInDate(page, i));
        if (token.Capital)
            return CapitalIsName(page, i, kinds);
        if ((kinds & (WordKinds.Ordinary | WordKinds.Keep | WordKinds.Acronym | WordKinds.Particle)) != 0)
            return Contexts.SaysName(page, i);
        return token.Length >= FewestLetters && (Contexts.SaysName(page, i) || !_ordinary.Accepts(page, i));
    }

    // 3 jan, eind jan. 2020
    private static bool IsInDate(Page page, int i) =>
        page.Is(i - 1, TokenKind.Number) || page.IsMark(i - 1, '-') || page.IsMark(i - 1, '/') || page.IsWord(i - 1, BeforeMonths)
        || page.Is(i + 1, TokenKind.Number) || (page.Is(i + 1, TokenKind.Mark) && page.Is(i + 2, TokenKind.Number));

    private static readonly WordSet BeforeMonths = new("in sinds tot vanaf eind begin half medio per ca");

    // William Schrikker Stichting
    private static bool IsAgency(Page page, int i) =>
        page.Is(i + 1, TokenKind.Word) && page[i + 1].Length > 3 && page[i + 1].Spaced && Agencies.Contains(WordHash.Add(page[i].Hash, page.Letters(i + 1)));

    private static readonly WordSet Agencies = new("williamschrikker albertheijn zilverenkruis projustitia wetdamocles wetbibob");

    private bool CapitalIsName(Page page, int i, WordKinds kinds)
    {
        ref var token = ref page[i];
        if (Contexts.SaysName(page, i))
            return true;
        if ((kinds & (WordKinds.Keep | WordKinds.Acronym)) != 0)
            return false;
        if ((kinds & WordKinds.Ordinary) == 0)
        {
            if ((kinds & WordKinds.Particle) != 0 || token.Length < 2)
                return false;
            return token.Opens ? !_ordinary.AcceptsCapital(page, i) : !_ordinary.AcceptsProper(page, i);
        }

        if ((kinds & (WordKinds.Function | WordKinds.Determiner | WordKinds.Title | WordKinds.Casework | WordKinds.Month | WordKinds.Weekday | WordKinds.Organisation)) != 0)
            return false;
        if (Twin(page, i, i + 1) || Twin(page, i, i - 1) || IsListed(page, i))
            return true;
        if ((kinds & WordKinds.Weak) != 0)
            return !token.Opens || (Contexts.DoesSomething(page, i + 1) && !page.IsWord(i, Things) && !(page.IsWord(i, Adjectives) && page.IsWord(i + 1, Copulas)));
        return !token.Opens && token.Case == Casing.Title && Contexts.StandsAlone(page, i);
    }

    // Vrolijk was ze niet.
    private static readonly WordSet Adjectives = new("vrolijk sterk wit zwart groot klein lang kort snel wild stil bruin groen rood blauw goed mooi oud jong nieuw boos ruim best");

    // Post gaat naar het oude adres.
    private static readonly WordSet Things = new("post buit");

    private static readonly WordSet Copulas = new("is was zijn waren wordt werd blijft bleef lijkt leek");

    // Hoop, Tijn en Vlinder: between names, or beside one.
    private bool IsListed(Page page, int i)
    {
        if (page[i].Opens || page[i].Case != Casing.Title || page[i].Is(NoTwin | WordKinds.Place) || _ordinary.AcceptsProper(page, i))
            return false;
        if (Separates(page, i - 1) && page.Is(i - 2, TokenKind.Word) && page[i - 2].Claim == RedactionCategory.Person)
            return true;
        return Separates(page, i + 1) && page.Is(i + 2, TokenKind.Word) && page[i + 2].Capital && page[i + 2].Is(WordKinds.Name) && !page[i + 2].Is(NoTwin)
            && !(page.Is(i - 1, TokenKind.Word) && page[i - 1].Is(WordKinds.Determiner));
    }

    private static bool Separates(Page page, int i) => page.IsMark(i, ',') || page.IsMark(i, '&') || page.IsWord(i, "en"u8) || page.IsWord(i, "of"u8);

    // Viola Donkers: two ordinary words with capitals, behind no article, that no organisation is called.
    private static bool Twin(Page page, int i, int other)
    {
        if (!page.Is(other, TokenKind.Word) || page[other].Case != Casing.Title || page[i].Case != Casing.Title || page[other].Length < 3 || page[i].Length < 3 || !page[Math.Max(i, other)].Spaced)
            return false;
        var first = Math.Min(i, other);
        if (page[other].Is(NoTwin) || (page.Is(first - 1, TokenKind.Word) && (page[first - 1].Is(WordKinds.Determiner) || (page[first - 1].Capital && !page[first - 1].Is(WordKinds.Preposition | WordKinds.Function)))))
            return false;
        return !page[first].Opens || (page[first].Is(WordKinds.Seldom | WordKinds.Weak) && page.IsWord(Math.Max(i, other) + 1, WordKinds.Verb));
    }

    private const WordKinds NoTwin = WordKinds.Keep | WordKinds.Casework | WordKinds.Role | WordKinds.Title | WordKinds.Function | WordKinds.Determiner | WordKinds.Preposition | WordKinds.Month | WordKinds.Weekday
        | WordKinds.Organisation | WordKinds.NumberCue | WordKinds.HandleCue | WordKinds.Acronym;

    // J.P., A.M. de: capitals with full stops, unless they stand for something.
    private int Initials(Page page, int i)
    {
        if (!IsInitial(page, i))
            return 0;
        var (to, count) = (i, 0);
        while (IsInitial(page, to))
        {
            to += 2;
            count++;
        }

        if (count >= 2)
            return NotInitials.Contains(Hash(page, i, to)) && !(page.Is(to, TokenKind.Word) && page[to].Capital && page[to].Case == Casing.Title && page[to].Kinds is WordKinds.None or WordKinds.Name) ? 0 : to;

        // verdachte B., meneer K.; "M. is boos"
        if (page[i].Opens && page.IsWord(to, WordKinds.Verb) && page[to].Case == Casing.Lower)
            return to;
        if (page.IsWord(i - 1, WordKinds.Role | WordKinds.Title) && !page[i].Opens)
            return to;

        // J. de Vries, A. Jansen, D. van der M.
        var at = to;
        if ((page.IsWord(at, "op"u8) || page.IsWord(at, "in"u8)) && (page.IsWord(at + 1, "den"u8) || page.IsMark(at + 1, '\'')))
            at += page.IsMark(at + 1, '\'') ? 2 : 1;
        while (page.IsWord(at, WordKinds.Particle) && at < to + 4)
            at++;
        if (page[i].Shouted && !page[i].Opens && page.Is(at, TokenKind.Word) && page[at].Length > 2 && !page[at].Is(WordKinds.Verb | WordKinds.Function | WordKinds.Determiner | WordKinds.Preposition | WordKinds.Casework | WordKinds.Keep | WordKinds.Acronym))
            return at + 1; // J. DROST
        if (at > to && IsInitial(page, at))
            return at + 2;
        return page.Is(at, TokenKind.Word) && page[at].Capital && page[at].Length > 1 && (!page[at].Is(WordKinds.Ordinary | WordKinds.Keep) || page[at].Is(WordKinds.Weak | WordKinds.Name) || at > to || !page[i].Opens)
            && page[at].Kind == TokenKind.Word && !page[at].Is(WordKinds.Function) ? to : 0;
    }

    private static bool IsInitial(Page page, int i) =>
        page.Is(i, TokenKind.Word) && page[i].Case == Casing.Title && page[i].Length == 1 && page.IsMark(i + 1, '.') && !page[i + 1].Spaced && page[i].Claim == RedactionCategory.None;

    private static ulong Hash(Page page, int from, int to)
    {
        var hash = WordHash.Empty;
        for (var i = from; i < to; i += 2)
            hash = WordHash.Add(hash, page.Letters(i));
        return hash;
    }

    private static readonly WordSet NotInitials = new(
        "bv nv vof cv kvk wa ps nb usa vs eu om tbs ehbo hbo mbo ivm mbt tbv tav nav ovv oa dd aub svp bw hoh og no pi ggz ggd "
        + "gd mk zzp btw dna hiv aids wao ww ow pc tv cd dvd id iq cao bhv gba brp uvw ots uhp pgb wmo");
}
