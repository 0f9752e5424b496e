using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// Everybody whom a dossier knows, gathered from all of its sections, whoever may see those: the subject from what identifies it and
/// from contact and residence, relatives from lists of persons, professionals and others from fields that hold a name.
/// </summary>
public sealed class DossierPersons
{
    private const int ShortestCode = 4;

    private static readonly HashSet<string> NameFields = new(StringComparer.OrdinalIgnoreCase)
    {
        "name", "names", "author", "guardian", "contactPerson", "professional", "mentor", "officer", "lawyer",
    };

    private readonly List<KnownPerson> _others = [];
    private readonly List<string> _firstNames = [], _aliases = [], _addresses = [], _phones = [], _emails = [], _handles = [], _bsns = [], _births = [];
    private string _surname = "", _prefix = "", _initials = "";

    /// <summary>Adds what a section says of people.</summary>
    /// <param name="rule">Its category; null when the covenant defines it no more.</param>
    /// <param name="content">What it says.</param>
    /// <param name="section">Which it is, so that a view may tell what somebody is to the subject where that is told too; null for none.</param>
    public void Add(CategoryRule? rule, SectionContent content, SectionId? section = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        AddSubjectName(content);
        foreach (var (name, value) in content.Fields)
        {
            var type = rule is not null && rule.Fields.TryGetValue(name, out var field) ? field.Type : (FieldType?)null;
            switch (value)
            {
                case TextValue { Text: var text } when type is not (FieldType.Code or FieldType.FreeText):
                    AddText(name, text, type, rule?.Identifying ?? false);
                    break;
                case TextsValue { Texts: var texts }:
                    foreach (var text in texts)
                        AddOneOf(name, text, rule?.Identifying ?? false);
                    break;
                case DateValue { Date: var date } when name.Equals("birthDate", StringComparison.OrdinalIgnoreCase):
                    _births.Add(date.ToString());
                    break;
                case AddressValue address:
                    _addresses.Add($"{address.Street} {address.HouseNumber}, {address.Postcode} {address.City}");
                    _addresses.AddRange(address.Lines);
                    break;
                case PersonsValue { Persons: var persons }:
                    _others.AddRange(persons.Select(person => Of(person, section)));
                    break;
            }
        }
    }

    /// <summary>Adds somebody who deals with the case, by the name that the partner's tokens give.</summary>
    public void AddActor(string actor) => _others.Add(new KnownPerson { Handles = [actor] });

    /// <summary>Everybody, the subject first.</summary>
    public IReadOnlyList<KnownPerson> ToList() =>
    [
        new KnownPerson
        {
            FirstNames = [.. _firstNames.Distinct()],
            Surname = _surname,
            Prefix = _prefix,
            Initials = _initials,
            Aliases = [.. _aliases.Distinct()],
            BirthDate = _births.FirstOrDefault(""),
            Bsn = _bsns.FirstOrDefault(""),
            Addresses = [.. _addresses.Distinct()],
            Phones = [.. _phones.Distinct()],
            Emails = [.. _emails.Distinct()],
            Handles = [.. _handles.Distinct()],
        },
        .. _bsns.Skip(1).Distinct().Select(bsn => new KnownPerson { Bsn = bsn }),
        .. _births.Skip(1).Distinct().Select(birth => new KnownPerson { BirthDate = birth }),
        .. _others,
    ];

    // Sources that spell the subject's name differently are both right: what is not the first surname is an alias.
    private void AddSubjectName(SectionContent content)
    {
        var (surname, prefix) = (Text(content, "surname"), Text(content, "surnamePrefix"));
        if (surname.Length == 0)
            return;
        if (_surname.Length == 0)
            (_surname, _prefix) = (surname, prefix);
        else if (surname != _surname || prefix != _prefix)
            _aliases.Add(string.Join(' ', new[] { prefix, surname }.Where(p => p.Length > 0)));
    }

    private void AddText(string name, string text, FieldType? type, bool isIdentifying)
    {
        if (type == FieldType.Bsn || name.Equals("bsn", StringComparison.OrdinalIgnoreCase))
            _bsns.Add(text);
        else if (name.Equals("firstNames", StringComparison.OrdinalIgnoreCase))
            _firstNames.Add(text);
        else if (name.Equals("initials", StringComparison.OrdinalIgnoreCase))
            _initials = text;
        else if (name.Equals("surname", StringComparison.OrdinalIgnoreCase) || name.Equals("surnamePrefix", StringComparison.OrdinalIgnoreCase))
            return;
        else if (isIdentifying)
            _aliases.Add(text);
        else if (NameFields.Contains(name))
            _others.Add(new KnownPerson { Aliases = [text] });
        else if (text.Count(char.IsDigit) >= ShortestCode)
            _handles.Add(text);
    }

    private void AddOneOf(string name, string text, bool isIdentifying)
    {
        var of = name.ToUpperInvariant() switch
        {
            "ALIASES" => _aliases,
            "PHONES" => _phones,
            "EMAILS" => _emails,
            "HANDLES" => _handles,
            _ => isIdentifying ? _aliases : text.Count(char.IsDigit) >= ShortestCode ? _handles : null,
        };
        of?.Add(text);
    }

    private static KnownPerson Of(RelatedPerson person, SectionId? toldIn) => new()
    {
        FirstNames = person.FirstNames.Length > 0 ? [person.FirstNames] : [],
        Prefix = person.SurnamePrefix,
        Surname = person.Surname,
        BirthDate = person.BirthDate?.ToString() ?? "",
        Relationship = toldIn is null ? "" : person.Relationship,
        ToldIn = toldIn,
    };

    private static string Text(SectionContent content, string name) => content.Fields.GetValueOrDefault(name) is TextValue { Text: var text } ? text : "";
}
