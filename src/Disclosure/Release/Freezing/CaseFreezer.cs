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
    /// <param name="view">By which numbers the meeting tells persons apart.</param>
    /// <param name="crowd">Among whom look-alikes are counted; where the covenant has a release gate, and only there.</param>
    /// <returns>The very same as <paramref name="before"/> when there is nothing to add.</returns>
    public static FrozenCase Freeze(
        FrozenCase before,
        Covenant covenant,
        DateOnly meetingDay,
        IReadOnlyList<(Section Section, SectionContent Content)> sections,
        CaseTexts texts,
        PersonView view,
        Crowd? crowd = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(covenant);
        ArgumentNullException.ThrowIfNull(sections);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(view);
        if (covenant.ReleaseGate is null != crowd is null)
            throw new ArgumentException("Look-alikes are counted where the covenant has a release gate, and only there.", nameof(crowd));
        if (before.IsWhole(covenant, sections.Select(s => s.Section)))
            return before;
        var digest = FrozenCase.DigestOf(covenant);
        var after = before.Sections.ToBuilder();
        var (candidates, versions) = (new List<Candidate>(), new Dictionary<SectionId, int>());
        var added = sections.Where(s => !before.Holds(s.Section, digest)).ToList();
        var numbered = texts.Number(
            view,
            from one in added
            where covenant.Categories.ContainsKey(one.Section.Category)
            select (covenant.Categories[one.Section.Category], one.Section, one.Content),
            before.Numbers);
        foreach (var (section, content) in added)
        {
            var place = (section.Id, section.Version);
            var isShown = before.Sections.TryGetValue(place, out var shown);
            var seen = SectionContent.Empty; // of a category that the covenant does not define it leaves nothing
            if (covenant.Categories.TryGetValue(section.Category, out var rule))
            {
                seen = Discloser.Apply(rule, Level.Anonymised, content, meetingDay, covenant.Districts, numbered.Of(section));
                if (crowd is not null)
                {
                    seen = CaseTexts.OnlyIn(rule, seen);
                    var ladders = Ladders.HeldBy(rule, section, content, meetingDay, covenant.Districts);
                    if (isShown)
                        seen = new SectionContent(seen.Fields.AddRange(StillOn(ladders, shown!.Content)));
                    else if (crowd.Seen.Contains(section.Id) && versions.TryAdd(section.Id, section.Version))
                        candidates.AddRange(Ladders.Of(rule, section, content, meetingDay, covenant.Districts));
                }

                if (isShown)
                    seen = Narrow(rule, shown!.Content, seen);
            }

            after[place] = new FrozenSection(digest, section.Category, section.Source, seen)
            {
                Numbers = shown is null ? numbered.NumbersOf(section) : numbered.NumbersOf(section).AddRange(shown.Numbers),
            };
        }

        if (crowd is not null)
        {
            foreach (var value in LookAlikes.Fit(ShownIn(before, covenant), candidates, crowd.Population, crowd.K))
            {
                var place = (value.Section, versions[value.Section]);
                after[place] = after[place] with { Content = new SectionContent(after[place].Content.Fields.Add(value.Field, value.Value)) };
            }
        }

        return new FrozenCase(after.ToImmutable());
    }

    // Everything structured that the meeting saw of the case, also of sections that were corrected or withdrawn since.
    private static List<ShownValue> ShownIn(FrozenCase before, Covenant covenant) =>
    [
        .. from section in before.Sections
           from field in section.Value.Content.Fields
           where covenant.Categories.GetValueOrDefault(section.Value.Category)?.Fields.GetValueOrDefault(field.Key)?.Type != FieldType.FreeText
           select new ShownValue(section.Key.Section, section.Value.Category, section.Value.Source, field.Key, field.Value),
    ];

    // What was shown as the present covenant could show it too, however coarse.
    private static IEnumerable<KeyValuePair<string, FieldValue>> StillOn(IEnumerable<Candidate> ladders, SectionContent shown) =>
        from candidate in ladders
        from value in candidate.Ladder
        where shown.Fields.GetValueOrDefault(candidate.Field) == value
        select KeyValuePair.Create(candidate.Field, value);

    // A text is the one that was shown, whomever the dossier has come to know since; any other value only where it is still the same.
    private static SectionContent Narrow(CategoryRule rule, SectionContent shown, SectionContent seen) => new(shown.Fields
        .Where(field => seen.Fields.TryGetValue(field.Key, out var now) && (now == field.Value || (now is TextValue && CaseTexts.IsRedacted(rule.Fields[field.Key]))))
        .ToImmutableSortedDictionary(StringComparer.Ordinal));
}
