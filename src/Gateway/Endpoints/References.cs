using Exchange.Commands;
using Exchange.Dossiers;

namespace Exchange.Gateway.Endpoints;

/// <summary>How requests name cases and meetings, as the commands know it.</summary>
internal static class References
{
    public static CaseReference Case(V1.INamesCase request) => new(
        request.HasCaseId ? new CaseId(request.CaseId) : null,
        request.HasAlias ? request.Alias : null,
        Meeting(request.MeetingId))
    {
        Pseudonym = request.HasPseudonym ? request.Pseudonym : null,
    };

    public static MeetingId? Meeting(string meetingId) => meetingId.Length == 0 ? null : new MeetingId(meetingId);
}
