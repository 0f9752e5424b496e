using System.Collections.Immutable;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>What is left of one version of a section in the anonymised views of one meeting.</summary>
/// <param name="Covenant">The SHA-256 of the covenant that it was made by, in lower-case hexadecimal digits.</param>
/// <param name="Category">The section's category, which the view shows.</param>
/// <param name="Source">The partner that it comes from, which the view shows too.</param>
/// <param name="Content">What is left of it: codes, areas, age bands, counts and redacted texts; perhaps nothing.</param>
public sealed record FrozenSection(string Covenant, string Category, string Source, SectionContent Content)
{
    /// <summary>The numbers that persons were given first in its texts, by marks that tell no name; see <see cref="ViewTexts.Numbers"/>.</summary>
    public ImmutableSortedDictionary<string, int> Numbers { get; init; } = ImmutableSortedDictionary<string, int>.Empty;
}
