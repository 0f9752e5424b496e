using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands.Tests.Harness;

/// <summary>The ways in which a request names a case.</summary>
internal static class References
{
    public static CaseReference ById(this Case @case, Meeting? meeting = null) => new(@case.Id, null, meeting?.Id);

    public static CaseReference AtMeldpunt(this Case @case) => new(@case.Id, null, MeetingId.Meldpunt);

    /// <summary>By the pseudonym under which somebody's partner knows it today.</summary>
    public static CaseReference ByPseudonym(this Case @case, Person person, string purpose, Meeting? meeting = null) => new(null, null, meeting?.Id)
    {
        Pseudonym = PseudonymOf(person, purpose, @case.Id),
    };

    public static string PseudonymOf(Person person, string purpose, CaseId id) => person.Installation.Get<Pseudonyms>().Of(
        person.Installation.Partnership, person.Partner, purpose, person.Installation.Today, id.Value);

    public static CaseReference ByAlias(this Case @case, Meeting meeting) => new(null, meeting.Agenda.First(i => i.Case == @case.Id).Alias, meeting.Id);
}
