using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>
/// The texts of cases below full, as they are now. Whom a dossier knows is read from all of its sections, also those that the caller does
/// not see; what was redacted is remembered with the reading of the case, as pages are.
/// </summary>
/// <remarks>
/// Nothing of it depends on who asks: from whoever reads the same records in the same meeting the same is taken out. Which numbers persons
/// have depends on the view: see <see cref="NumberedCases"/>. What is anonymised is made once for the whole meeting: see
/// <see cref="FrozenCases"/>.
/// </remarks>
internal sealed class RedactedCases : IDisposable
{
    private readonly SectionOpener _sections;
    private readonly ITimer _timer;
    private volatile ConditionalWeakTable<IReadOnlyList<Section>, Known> _known = [];

    public RedactedCases(SectionOpener sections, TimeProvider time)
    {
        _sections = sections;
        _timer = time.CreateTimer(_ => _known = [], null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
    }

    /// <summary>The texts of a case in the meeting that the caller names.</summary>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    public CaseTexts Of(Admitted caller, GrantedAccess granted)
    {
        var (id, stored) = (granted.Case.Case.Id, granted.Case.Sections);
        var key = stored.Count == 0 ? null : _sections.FindKeyOf(caller.Partnership, id);
        if (_known.TryGetValue(stored, out var known) && known.Fits(key, caller.Covenant, granted.Meeting?.Id))
            return known.Texts;
        var texts = new CaseTexts(PersonsOf(caller, granted, [])?.ToList());
        _known.AddOrUpdate(stored, new Known(key, caller.Covenant, granted.Meeting?.Id, texts));
        return texts;
    }

    /// <summary>The same, where sources answered: they may know people whom the records do not.</summary>
    public CaseTexts With(Admitted caller, GrantedAccess granted, IEnumerable<(Section Section, SectionContent Content)> answered) =>
        new(PersonsOf(caller, granted, answered)?.ToList());

    public void Dispose() => _timer.Dispose();

    // Null when one section cannot be opened: a name that nobody could read would stay in every text.
    private DossierPersons? PersonsOf(
        Admitted caller, GrantedAccess granted, IEnumerable<(Section Section, SectionContent Content)> answered)
    {
        var persons = new DossierPersons();
        try
        {
            foreach (var section in granted.Case.Sections)
                persons.Add(RuleOf(caller, section), _sections.Open(caller.Partnership, granted.Case.Case.Id, section), section.Id);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }

        foreach (var (section, content) in answered)
            persons.Add(RuleOf(caller, section), content);
        foreach (var attendee in granted.Meeting?.Attendees ?? [])
            persons.AddActor(attendee.Actor);
        return persons;
    }

    private static CategoryRule? RuleOf(Admitted caller, Section section) => caller.Covenant.Categories.GetValueOrDefault(section.Category);

    private sealed record Known(string? Key, Covenant Covenant, MeetingId? Meeting, CaseTexts Texts)
    {
        public bool Fits(string? key, Covenant covenant, MeetingId? meeting) =>
            Key == key && ReferenceEquals(Covenant, covenant) && Meeting == meeting;
    }
}
