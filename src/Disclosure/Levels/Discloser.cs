using System.Collections.Immutable;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>What a section looks like at a level.</summary>
public static class Discloser
{
    /// <summary>
    /// What may be seen of a section. A field that the covenant does not list, and a value that does not fit the type which it
    /// gives the field, are left out at every level: the content was right when it was contributed, but the covenant that decides
    /// now knows nothing of it.
    /// </summary>
    /// <param name="rule">The section's category under the covenant that decides.</param>
    /// <param name="level">The level.</param>
    /// <param name="content">The content as contributed.</param>
    /// <param name="referenceDay">
    /// The day on which ages are counted: at level anonymised the Amsterdam day on which the meeting starts, so that all attendees
    /// see the same whenever they look; else today.
    /// </param>
    /// <param name="districts">The covenant's table of areas; may be empty.</param>
    /// <param name="texts">The section's free texts, redacted, by their fields; without them nothing is left of free text below full.</param>
    /// <returns>The fields that are left; none at level existence.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The level is none or undefined: there is nothing to show, and whoever asks has not decided.
    /// </exception>
    public static SectionContent Apply(
        CategoryRule rule,
        Level level,
        SectionContent content,
        DateOnly referenceDay,
        IReadOnlyList<District> districts,
        IReadOnlyDictionary<string, string>? texts = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(districts);
        if (level == Level.Full && content.Fields.All(f => rule.Fields.TryGetValue(f.Key, out var field) && FieldKinds.Fits(field.Type, f.Value)))
            return content;
        Func<FieldRule, FieldValue, string?, FieldValue?> leave = level switch
        {
            Level.Full => (_, value, _) => value,
            Level.Pseudonymised => (field, value, text) => Generaliser.Pseudonymise(field, value, text, referenceDay, districts),
            Level.Anonymised => (field, value, text) => Generaliser.Anonymise(field, value, text, referenceDay, districts),
            Level.Existence => (_, _, _) => null,
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, "Only what may be seen can be disclosed."),
        };

        var left = ImmutableSortedDictionary.CreateBuilder<string, FieldValue>(StringComparer.Ordinal);
        foreach (var (name, value) in content.Fields)
        {
            if (rule.Fields.TryGetValue(name, out var field) && FieldKinds.Fits(field.Type, value) && leave(field, value, texts?.GetValueOrDefault(name)) is { } seen)
                left.Add(name, seen);
        }

        return new SectionContent(left.ToImmutable());
    }

    /// <summary>
    /// Whether anything can be left of a field at a level, whatever its value. Of what cannot, there is no use in having it: a source
    /// is not even asked for it.
    /// </summary>
    /// <param name="field">The field under the covenant that decides.</param>
    /// <param name="level">The level.</param>
    public static bool MayLeave(FieldRule field, Level level)
    {
        ArgumentNullException.ThrowIfNull(field);
        return level switch
        {
            Level.Full => true,
            Level.Pseudonymised => Generaliser.MayPseudonymise(field),
            Level.Anonymised => Generaliser.MayAnonymise(field),
            _ => false,
        };
    }
}
