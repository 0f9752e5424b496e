using System.Globalization;
using Exchange.Dossiers;

namespace Exchange.Disclosure.Redaction;

/// <summary>
/// Who is who among the persons of a dossier. Two sections may tell of one person: who has the same name is the same, unless the dates of
/// birth differ.
/// </summary>
internal sealed class KnownPersons
{
    private readonly int[] _same;
    private readonly string[] _keys;
    private readonly PersonName[] _names;
    private readonly HashSet<string>[] _forms;
    private readonly ILookup<int, (string Word, SectionId ToldIn)> _relations;

    /// <summary>The persons of a dossier, the subject first.</summary>
    public KnownPersons(Lexicon lexicon, IReadOnlyList<KnownPerson> persons)
    {
        (_same, _keys, _names) = (new int[persons.Count], new string[persons.Count], new PersonName[persons.Count]);
        _forms = new HashSet<string>[persons.Count];
        var named = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < persons.Count; i++)
        {
            _names[i] = PersonName.Of(lexicon, FullName(persons[i]));
            if (!named.TryGetValue(_names[i].Key, out var namesakes))
                named.Add(_names[i].Key, namesakes = []);
            var same = _names[i].Length == 0 ? -1 : namesakes.FindIndex(other => BornAlike(persons[other], persons[i]));
            _same[i] = same < 0 ? i : namesakes[same];
            if (same < 0)
                namesakes.Add(i);
            _keys[i] = string.Create(CultureInfo.InvariantCulture, $"{_names[i].Key}/{(same < 0 ? namesakes.Count - 1 : same)}");
            _forms[i] = [.. FormsOf(lexicon, persons[i]).Where(form => form.Length > 0)];
        }

        _relations = Enumerable.Range(0, persons.Count)
            .Where(i => Relationships.Are(persons[i].Relationship) && persons[i].ToldIn is not null)
            .ToLookup(i => _same[i], i => (persons[i].Relationship, persons[i].ToldIn!.Value));
    }

    /// <summary>The first entry of the dossier about the same person.</summary>
    public int Same(int person) => _same[person];

    /// <summary>Who it is, as a key: the name, and which of those who have it.</summary>
    public string KeyOf(int person) => _keys[person];

    /// <summary>What only this person of the dossier is called: whole names, and single words of them. As keys.</summary>
    public IEnumerable<string> NamesOf(int person) =>
        _forms[person].Where(form => !Enumerable.Range(0, _forms.Length).Any(other => _same[other] != person && _forms[other].Contains(form)));

    /// <summary>What the person is to the subject, and which section tells that.</summary>
    public IEnumerable<(string Word, SectionId ToldIn)> RelationsOf(int person) => _relations[person];

    /// <summary>Who are something to the subject by what some sections tell.</summary>
    public IEnumerable<int> Having(string word, IReadOnlySet<SectionId> toldIn) =>
        _relations.Where(of => of.Any(r => r.Word == word && toldIn.Contains(r.ToldIn))).Select(of => of.Key);

    private static bool BornAlike(KnownPerson one, KnownPerson other) =>
        one.BirthDate.Length == 0 || other.BirthDate.Length == 0 || one.BirthDate == other.BirthDate;

    private static string FullName(KnownPerson person)
    {
        var name = string.Join(' ', [.. person.FirstNames, person.Surname]);
        return name.Trim().Length > 0 ? name : person.Aliases.FirstOrDefault(person.Handles.FirstOrDefault(""));
    }

    private static IEnumerable<string> FormsOf(Lexicon lexicon, KnownPerson person)
    {
        var full = PersonName.Of(lexicon, FullName(person));
        yield return full.Key;
        foreach (var part in full.Parts)
            yield return part.Key;
        if (person.FirstNames is [var first, ..] && first.Split(' ')[0] is var called && person.Surname.Length > 0)
            yield return PersonName.Of(lexicon, called + " " + person.Surname).Key;
        foreach (var alias in person.Aliases)
            yield return PersonName.Of(lexicon, alias).Key;
    }
}
