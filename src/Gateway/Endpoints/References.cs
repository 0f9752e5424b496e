using Exchange.Commands;
using Exchange.Dossiers;

namespace Exchange.Gateway.Endpoints;

/// <summary>How requests name cases and meetings, as the commands know it.</summary>
internal static class References
{
    public static CaseReference Case(string? caseId, string? alias, string? pseudonym, string meetingId) => new(
        caseId is null ? null : new CaseId(caseId),
        alias,
        Meeting(meetingId))
    {
        Pseudonym = pseudonym,
    };

    public static MeetingId? Meeting(string meetingId) => meetingId.Length == 0 ? null : new MeetingId(meetingId);
}
