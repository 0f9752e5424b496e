using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// What look-alikes are counted by in one case: whose it is, where that person lives, and the generalised values that its sections hold.
/// </summary>
/// <param name="Bsns">The citizen's numbers in it: one in a sound case, none when nobody told it, several when sources disagree.</param>
/// <param name="Area">The district of the address by which the subject is known; null when there is none, or more than one.</param>
/// <param name="Sources">How many partners the case comes from.</param>
/// <param name="Held">The values of its sections.</param>
public sealed record CaseTraits(IReadOnlyCollection<string> Bsns, string? Area, int Sources, IReadOnlyList<Candidate> Held)
{
    /// <summary>How many partners a case of the reference population comes from at least, so that nobody makes people up on its own.</summary>
    public const int FewestSources = 2;

    /// <summary>
    /// Whether the case counts among the reference population: it comes from two partners at least, and they agree whose it is.
    /// </summary>
    public bool Counts => Bsns.Count == 1 && Sources >= FewestSources;

    /// <summary>Reads the sections of a case.</summary>
    /// <param name="covenant">The covenant that decides; a section of a category that it does not define is a source, and holds nothing.</param>
    /// <param name="sections">The sections, opened.</param>
    /// <param name="meetingDay">The Amsterdam day on which ages are counted.</param>
    public static CaseTraits Of(Covenant covenant, IEnumerable<(Section Section, SectionContent Content)> sections, DateOnly meetingDay)
    {
        ArgumentNullException.ThrowIfNull(covenant);
        ArgumentNullException.ThrowIfNull(sections);
        var (bsns, areas, sources) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var held = new List<Candidate>();
        foreach (var (section, content) in sections)
        {
            sources.Add(section.Source);
            if (!covenant.Categories.TryGetValue(section.Category, out var rule))
                continue;
            held.AddRange(Ladders.HeldBy(rule, section, content, meetingDay, covenant.Districts));
            foreach (var (name, value) in content.Fields)
            {
                switch (rule.Fields.GetValueOrDefault(name)?.Type, value)
                {
                    case (FieldType.Bsn, TextValue { Text: var bsn }):
                        bsns.Add(bsn);
                        break;
                    case (FieldType.Address, AddressValue address) when rule.Identifying && Areas.Of(address, covenant.Districts) is { Name: var area }:
                        areas.Add(area);
                        break;
                }
            }
        }

        return new CaseTraits(bsns, areas.Count == 1 ? areas.Single() : null, sources.Count, held);
    }
}
