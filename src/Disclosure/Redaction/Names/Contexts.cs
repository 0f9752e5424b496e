namespace Exchange.Disclosure.Redaction;

/// <summary>What the words around an ordinary word say about whether it is a name here.</summary>
internal static class Contexts
{
    /// <summary>Whether what stands around a word leaves no doubt.</summary>
    public static bool SaysName(Page page, int i)
    {
        ref var token = ref page[i];
        if (page.IsWord(i, "meer"u8) && page.IsWord(i - 1, "der"u8) && page.IsWord(i - 2, "van"u8))
            return true;
        if (token.Is(WordKinds.Function | WordKinds.Determiner | WordKinds.Preposition | WordKinds.Title) && !(token.Is(WordKinds.Weak) && token.Capital))
            return false;
        if (SignsOff(page, i))
            return !token.Is(WordKinds.Keep | WordKinds.Verb | WordKinds.Organisation | WordKinds.Casework | WordKinds.Role);
        if (Speaks(page, i))
            return !token.Is(WordKinds.Keep | WordKinds.Organisation | WordKinds.Casework | WordKinds.Role | WordKinds.NumberCue);
        var before = Previous(page, i);
        if (before < 0)
            return false;
        ref var previous = ref page[before];

        // Naam: TIMMER, Storm genaamd
        if (previous.Kind == TokenKind.Word && Labels.Contains(previous.Hash) && (token.Capital || page[i - 1].IsMark(':')))
            return !token.Is(WordKinds.Keep | WordKinds.Verb);
        if (Prefixes(page, i) is var start && start < i && page.IsMark(start - 1, ':') && page.Is(start - 2, TokenKind.Word) && Labels.Contains(page[start - 2].Hash))
            return !token.Is(WordKinds.Keep | WordKinds.Verb);
        if (IsCalled(page, i))
            return !token.Is(WordKinds.Keep | WordKinds.Verb | WordKinds.Function | WordKinds.Preposition | WordKinds.Determiner | WordKinds.Acronym);
        if (token.Capital && page.IsWord(i + 1, "genaamd"u8))
            return true;

        // Ik ben Henna
        if (token.Capital && page.IsWord(before, "ben"u8) && page.IsWord(before - 1, "ik"u8) && !token.Is(WordKinds.Keep | WordKinds.Casework | WordKinds.Acronym))
            return true;

        // een dochter (Lieve, 3 jaar)
        if (token.Capital && page[i - 1].IsMark('(') && page.IsWord(i - 2, WordKinds.Role) && (page.IsMark(i + 1, ',') || page.IsMark(i + 1, ')')) && !token.Is(WordKinds.Casework | WordKinds.Keep | WordKinds.Acronym))
            return true;

        // mevr. bloem, dhr Timmerman; not "mevrouw belt" and not "Mevrouw Moskee"
        if (previous.Is(WordKinds.Title) && !previous.Is(WordKinds.Name))
            return (token.Capital || IsTitled(page, before, i)) && !token.Is(WordKinds.Role | WordKinds.Keep | WordKinds.Weekday | WordKinds.Month | WordKinds.Number) && token.Length > 1;
        if (previous.Claim == RedactionCategory.Person && before == i - 1 && !page[i - 1].IsMark('.'))
            return token.Is(WordKinds.Weak) && !token.Capital && !token.Is(WordKinds.Verb) && LowerAllowed(page, i);
        // verdachte willemijn, willemijn hoekstra
        if (token.Kinds == WordKinds.None && token.Length > 2
            && (previous.Is(WordKinds.Role) || (page.Is(i + 1, TokenKind.Word) && page[i + 1].Is(WordKinds.Name) && !page[i + 1].Is(WordKinds.Function))))
            return true;
        // Mevrouw den Ouden, dhr. van 't Hof
        if (token.Capital && token.Length > 2 && !token.Is(WordKinds.Keep | WordKinds.Role | WordKinds.Organisation) && Prefixes(page, i) is var first && first < i && IsTitleBefore(page, first)
            && !(token.Is(WordKinds.Casework) && first == i - 1))
            return true;
        // wijkagent van den berg, in a text without capitals
        if (!token.Capital && token.Length > 2 && Prefixes(page, i) is var prefix && prefix < i && page.IsWord(prefix - 1, Officials) && IsSurname(page, i))
            return true;
        if (token.Is(WordKinds.Weak | WordKinds.Seldom) && (token.Capital || LowerAllowed(page, i)))
        {
            if (previous.Is(WordKinds.Role) && !token.Is(WordKinds.Verb) && !token.Is(WordKinds.Casework | WordKinds.Role) && (token.Capital || Stands(page, i + 1) || (token.Is(WordKinds.First) && page.IsWord(i + 1, WordKinds.Weak))))
                return true;
            if (previous.Is(WordKinds.Particle) && before > 0)
            {
                var head = before - 1;
                while (head > 0 && head > before - 4 && page[head].Kind == TokenKind.Word && page[head].Is(WordKinds.Particle))
                    head--;
                if (page[head].Kind == TokenKind.Word && page[head].Is(WordKinds.Title | WordKinds.Name) || page[head].Claim == RedactionCategory.Person
                    || (page[head].IsMark('.') && head > 0 && (page[head - 1].Is(WordKinds.Title) || page[head - 1].Length == 1)))
                    return true;
                if (token.Capital && !token.Is(WordKinds.Casework | WordKinds.Keep | WordKinds.Acronym) && page[head].Kind == TokenKind.Word && page[head].Is(WordKinds.Role | WordKinds.Preposition | WordKinds.Verb))
                    return true;
            }

            // roos jansen
            if (token.Is(WordKinds.First) && page.Is(i + 1, TokenKind.Word) && page[i + 1].Is(WordKinds.Name) && !page[i + 1].Is(WordKinds.Function) && !page.IsWord(before, "ik"u8))
                return true;
        }

        // s dekker
        if (previous.Length == 1 && before == i - 1 && previous.Kind == TokenKind.Word && previous.Spaced && (token.Is(WordKinds.Weak) ? !token.Is(WordKinds.First | WordKinds.Verb) : token.Kinds == WordKinds.None && token.Length > 3)
            && !(previous.Case == Casing.Lower ? LetterWords.Contains(previous.Hash) : page.IsWord(before, "u"u8)) && Stands(page, i + 1))
            return true;

        // mw. j. bakker, j. winklaar; not the a. of o.a.
        return page[i - 1].IsMark('.') && before == i - 2 && previous.Length == 1 && (!page.IsMark(before - 1, '.') || previous.Spaced || NameReach.SmallInitials(page, i) < i)
            && (token.Is(WordKinds.Weak) || (token.Kinds == WordKinds.None && token.Length > 2));
    }

    /// <summary>Whether a small word may well be a person, when it is a name of the dossier: no article before it, and it does something.</summary>
    public static bool MaySayName(Page page, int i)
    {
        ref var token = ref page[i];
        if (token.Is(WordKinds.Function | WordKinds.Determiner | WordKinds.Title | WordKinds.Verb) || token.Length < 2)
            return false;
        var before = Previous(page, i);
        if (before >= 0)
        {
            ref var previous = ref page[before];

            // l. bakker
            if (previous.Length == 1 && before == i - 2 && page[i - 1].IsMark('.'))
                return true;
            if (previous.Is(WordKinds.Determiner) && !previous.Is(WordKinds.Particle))
                return Conjunctions.Contains(previous.Hash) || (token.Is(WordKinds.First) && Owners.Contains(previous.Hash));
            if (previous.Is(WordKinds.Role | WordKinds.Title) || previous.Claim == RedactionCategory.Person)
                return true;
            if (previous.Is(WordKinds.Determiner))
                return token.Is(WordKinds.Weak) && before > 0 && page.IsWord(before - 1, WordKinds.Preposition | WordKinds.Verb | WordKinds.Role) && page[i].Shouted;
            if (previous.Is(WordKinds.Preposition | WordKinds.Verb) || previous.Kind == TokenKind.Mark)
                return !token.Is(WordKinds.Verb | WordKinds.Preposition);
        }

        return DoesSomething(page, i + 1) && !token.Is(WordKinds.Verb);
    }

    /// <summary>
    /// Whether a small ordinary word that is a name of the dossier stands in a sentence without capitals, where nothing but an article says
    /// that it is the ordinary word.
    /// </summary>
    public static bool IsWithoutCapitals(Page page, int i)
    {
        ref var token = ref page[i];
        if (token.Is(WordKinds.Function | WordKinds.Determiner | WordKinds.Title | WordKinds.Verb | WordKinds.Preposition | WordKinds.Month | WordKinds.Weekday) || token.Length < 3)
            return false;
        if (page.Is(i - 1, TokenKind.Word) && ((page[i - 1].Is(WordKinds.Determiner) && !Conjunctions.Contains(page[i - 1].Hash)) || Degrees.Contains(page[i - 1].Hash)))
            return false;
        if (token.Shouted)
            return true;
        var at = i;
        while (at > 0 && at > i - Reach && !page[at].Opens)
            at--;
        page.Steps += i - at;
        return page.Is(at, TokenKind.Word) && page[at].Opens && page[at].Case == Casing.Lower;
    }

    private const int Reach = 60;

    // Zegt dat rico niet luistert
    private static readonly WordSet Conjunctions = new("dat");

    // Onze marc, hun roos: whoever is somebody's
    private static readonly WordSet Owners = new("onze ons hun mijn jouw die deze");

    private static readonly WordSet Degrees = new("heel erg zeer te zo vrij nogal best minder meer niet");

    /// <summary>Whether a token is a form that follows who does it.</summary>
    public static bool DoesSomething(Page page, int i)
    {
        if (page.IsMark(i, '\'') || page.IsMark(i, ','))
            return page.IsMark(i, '\'');
        return page.IsWord(i, WordKinds.Verb) && page[i].Case == Casing.Lower | page[i].Shouted
            || page.IsWord(i, "en"u8) && page.Is(i + 1, TokenKind.Word) && page[i + 1].Is(WordKinds.Name | WordKinds.Weak) && page[i + 1].Capital;
    }

    /// <summary>Whether an ordinary word with a capital stands as a name does: behind a preposition, a verb or a role, and without an article.</summary>
    public static bool StandsAlone(Page page, int i)
    {
        var before = i - 1;
        if (before < 0 || page[before].Kind != TokenKind.Word || page[before].Case != Casing.Lower || page[i].Is(WordKinds.Role) || page[i].Length < 3)
            return false;
        ref var previous = ref page[before];
        if (!previous.Is(WordKinds.Preposition | WordKinds.Verb | WordKinds.Role) || previous.Is(WordKinds.Determiner) || page.IsWord(before, "en"u8) || page.IsWord(before, "of"u8))
            return false;
        if (before > 0 && page.Is(before - 1, TokenKind.Word) && page[before - 1].Capital && !page[before - 1].Opens && page[before - 1].Is(WordKinds.Ordinary | WordKinds.Keep))
            return false;
        return !(page.Is(i + 1, TokenKind.Word) && page[i + 1].Capital && page[i + 1].Is(WordKinds.Ordinary | WordKinds.Keep | WordKinds.Acronym));
    }

    /// <summary>Whether somebody is called so: alias cheeta; bijgenaamd de Kale; noemen ze hem 'Turbo'.</summary>
    public static bool IsCalled(Page page, int i)
    {
        var before = page.IsWord(i - 1, "de"u8) || page.IsWord(i - 1, "het"u8) ? i - 2 : i - 1;
        var quoted = page.Is(before, TokenKind.Mark) && page[before].First is (byte)'\'' or (byte)'"' && !page[before + 1].Spaced;
        if (quoted || page.IsMark(before, ':'))
            before--;
        if (page.IsWord(before, Aliases))
            return true;
        return quoted && page.IsWord(before, Called) && (page.IsWord(before - 1, Naming) || page.IsWord(before - 2, Naming));
    }

    private static readonly WordSet Aliases = new("alias bijgenaamd aka");

    private static readonly WordSet Called = new("hem haar ze zich hij zij");

    private static readonly WordSet Naming = new("noemen noemt noemde noemden genoemd");

    private static readonly WordSet Labels = new("naam voornaam voornamen achternaam roepnaam bijnaam alias genaamd geheten bijgenaamd aka");

    // Groet, Bloem; Mvg, and on the next line "storm"
    private static bool SignsOff(Page page, int i)
    {
        var before = i - 1;
        while (before >= 0 && before > i - 4 && (page.Is(before, TokenKind.Break) || page.IsMark(before, ',')))
            before--;
        return before >= 0 && before < i - 1 && page.IsWord(before, Closings);
    }

    // [14:02] Henna: kom je; and of a mail, "Van: Wout van Rossum"
    private static bool Speaks(Page page, int i)
    {
        if (page.IsMark(i + 1, ':') && !page[i + 1].Spaced && page.IsMark(i - 1, ']') && page.Is(i - 2, TokenKind.Number))
            return true;
        return page[i].Capital && page.IsMark(i - 1, ':') && page.Is(i - 2, TokenKind.Word) && page[i - 2].Opens && Headers.Contains(page[i - 2].Hash) && !page[i].Is(WordKinds.Acronym);
    }

    private static readonly WordSet Headers = new("van aan cc bcc from to");

    private static readonly WordSet Closings = new("groet groeten groetjes mvg hoogachtend");

    // What follows the name of somebody: a verb, a small word, a sign or nothing; not a further noun or adjective.
    private static bool Stands(Page page, int i) =>
        !page.Is(i, TokenKind.Word) || page[i].Is(WordKinds.Verb | WordKinds.Function | WordKinds.Preposition | WordKinds.Name | WordKinds.Particle);

    // The first of the prefixes right before a word: van 't, in 't, op den.
    private static int Prefixes(Page page, int i)
    {
        var at = i;
        while (at > 0 && at > i - 5 && (page.IsWord(at - 1, WordKinds.Particle) || page.IsMark(at - 1, '\'') || page.IsWord(at - 1, "in"u8) || page.IsWord(at - 1, "op"u8)))
            at--;
        return at;
    }

    // Whether a small word is a surname behind its prefix: whatever follows "van den", and behind "van" or "de" what is a surname too.
    private static bool IsSurname(Page page, int i)
    {
        ref var token = ref page[i];
        if (token.Is(WordKinds.Keep | WordKinds.Role | WordKinds.Verb | WordKinds.Preposition | WordKinds.Organisation | WordKinds.Casework | WordKinds.Month | WordKinds.Weekday | WordKinds.Number))
            return false;
        if (page.IsWord(i - 1, "den"u8) || page.IsWord(i - 1, "der"u8) || (page.IsWord(i - 1, "t"u8) && page.IsMark(i - 2, '\'')))
            return true;
        // getuige de wit, agent van leeuwen; not the wijkagent van de wijk
        return token.Kinds == WordKinds.None || token.Is(WordKinds.Name)
            || (token.Is(WordKinds.Weak) && !token.Is(WordKinds.First) && !(page.IsWord(i - 1, "de"u8) && page.IsWord(i - 2, "van"u8)) && Stands(page, i + 1));
    }

    private static readonly WordSet LetterWords = new("u n t k s e o a b");

    private static readonly WordSet Officials = new(
        "wijkagent agent agente rechercheur brigadier hoofdagent inspecteur verbalisant officier advocaat advocate rechter griffier notaris "
        + "burgemeester gezinsvoogd voogd jeugdbeschermer jeugdzorgwerker gezinscoach casemanager casusregisseur regisseur procesregisseur "
        + "reclasseringswerker begeleider begeleidster behandelaar psycholoog psychiater huisarts arts verpleegkundige mentor mentrix leraar "
        + "docent docente leerkracht juf meester directeur directrice conrector rector leerplichtambtenaar jongerenwerker straatcoach consulent "
        + "consulente klantmanager bewindvoerder curator schuldhulpverlener tolk imam coach trainer collega notulist getuige verdachte aangever "
        + "aangeefster melder meldster slachtoffer betrokkene client cliente buurman buurvrouw huisgenoot klasgenoot verdacht contactpersoon");

    private static bool IsTitleBefore(Page page, int i) =>
        page.IsWord(i - 1, WordKinds.Title) || (page.IsMark(i - 1, '.') && page.IsWord(i - 2, WordKinds.Title) && Abbreviations.Contains(page[i - 2]));

    // Past the full stop of an abbreviation, on the same line.
    private static int Previous(Page page, int i)
    {
        var before = i - 1;
        if (page.IsMark(before, '.') && page.Is(before - 1, TokenKind.Word) && !page[before].Spaced && (Abbreviations.Contains(page[before - 1]) || page[before - 1].Length == 1))
            before--;
        else if (page.IsMark(before, ':') && page.IsWord(before - 1, WordKinds.Role | WordKinds.Title))
            before--;
        return before >= 0 && page[before].Kind != TokenKind.Break ? before : -1;
    }

    // A small word is a name only in a text that has no capitals for names.
    private static bool LowerAllowed(Page page, int i) => page[i].Case == Casing.Lower || page[i].Shouted;

    // The gezin hulp biedt: behind a word that needs no name, only what may be one is. Mevr valk; mevrouw drost verzoekt; not "mevrouw belt".
    private static bool IsTitled(Page page, int title, int i)
    {
        if (Households.Contains(page[title].Hash))
            return !page[i].Is(WordKinds.Ordinary | WordKinds.Keep | WordKinds.Acronym) || (page[i].Is(WordKinds.Weak | WordKinds.Seldom) && !LooksLikeVerb(page, i));
        if (!LooksLikeVerb(page, i))
            return true;
        if (page[i].Is(WordKinds.Verb | WordKinds.Function | WordKinds.Preposition | WordKinds.Determiner))
            return false;
        return (Short.Contains(page[title].Hash) && (page.Letters(i)[^1] | 0x20) is 'k' or 'f' or 'g' or 's') || (page.Is(i + 1, TokenKind.Word) && page.IsWord(i + 1, WordKinds.Verb) && page[i + 1].Is(WordKinds.Ordinary) && !page[i + 1].Is(WordKinds.Function));
    }

    private static readonly WordSet Households = new("gezin familie echtpaar heren");

    private static readonly WordSet Short = new("mevr mw mvr mej dhr mnr");

    private static bool LooksLikeVerb(Page page, int i)
    {
        if (page[i].Is(WordKinds.Verb | WordKinds.Function | WordKinds.Preposition | WordKinds.Determiner))
            return true;
        if (!page[i].Is(WordKinds.Ordinary) || page[i].Is(WordKinds.Weak | WordKinds.Name))
            return false;
        var letters = page.Letters(i);
        var last = letters[^1] | 0x20;
        return last == 't' || (last == 'e' && (letters[^2] | 0x20) is 'd' or 't') || (last == 'n' && (letters[^2] | 0x20) == 'e') || (last == 'k' || last == 'f' || last == 'g' || last == 's');
    }
}
