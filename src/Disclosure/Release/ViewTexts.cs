using System.Collections.Immutable;
using Exchange.Disclosure.Redaction;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// The free texts of a case as one view has them: one person has one number in all of them. See
/// docs/decisions/2026-11-22-a-number-is-of-one-view.md.
/// </summary>
public sealed class ViewTexts
{
    private const int LongestText = 4 * ContentRules.MaxFreeText;

    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    private readonly Dictionary<(SectionId, int), (IReadOnlyDictionary<string, string> Texts, ImmutableSortedDictionary<string, int> Numbers)> _sections = [];
    private readonly PersonNumbers _numbers;

    internal ViewTexts(PersonNumbers numbers) => _numbers = numbers;

    /// <summary>All numbers that were given, by marks that tell no name.</summary>
    public IReadOnlyDictionary<string, int> Numbers => _numbers.Given;

    /// <summary>How long they are together, in UTF-16 code units.</summary>
    public long Length { get; private set; }

    /// <summary>The texts of a section, by the names of their fields; nothing for a text that became much longer than a text may be.</summary>
    public IReadOnlyDictionary<string, string> Of(Section section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return _sections.TryGetValue((section.Id, section.Version), out var known) ? known.Texts : Nothing;
    }

    /// <summary>The numbers that were given first in a section.</summary>
    internal ImmutableSortedDictionary<string, int> NumbersOf(Section section) =>
        _sections.TryGetValue((section.Id, section.Version), out var known) ? known.Numbers : ImmutableSortedDictionary<string, int>.Empty;

    internal void Add(Section section, IReadOnlyDictionary<string, NamedText> named, CaseNames names)
    {
        var before = _numbers.Given.Count;
        var fullest = new FullestNames(named.Values.SelectMany(text => text.Mentions.Select(m => m.Who.Name)));
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, text) in named.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            var filled = text.With(who => names.Label(section, fullest, who));
            if (filled.Length <= LongestText)
                texts.Add(field, filled);
            Length += filled.Length;
        }

        // What is added to a dictionary from which nothing goes, comes last.
        var added = _numbers.Given.Skip(before).ToImmutableSortedDictionary(StringComparer.Ordinal);
        _sections[(section.Id, section.Version)] = (texts, added);
    }
}
