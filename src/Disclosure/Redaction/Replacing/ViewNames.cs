using System.Globalization;

namespace Exchange.Disclosure.Redaction;

/// <summary>
/// The numbers by which persons are told apart in the texts of one <see cref="RedactedView"/>: they count up in the order in which those
/// name people. In a case, where that would tell of texts that somebody does not see, <see cref="CaseNames"/> has them.
/// </summary>
internal sealed class ViewNames(KnownDossier dossier)
{
    private readonly Dictionary<int, int> _known = [];
    private readonly Dictionary<ulong, int> _strange = [];
    private int _last;

    /// <summary>The label of a name.</summary>
    public string Label(Page page, in Claim claim) =>
        claim.Person < 0 ? $"[persoon {Text(Strange(page, claim))}]" : Label(dossier[claim.Person].Persons);

    private string Label(List<int> persons)
    {
        if (persons.Count == 1)
            return Relative(persons[0]) ?? $"[persoon {Text(Known(persons[0]))}]";
        return persons.Count == 2 ? $"[persoon {Text(Known(persons[0]))} of {Text(Known(persons[1]))}]" : "[iemand van het gezin]";
    }

    // The mother of person 1, when the dossier says so.
    private string? Relative(int person)
    {
        var relationship = dossier.Persons[person].Relationship;
        if (person == 0 || !Relationships.Are(relationship))
            return null;
        var same = 0;
        for (var i = 1; i < dossier.Persons.Count; i++)
            same += dossier.Persons[i].Relationship == relationship ? 1 : 0;
        return same == 1 ? $"[{relationship} van persoon {Text(Known(0))}]" : null;
    }

    private int Known(int person)
    {
        if (!_known.TryGetValue(person, out var number))
            _known[person] = number = ++_last;
        return number;
    }

    private int Strange(Page page, in Claim claim)
    {
        var number = 0;
        for (var i = claim.To - 1; i >= claim.From && number == 0; i--)
        {
            if (Tells(page, i))
                _strange.TryGetValue(page[i].Hash, out number);
        }

        if (number == 0)
            number = ++_last;
        for (var i = claim.From; i < claim.To; i++)
        {
            if (Tells(page, i))
                _strange.TryAdd(page[i].Hash, number);
        }

        return number;
    }

    private static bool Tells(Page page, int i) => page[i].Kind == TokenKind.Word && page[i].Length > 1 && !page[i].Is(WordKinds.Particle);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
