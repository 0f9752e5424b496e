namespace Exchange.Dossiers;

/// <summary>Which part of what a partner contributed is asked for.</summary>
/// <param name="Source">The partner.</param>
/// <param name="Categories">The categories.</param>
/// <param name="KeptOn">The Amsterdam day: sections that may no longer be released on it are left out.</param>
/// <param name="After">Where the part begins: the place of the last section before it, or 0.</param>
/// <param name="Count">The most sections that are read.</param>
/// <param name="Bytes">No further section is read once the encrypted contents would come to more bytes; one always is.</param>
public sealed record OwnSectionsQuery(
    string Source, IReadOnlyCollection<string> Categories, DateOnly KeptOn, long After, int Count, int Bytes);

/// <summary>A part of what a partner contributed.</summary>
/// <param name="PartnershipEpoch">The partnership's epoch at that moment.</param>
/// <param name="Sections">The newest version of each section that is not withdrawn, in the order in which the first ones were contributed.</param>
/// <param name="More">Whether others follow.</param>
public sealed record OwnSectionsReading(long PartnershipEpoch, IReadOnlyList<OwnSection> Sections, bool More);

/// <summary>A section with the case that it is of.</summary>
/// <param name="Case">The case.</param>
/// <param name="CaseEpoch">The epoch of the case.</param>
/// <param name="Section">The newest version of the section.</param>
/// <param name="Place">The sequence of its first version: its place in the list, whatever versions follow.</param>
public sealed record OwnSection(Case Case, long CaseEpoch, Section Section, long Place);
