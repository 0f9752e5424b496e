using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// The ladder of a value where look-alikes are counted: first as the covenant names it, then in the fixed coarse classes, then not at all.
/// A code has one rung. Years and counts are too fine at any <em>k</em>, and have none.
/// </summary>
public static class Ladders
{
    /// <summary>The structured values of a section that may be shown anonymised, each with its ladder.</summary>
    /// <param name="rule">The section's category under the covenant that decides.</param>
    /// <param name="section">The section.</param>
    /// <param name="content">What it says.</param>
    /// <param name="meetingDay">The Amsterdam day on which the meeting starts, on which ages are counted.</param>
    /// <param name="districts">The covenant's table of areas.</param>
    public static IReadOnlyList<Candidate> Of(
        CategoryRule rule, Section section, SectionContent content, DateOnly meetingDay, IReadOnlyList<District> districts) =>
        Read(rule, section, content, (field, value) => Show(field, value, meetingDay, districts));

    /// <summary>
    /// The same for somebody of the reference population: every value that would fit, also where a ladder leaves one out because it is
    /// not coarser than the one before.
    /// </summary>
    /// <inheritdoc cref="Of"/>
    public static IReadOnlyList<Candidate> HeldBy(
        CategoryRule rule, Section section, SectionContent content, DateOnly meetingDay, IReadOnlyList<District> districts) =>
        Read(rule, section, content, (field, value) => Rungs(field, value, meetingDay, districts));

    private static List<Candidate> Read(
        CategoryRule rule, Section section, SectionContent content, Func<FieldRule, FieldValue, IEnumerable<FieldValue?>> rungsOf)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(content);
        var candidates = new List<Candidate>();
        foreach (var (name, value) in content.Fields)
        {
            if (!rule.Fields.TryGetValue(name, out var field) || field.Pseudonymised is null || !FieldKinds.Fits(field.Type, value))
                continue;
            FieldValue[] ladder = [.. rungsOf(field, value).OfType<FieldValue>().Distinct()];
            if (ladder.Length > 0)
                candidates.Add(new Candidate(section.Id, section.Category, section.Source, name, ladder));
        }

        return candidates;
    }

    private static IEnumerable<FieldValue?> Show(FieldRule field, FieldValue value, DateOnly day, IReadOnlyList<District> districts)
    {
        FieldValue? finer = null;
        foreach (var rung in Rungs(field, value, day, districts).OfType<FieldValue>())
        {
            if (finer is AgeBandValue one && rung is AgeBandValue other && Width(other) <= Width(one))
                yield break;
            yield return finer = rung;
        }
    }

    private static IEnumerable<FieldValue?> Rungs(FieldRule field, FieldValue value, DateOnly day, IReadOnlyList<District> districts) =>
        (field.Anonymised, value) switch
        {
            (Generalisation.AgeBand5, DateValue v) => [AgeBands.Of(v.Date, day, 5), AgeBands.CoarseOf(v.Date, day)],
            (Generalisation.AgeBand10, DateValue v) => [AgeBands.Of(v.Date, day, 10), AgeBands.CoarseOf(v.Date, day)],
            (Generalisation.AgeBand20, DateValue v) => [AgeBands.Of(v.Date, day, 20), AgeBands.CoarseOf(v.Date, day)],
            (Generalisation.District, AddressValue v) => [Areas.Of(v, districts), Areas.CoarseOf(v, districts)],
            (Generalisation.Keep, TextValue v) => [Generaliser.Code(field, v)],
            _ => [],
        };

    private static int Width(AgeBandValue band) => band.To is { } to ? to - band.From + 1 : int.MaxValue;
}
