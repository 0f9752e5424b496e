using System.Text;
using System.Text.RegularExpressions;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure.Tests.Release;

/// <summary>Short ways to see the texts of a case as a view has them.</summary>
internal static partial class CaseViews
{
    public static readonly CategoryRule Police = Covenants.Of("police");

    /// <summary>A view under a key that has a name, in which everything is seen, and nothing may be told unless it is said.</summary>
    public static PersonView Named(string key, IReadOnlySet<SectionId>? seen = null, Func<Section, SectionId, bool>? mayTell = null) =>
        new(Encoding.UTF8.GetBytes(key), seen ?? new HashSet<SectionId>(), mayTell ?? ((_, _) => false));

    /// <summary>The same at a meeting: numbers are drawn by what the texts say.</summary>
    public static PersonView AtMeeting(string meeting, string key, IReadOnlySet<SectionId>? seen = null) =>
        Named(key, seen) with { Meeting = Encoding.UTF8.GetBytes(meeting) };

    /// <summary>A section with a text, of which the content is in it.</summary>
    public static (CategoryRule Rule, Section Section, SectionContent Content) Text(long sequence, string narrative) => (
        Police,
        new Section
        {
            Id = SectionId.Create(),
            Sequence = sequence,
            Category = "police",
            Source = "politie",
            Ground = "",
            Handling = Handling.Open,
            Secrecy = Secrecy.NotLifted,
            KeepUntil = new DateOnly(2099, 1, 1),
            EncryptedContent = default,
        },
        SectionContent.Of(("narrative", new TextValue(narrative))));

    /// <summary>The texts of sections.</summary>
    public static string?[] Narratives(
        IReadOnlyList<KnownPerson>? persons,
        PersonView view,
        IReadOnlyList<(CategoryRule Rule, Section Section, SectionContent Content)> sections,
        IEnumerable<KeyValuePair<string, int>>? known = null)
    {
        var texts = new CaseTexts(persons).Number(view, sections, known ?? []);
        return [.. sections.Select(s => texts.Of(s.Section).GetValueOrDefault("narrative"))];
    }

    /// <summary>The labels in a text, in order.</summary>
    public static string[] Labels(string? text) => [.. Label().Matches(text ?? "").Select(m => m.Value)];

    [GeneratedRegex(@"\[[^\]]+\]")]
    private static partial Regex Label();
}
