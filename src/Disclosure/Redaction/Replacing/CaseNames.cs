using System.Globalization;
using Exchange.Dossiers;

namespace Exchange.Disclosure.Redaction;

/// <summary>
/// Who is who in the texts of one case in one view. One person has one number, whether the dossier knows it or a text alone; the subject
/// is person 1. What somebody is to the subject is told instead where the view may tell it and nobody else is that.
/// </summary>
internal sealed class CaseNames(KnownPersons persons, PersonNumbers numbers, PersonView view)
{
    private readonly Dictionary<int, int> _known = new() { [0] = PersonNumbers.Subject };
    private readonly Dictionary<string, int?> _only = new(StringComparer.Ordinal);
    private readonly HashSet<int> _ofKnown = [PersonNumbers.Subject];

    /// <summary>The label of somebody who is named in a section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="names">The names that it has.</param>
    /// <param name="who">Who is named.</param>
    public string Label(Section section, FullestNames names, Mention who)
    {
        if (who.Persons.Count == 0)
            return $"[persoon {Text(numbers.Of(names.Of(who.Name).Key))}]";
        return who.Persons.Select(persons.Same).Distinct().ToList() switch
        {
            [var one] => Relation(section, one) ?? $"[persoon {Text(Number(one, names.Of(who.Name).Key))}]",
            [var one, var other] => $"[persoon {Text(Number(one))} of {Text(Number(other))}]",
            _ => "[persoon]",
        };
    }

    // The number that was given under any name of this person; else one of its own, so that it has it too if no section tells of it any more.
    private int Number(int person, string? named = null)
    {
        if (_known.TryGetValue(person, out var number))
            return number;
        var key = persons.KeyOf(person);
        string[] names = [key, .. named is null ? [] : new[] { named }, .. persons.NamesOf(person)];
        var found = names.Select(numbers.Find).FirstOrDefault(n => n is { } given && !_ofKnown.Contains(given));
        number = found ?? numbers.Of(named is not null && numbers.Find(named) is null ? named : key);
        numbers.Keep(key, number);
        _ofKnown.Add(number);
        _known.Add(person, number);
        return number;
    }

    private string? Relation(Section section, int person)
    {
        if (person == 0)
            return null;
        foreach (var (word, toldIn) in persons.RelationsOf(person))
        {
            if (!view.MayTell(section, toldIn) || !IsTheOnly(word, person))
                continue;

            // In an earlier text it may be somebody of whom it is told no more.
            var number = Number(person);
            if (numbers.Find("/" + word) is { } earlier && earlier != number)
                continue;
            numbers.Keep("/" + word, number);
            return $"[{word} van persoon {Text(PersonNumbers.Subject)}]";
        }

        return null;
    }

    // Of what nobody there sees, nothing depends: that there is another brother would show.
    private bool IsTheOnly(string word, int person)
    {
        if (!_only.TryGetValue(word, out var only))
            _only.Add(word, only = persons.Having(word, view.Seen).Take(2).ToArray() is [var one] ? one : null);
        return only == person;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
