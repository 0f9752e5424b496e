using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// What is left of one value below full. Null means nothing, and nothing is the answer to everything that is not listed here. Of free
/// text that is what the redactor left, if it was asked.
/// </summary>
internal static class Generaliser
{
    /// <summary>What is left in a pseudonymised view: what the covenant names.</summary>
    public static FieldValue? Pseudonymise(FieldRule rule, FieldValue value, string? redacted, DateOnly referenceDay, IReadOnlyList<District> districts) =>
        (rule.Pseudonymised, value) switch
        {
            (Generalisation.YearMonth, DateValue v) => new DateValue(new PartialDate(v.Date.Year, v.Date.Month)),
            (Generalisation.Year, DateValue v) => new DateValue(new PartialDate(v.Date.Year)),
            (Generalisation.AgeBand5, DateValue v) => AgeBands.Of(v.Date, referenceDay, 5),
            (Generalisation.AgeBand10, DateValue v) => AgeBands.Of(v.Date, referenceDay, 10),
            (Generalisation.AgeBand20, DateValue v) => AgeBands.Of(v.Date, referenceDay, 20),
            (Generalisation.District, AddressValue v) => Areas.Of(v, districts),
            (Generalisation.Count, PersonsValue v) => new CountValue(v.Persons.Count),
            (Generalisation.Keep, TextValue v) => Code(rule, v),
            (Generalisation.Redact, TextValue) => Text(rule, redacted),
            _ => null,
        };

    /// <summary>
    /// What is left in an anonymised view where nobody counts look-alikes: ages and areas are of fixed coarse classes, codes stay, and
    /// years and counts are too fine. A field of which the covenant leaves nothing in a pseudonymised view has nothing here either.
    /// Where the covenant has a release gate, <see cref="Ladders"/> says what may be left.
    /// </summary>
    public static FieldValue? Anonymise(FieldRule rule, FieldValue value, string? redacted, DateOnly referenceDay, IReadOnlyList<District> districts) =>
        rule.Pseudonymised is null ? null : (rule.Anonymised, value) switch
        {
            (Generalisation.AgeBand5 or Generalisation.AgeBand10 or Generalisation.AgeBand20, DateValue v) =>
                AgeBands.CoarseOf(v.Date, referenceDay),
            (Generalisation.District, AddressValue v) => Areas.CoarseOf(v, districts),
            (Generalisation.Keep, TextValue v) => Code(rule, v),
            (Generalisation.Redact, TextValue) => Text(rule, redacted),
            _ => null,
        };

    /// <summary>Whether <see cref="Pseudonymise"/> has an answer for some value of the field.</summary>
    public static bool MayPseudonymise(FieldRule rule) => rule.Pseudonymised is not null && (rule.Pseudonymised is not Generalisation.Redact || CaseTexts.IsRedacted(rule));

    /// <summary>Whether <see cref="Anonymise"/> has an answer for some value of the field.</summary>
    public static bool MayAnonymise(FieldRule rule) => rule.Pseudonymised is not null
        && rule.Anonymised is Generalisation.AgeBand5 or Generalisation.AgeBand10 or Generalisation.AgeBand20 or Generalisation.District or Generalisation.Keep
            or Generalisation.Redact;

    private static TextValue? Text(FieldRule rule, string? redacted) =>
        redacted is not null && CaseTexts.IsRedacted(rule) ? new TextValue(redacted) : null;

    // A code that the covenant does not list may be anything, a name for instance; an open list lists none.
    internal static TextValue? Code(FieldRule rule, TextValue value) =>
        rule.Type == FieldType.Code && rule.Values.FirstOrDefault(code => code == value.Text) is { } code ? new TextValue(code) : null;
}
