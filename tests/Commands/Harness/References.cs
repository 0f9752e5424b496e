using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Harness;

/// <summary>The ways in which a request names a case.</summary>
internal static class References
{
    public static CaseReference ById(this Case @case, Meeting? meeting = null) => new(@case.Id, null, meeting?.Id);

    public static CaseReference AtMeldpunt(this Case @case) => new(@case.Id, null, MeetingId.Meldpunt);

    public static CaseReference ByAlias(this Case @case, Meeting meeting) => new(null, meeting.Agenda.First(i => i.Case == @case.Id).Alias, meeting.Id);
}
