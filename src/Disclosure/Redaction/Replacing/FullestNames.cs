namespace Exchange.Disclosure.Redaction;

/// <summary>
/// The names of one section, of which a shorter one is short for a fuller one: "Yusuf" for "Yusuf Demir", when no other Yusuf is named in
/// it. What other sections name does not matter: a name must not tell of those.
/// </summary>
internal sealed class FullestNames
{
    private readonly Dictionary<string, List<PersonName>> _having = new(StringComparer.Ordinal);
    private readonly Dictionary<PersonName, PersonName> _fullest = [];

    /// <summary>The names of a section.</summary>
    public FullestNames(IEnumerable<PersonName> names)
    {
        foreach (var name in names.Distinct())
        {
            foreach (var part in name.Parts)
            {
                if (!_having.TryGetValue(part.Key, out var having))
                    _having.Add(part.Key, having = []);
                having.Add(name);
            }
        }
    }

    /// <summary>The one name that a name is short for; itself when there is none, or more than one.</summary>
    public PersonName Of(PersonName name)
    {
        if (!_fullest.TryGetValue(name, out var fullest))
            _fullest.Add(name, fullest = Find(name));
        return fullest;
    }

    private PersonName Find(PersonName name)
    {
        // By its rarest word, so that many names with one word in common cost no more than they are.
        if (name.Parts.Select(part => _having[part.Key]).MinBy(having => having.Count) is not { } candidates)
            return name;
        var longer = candidates.Where(name.IsPartOf).ToList();
        var longest = longer.MaxBy(other => (other.Length, other.Whole)) ?? name;
        return longer.TrueForAll(other => other.IsPartOf(longest)) ? longest : name;
    }
}
