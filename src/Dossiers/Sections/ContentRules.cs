using Exchange.Consent;

namespace Exchange.Dossiers;

/// <summary>
/// Whether a section's content may be kept: its fields are the covenant's, each value is of the kind and form of its type, and
/// nothing is empty, endless or unprintable.
/// </summary>
public static class ContentRules
{
    /// <summary>The longest text, and the longest of a list of texts, in UTF-16 code units.</summary>
    public const int MaxText = 256;

    /// <summary>The most texts in a list.</summary>
    public const int MaxTexts = 32;

    /// <summary>The longest free text, in UTF-16 code units.</summary>
    public const int MaxFreeText = 65_536;

    /// <summary>The most persons in a list.</summary>
    public const int MaxPersons = 64;

    /// <summary>Says everything that is wrong with a content, in the order of its fields; nothing when it may be kept.</summary>
    /// <param name="rule">The section's category under the covenant that decides.</param>
    /// <param name="content">The content as offered.</param>
    public static IReadOnlyList<ContentViolation> Check(CategoryRule rule, SectionContent content)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(content);
        var findings = new List<ContentViolation>();
        if (content.Fields.IsEmpty)
            findings.Add(new("", "says nothing"));
        foreach (var (name, value) in content.Fields)
        {
            if (!rule.Fields.TryGetValue(name, out var field))
                findings.Add(new(Printable(name), "is no field of this category in the covenant"));
            else if (!FieldKinds.Fits(field.Type, value))
                findings.Add(new(name, $"must be {Wanted(field.Type)}"));
            else
                new ValueRules(field, findings).Check(name, value);
        }

        return findings;
    }

    private static string Wanted(FieldType type) => type switch
    {
        FieldType.Texts => "a list of texts",
        FieldType.Date => "a date",
        FieldType.Address => "an address",
        FieldType.Number => "a number",
        FieldType.Flag => "yes or no",
        FieldType.Persons => "a list of persons",
        _ => "a text",
    };

    // The name of an unknown field is the caller's own text: anything may be in it, and errors hold nothing personal.
    private static string Printable(string name) =>
        name.Length is > 0 and <= 64 && name.All(char.IsAsciiLetter) ? name : "?";
}
