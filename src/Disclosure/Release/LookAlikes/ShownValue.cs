using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// A structured value in an anonymised view of a case. Together such values may point at somebody (<em>quasi-identifiers</em>), and the
/// category and the source say as much as the value: a view shows those too.
/// </summary>
/// <param name="Section">The section that shows it.</param>
/// <param name="Category">The section's category.</param>
/// <param name="Source">The partner that the section comes from.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">What is shown: an age band, an area or a code; never a contributed value but a code of the covenant's list.</param>
public sealed record ShownValue(SectionId Section, string Category, string Source, string Field, FieldValue Value)
{
    internal Trait Trait => new(Category, Source, Field, Value);
}

/// <summary>A structured value that may be shown, and what it may be generalised to.</summary>
/// <param name="Section">The section that would show it.</param>
/// <param name="Category">The section's category.</param>
/// <param name="Source">The partner that the section comes from.</param>
/// <param name="Field">The field.</param>
/// <param name="Ladder">The value at its finest, then coarser and coarser; after the last it is not shown.</param>
public sealed record Candidate(SectionId Section, string Category, string Source, string Field, IReadOnlyList<FieldValue> Ladder)
{
    internal ShownValue At(int rung) => new(Section, Category, Source, Field, Ladder[rung]);
}

/// <summary>What somebody has in common with somebody else: one generalised value, of one field, told by one source.</summary>
internal readonly record struct Trait(string Category, string Source, string Field, FieldValue Value);
