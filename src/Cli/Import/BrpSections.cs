using Exchange.Commands;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Cli.Import;

/// <summary>A test person as the sections of a basisdossier, on the grounds that the covenant gives their source.</summary>
/// <param name="covenant">The covenant.</param>
/// <param name="source">The partner that keeps the register: the sections come from it.</param>
/// <param name="keepUntil">The last Amsterdam day on which they may be released.</param>
internal sealed class BrpSections(Covenant covenant, string source, DateOnly keepUntil)
{
    private const string Identity = "identity";
    private const string Residence = "residence";
    private const string Household = "household";

    /// <summary>A category that the source may not contribute, so that it cannot import at all; null when it may.</summary>
    public string? Uncovered => new[] { Identity, Residence, Household }.FirstOrDefault(c => covenant.GroundsFor(source, c).Count == 0);

    /// <summary>The sections of a person. A secret address has sections of its own, which nothing ever releases.</summary>
    public IReadOnlyList<(string Source, OfferedSection Section)> Of(BrpPerson person)
    {
        var handling = person.IsSecret ? Handling.Secret : Handling.Open;
        var who = new Fields
        {
            { "firstNames", person.FirstNames },
            { "surnamePrefix", person.SurnamePrefix },
            { "surname", person.Surname },
            { "gender", person.Gender },
            { "bsn", person.Bsn },
            { "birthDate", person.BirthDate },
            { "deathDate", person.DeathDate },
        };
        var where = new Fields
        {
            { "address", person.Address },
            { "since", person.AddressSince },
            { "municipality", person.Municipality },
        };
        var sections = new List<(string, OfferedSection)>();
        if (!person.IsSecret)
            who.Add("address", person.Address);
        Add(Identity, who, Handling.Open);
        if (person.IsSecret)
            Add(Identity, new Fields { { "address", person.Address } }, handling);
        Add(Residence, where, handling);
        if (person.Relatives.Count > 0)
            Add(Household, new Fields { { "members", new PersonsValue(person.Relatives) } }, Handling.Open);
        return sections;

        void Add(string category, Fields fields, Handling with)
        {
            if (fields.Content.Fields.IsEmpty)
                return;
            var ground = covenant.GroundsFor(source, category)[0];
            sections.Add((source, new OfferedSection(category, fields.Content, ground, with, null, [], "", null, keepUntil)));
        }
    }
}
