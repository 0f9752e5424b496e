using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Consent;
using Exchange.Disclosure.Redaction;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// The free texts of one case as they are below full, and the gate that they pass. What is taken out of a text depends on that section and
/// on whom the dossier knows, and on nothing else. By which numbers persons are told apart depends on the view: see <see cref="ViewTexts"/>.
/// </summary>
public sealed class CaseTexts
{
    private const int MostRemembered = 1024 * 1024;

    private static readonly IReadOnlyDictionary<string, NamedText> Nothing = new Dictionary<string, NamedText>();

    private readonly ConcurrentDictionary<(SectionId, int, CategoryRule), IReadOnlyDictionary<string, NamedText>> _remembered = new();
    private readonly IReadOnlyList<KnownPerson>? _persons;
    private int _size;

    /// <summary>The texts of a case.</summary>
    /// <param name="persons">Everybody whom the dossier knows, the subject first; null when that cannot be read: no text is shown then.</param>
    public CaseTexts(IReadOnlyList<KnownPerson>? persons)
    {
        _persons = persons;
        Gate = new ReleaseGate(persons ?? []);
    }

    /// <summary>Whether everybody is known, so that texts can be redacted.</summary>
    public bool KnowsEverybody => _persons is not null;

    /// <summary>What nothing passes that names somebody of the dossier.</summary>
    public ReleaseGate Gate { get; }

    /// <summary>The texts of sections with the numbers of a view.</summary>
    /// <param name="view">The view.</param>
    /// <param name="sections">The sections, with their categories and what they say.</param>
    /// <param name="known">Numbers that the view gave before, as <see cref="ViewTexts.Numbers"/> has them.</param>
    public ViewTexts Number(
        PersonView view, IEnumerable<(CategoryRule Rule, Section Section, SectionContent Content)> sections, IEnumerable<KeyValuePair<string, int>> known)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(sections);
        ArgumentNullException.ThrowIfNull(known);
        var numbers = new PersonNumbers(view.Key, known);
        var names = new CaseNames(new KnownPersons(TextRedactor.Dutch.Lexicon, _persons ?? []), numbers, view);
        var texts = new ViewTexts(numbers);
        List<(Section Section, IReadOnlyDictionary<string, NamedText> Texts)> read =
        [
            .. from one in sections
               orderby view.Seen.Contains(one.Section.Id) descending, one.Section.Sequence, one.Section.Version
               select (one.Section, Read(one.Rule, one.Section, one.Content)),
        ];
        var seen = view.Meeting is null ? [] : WithoutNames(read.Where(r => view.Seen.Contains(r.Section.Id)));
        foreach (var one in read)
        {
            if (view.Meeting is { } secret)
                numbers.DrawInTurn(HMACSHA256.HashData(secret.Span, (byte[])[.. seen, .. WithoutNames([one])]));
            texts.Add(one.Section, one.Texts, names);
        }

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

    // SHA-256 of everything that sections say but whom they name: the same for two cases that differ in that only.
    private static byte[] WithoutNames(IEnumerable<(Section Section, IReadOnlyDictionary<string, NamedText> Texts)> sections) =>
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
            from one in sections
            from text in one.Texts.OrderBy(t => t.Key, StringComparer.Ordinal)
            select new[] { one.Section.Source, one.Section.Category, text.Key, text.Value.With(_ => "[persoon]") }));

    // What has no version was not kept, and is not remembered.
    private IReadOnlyDictionary<string, NamedText> Read(CategoryRule rule, Section section, SectionContent content)
    {
        if (_persons is null || !rule.Fields.Values.Any(IsRedacted))
            return Nothing;
        var place = (section.Id, section.Version, rule);
        if (section.Version > 0 && _remembered.TryGetValue(place, out var known))
            return known;
        var texts = Redact(rule, content);
        if (section.Version > 0 && Interlocked.Add(ref _size, texts.Sum(t => t.Value.Text.Length)) <= MostRemembered)
            _remembered.TryAdd(place, texts);
        return texts;
    }

    private Dictionary<string, NamedText> Redact(CategoryRule rule, SectionContent content)
    {
        var view = TextRedactor.Dutch.Open(_persons!);
        var texts = new Dictionary<string, NamedText>(StringComparer.Ordinal);
        foreach (var (name, value) in content.Fields)
        {
            if (value is TextValue { Text: var text } && rule.Fields.TryGetValue(name, out var field) && IsRedacted(field))
                texts.Add(name, view.Read(text));
        }

        return texts;
    }
}
