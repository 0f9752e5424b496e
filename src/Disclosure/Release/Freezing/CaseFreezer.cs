using System.Collections.Immutable;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Disclosure;

/// <summary>
/// Makes what is seen of a case anonymised in one meeting: of all sections at once, whoever may see them, so that the first to look
/// decides for nobody else. What was made before stays as it is; what came since is added to it.
/// </summary>
public static class CaseFreezer
{
    /// <summary>
    /// What a case has after this look. What is there of another covenant is held to the one that decides now: a value stays as it was
    /// shown or goes, and nothing that went comes back in this meeting.
    /// </summary>
    /// <param name="before">What was made before.</param>
    /// <param name="covenant">The covenant that decides.</param>
    /// <param name="meetingDay">The Amsterdam day on which the meeting starts: on that, ages are counted.</param>
    /// <param name="sections">All sections of the case, with what they say.</param>
    /// <param name="texts">Their free texts, redacted by everybody whom the dossier knows now.</param>
    /// <returns>The very same as <paramref name="before"/> when there is nothing to add.</returns>
    public static FrozenCase Freeze(
        FrozenCase before,
        Covenant covenant,
        DateOnly meetingDay,
        IReadOnlyList<(Section Section, SectionContent Content)> sections,
        CaseTexts texts)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(covenant);
        ArgumentNullException.ThrowIfNull(sections);
        ArgumentNullException.ThrowIfNull(texts);
        if (before.IsWhole(covenant, sections.Select(s => s.Section)))
            return before;
        var digest = FrozenCase.DigestOf(covenant);
        var after = before.Sections.ToBuilder();
        foreach (var (section, content) in sections.Where(s => !before.Holds(s.Section, digest)))
        {
            var place = (section.Id, section.Version);
            var seen = SectionContent.Empty; // of a category that the covenant does not define it leaves nothing
            if (covenant.Categories.TryGetValue(section.Category, out var rule))
            {
                seen = Discloser.Apply(rule, Level.Anonymised, content, meetingDay, covenant.Districts, texts.Of(rule, section, content));
                if (before.Sections.TryGetValue(place, out var shown))
                    seen = Narrow(rule, shown.Content, seen);
            }

            after[place] = new FrozenSection(digest, seen);
        }

        return new FrozenCase(after.ToImmutable());
    }

    // A text is the one that was shown, whomever the dossier has come to know since; any other value only where it is still the same.
    private static SectionContent Narrow(CategoryRule rule, SectionContent shown, SectionContent seen) => new(shown.Fields
        .Where(field => seen.Fields.TryGetValue(field.Key, out var now) && (now == field.Value || (now is TextValue && CaseTexts.IsRedacted(rule.Fields[field.Key]))))
        .ToImmutableSortedDictionary(StringComparer.Ordinal));
}
