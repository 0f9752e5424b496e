using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>
/// The texts of a case with the numbers of one view. Everybody at a meeting has the same numbers; outside one, whoever knows the case by a
/// pseudonym has those of the pseudonym, so that two who cannot join their views by that cannot join them by numbers.
/// </summary>
/// <remarks>See docs/decisions/2026-11-22-a-number-is-of-one-view.md.</remarks>
internal sealed class NumberedCases(SectionOpener sections, CaseCipher cipher, BlindIndex index, ForumSights sights, TimeProvider time)
{
    private const int MostRemembered = 4 * 1024 * 1024;

    private readonly ConditionalWeakTable<CaseTexts, ConcurrentDictionary<(string View, string Forum, DateOnly Day), ViewTexts>> _outside = [];
    private readonly ConditionalWeakTable<FrozenCase, ViewTexts> _inMeeting = [];

    /// <summary>By which numbers everybody at the meeting that the caller names tells persons apart.</summary>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    /// <exception cref="CryptographicException">The case's key is destroyed, or does not unwrap.</exception>
    public PersonView AtMeeting(Admitted caller, GrantedAccess granted) =>
        ViewOf(caller, granted, granted.Meeting!.Forum, "meeting", granted.Meeting.Id.Value) with
        {
            Meeting = index.Of(caller.Partnership, "numbers of a meeting", granted.Meeting.Id.Value),
        };

    /// <summary>The texts that the caller sees, with the numbers that were given in its meeting, or with those of its own view.</summary>
    /// <inheritdoc cref="AtMeeting" path="/exception"/>
    public ViewTexts Of(Admitted caller, GrantedAccess granted, string forum, ViewReference reference, CaseTexts texts, FrozenCase? frozen)
    {
        if (frozen is not null)
            return _inMeeting.GetValue(frozen, f => texts.Number(AtMeeting(caller, granted), Opened(caller, granted), f.Numbers));
        var view = NameOf(reference);
        var known = _outside.GetOrCreateValue(texts);
        var place = (view, forum, AmsterdamCalendar.DayOf(time.GetUtcNow()));
        if (known.TryGetValue(place, out var numbered))
            return numbered;
        numbered = texts.Number(ViewOf(caller, granted, forum, "reader", view), Opened(caller, granted), []);
        if (known.Values.Sum(v => v.Length) + numbered.Length <= MostRemembered)
            known.TryAdd(place, numbered);
        return numbered;
    }

    /// <summary>What sources answered to the caller, with the numbers that the rest of its view has.</summary>
    /// <inheritdoc cref="AtMeeting" path="/exception"/>
    public ViewTexts With(
        Admitted caller,
        GrantedAccess granted,
        string forum,
        ViewReference reference,
        CaseTexts texts,
        ViewTexts? stored,
        IEnumerable<(Section Section, SectionContent Content)> answered)
    {
        var view = granted.Meeting is null ? ViewOf(caller, granted, forum, "reader", NameOf(reference)) : AtMeeting(caller, granted);
        return texts.Number(view, Known(caller, answered), stored?.Numbers ?? new Dictionary<string, int>());
    }

    /// <summary>
    /// The texts of a section that the caller itself contributed and yet sees below full, with numbers that no other section has: nobody may
    /// learn by a contribution whom the texts of others name.
    /// </summary>
    /// <inheritdoc cref="AtMeeting" path="/exception"/>
    public IReadOnlyDictionary<string, string> OfOwn(Admitted caller, GrantedAccess granted, CaseTexts texts, Section section, SectionContent content)
    {
        var view = ViewOf(caller, granted, "", "section", section.Id.Value) with { MayTell = (_, _) => false };
        return texts.Number(view, Known(caller, [(section, content)]), []).Of(section);
    }

    private PersonView ViewOf(Admitted caller, GrantedAccess granted, string forum, params ReadOnlySpan<string> view)
    {
        var (id, stored, now) = (granted.Case.Case.Id, granted.Case.Sections, time.GetUtcNow());
        var sight = sights.At(caller.Covenant, forum, granted.Case.Case.State, AmsterdamCalendar.DayOf(now));
        var byId = stored.GroupBy(s => s.Id).ToDictionary(g => g.Key, g => g.MaxBy(s => s.Version)!);
        return new PersonView(
            // A case of which nothing is stored has no key, and nothing of it comes twice.
            stored.Count > 0 ? cipher.KeyOfView(caller.Partnership, id.Value, view) : RandomNumberGenerator.GetBytes(32),
            stored.Where(s => sight.IsSeen(s, now)).Select(s => s.Id).ToHashSet(),
            (section, toldIn) => byId.TryGetValue(toldIn, out var told) && sight.IsSeenWith(section, told, now));
    }

    private List<(CategoryRule, Section, SectionContent)> Opened(Admitted caller, GrantedAccess granted) =>
        Known(caller, granted.Case.Sections.Select(s => (s, sections.Open(caller.Partnership, granted.Case.Case.Id, s))));

    private static List<(CategoryRule, Section, SectionContent)> Known(Admitted caller, IEnumerable<(Section Section, SectionContent Content)> of) =>
    [
        .. from one in of
           where caller.Covenant.Categories.ContainsKey(one.Section.Category)
           select (caller.Covenant.Categories[one.Section.Category], one.Section, one.Content),
    ];

    // Who knows the case itself is told apart from nobody.
    private static string NameOf(ViewReference reference) => reference is ViewReference.ByPseudonym { Pseudonym: var pseudonym } ? pseudonym : "";
}
