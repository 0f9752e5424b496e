using System.Collections.Concurrent;
using Exchange.Consent;
using Exchange.Disclosure.Redaction;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// The free texts of one case as they are seen below full, and the gate that they pass. What becomes of a text depends on that section and
/// on whom the dossier knows, and on nothing else: not on who asks, and not on what other sections tell.
/// </summary>
/// <remarks>
/// The dossier's subject is person 1 in every text; the other numbers are given in each section anew, known and unknown people alike, so
/// that no number tells of a section that the caller does not see, and nobody learns whom a dossier knows by adding a name to it; see
/// docs/decisions/2026-11-22-a-number-is-of-one-section.md.
/// </remarks>
public sealed class CaseTexts
{
    private const int MostRemembered = 1024 * 1024;
    private const int LongestText = 4 * ContentRules.MaxFreeText;

    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    private readonly ConcurrentDictionary<(SectionId, int, CategoryRule), IReadOnlyDictionary<string, string>> _remembered = new();
    private readonly IReadOnlyList<KnownPerson>? _persons;
    private readonly string _subject = "";
    private int _size;

    /// <summary>The texts of a case.</summary>
    /// <param name="persons">Everybody whom the dossier knows, the subject first; null when that cannot be read: no text is shown then.</param>
    public CaseTexts(IReadOnlyList<KnownPerson>? persons)
    {
        _persons = persons;
        Gate = new ReleaseGate(persons ?? []);
        if (persons is [var subject, ..])
            _subject = string.Join(' ', [.. subject.FirstNames, subject.Prefix, subject.Surname]);
    }

    /// <summary>Whether everybody is known, so that texts can be redacted.</summary>
    public bool KnowsEverybody => _persons is not null;

    /// <summary>What nothing passes that names somebody of the dossier.</summary>
    public ReleaseGate Gate { get; }

    /// <summary>The free texts of a section, redacted, by the names of their fields.</summary>
    /// <param name="rule">The section's category.</param>
    /// <param name="section">The section; what has no version is not remembered.</param>
    /// <param name="content">What it says.</param>
    /// <returns>Nothing for a text that became much longer than a text may be.</returns>
    public IReadOnlyDictionary<string, string> Of(CategoryRule rule, Section section, SectionContent content)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(content);
        if (_persons is null || !rule.Fields.Values.Any(IsRedacted))
            return Nothing;
        var place = (section.Id, section.Version, rule);
        if (section.Version > 0 && _remembered.TryGetValue(place, out var known))
            return known;
        var texts = Redact(rule, content);
        if (section.Version > 0 && Interlocked.Add(ref _size, texts.Sum(t => t.Value.Length)) <= MostRemembered)
            _remembered.TryAdd(place, texts);
        return texts;
    }

    /// <summary>What is left of a section when only its free texts may be shown.</summary>
    /// <param name="rule">The section's category.</param>
    /// <param name="content">What it says, at any level.</param>
    public static SectionContent OnlyIn(CategoryRule rule, SectionContent content)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(content);
        return new SectionContent(content.Fields.RemoveRange(
            content.Fields.Keys.Where(name => rule.Fields.GetValueOrDefault(name)?.Type != FieldType.FreeText)));
    }

    /// <summary>Whether a field is free text of which something may be left below full.</summary>
    internal static bool IsRedacted(FieldRule field) => field is { Type: FieldType.FreeText, Pseudonymised: Generalisation.Redact };

    private Dictionary<string, string> Redact(CategoryRule rule, SectionContent content)
    {
        var view = TextRedactor.Dutch.Open(_persons!);
        view.Redact(_subject);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in content.Fields)
        {
            if (value is not TextValue { Text: var text } || !rule.Fields.TryGetValue(name, out var field) || !IsRedacted(field))
                continue;
            var redacted = view.Redact(text).Text;
            if (redacted.Length <= LongestText)
                texts.Add(name, redacted);
        }

        return texts;
    }
}
