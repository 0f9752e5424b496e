using Exchange.Commands;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Gateway.Contract;

/// <content>Of <c>MeetingService</c>.</content>
internal static partial class RequestRules
{
    private const int MaxMeeting = 200;
    private static readonly TimeSpan LongestMeeting = TimeSpan.FromDays(31);

    public static IReadOnlyList<FieldViolation> Check(V1.PlanRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Key(findings, request.IdempotencyKey);
        findings.Name("purpose", request.Purpose);
        findings.Name("forum", request.Forum);
        Window(findings, request.StartsAt, request.EndsAt);
        findings.Require("attendees", request.Attendees.Count > 0, "is required");
        if (findings.Most("attendees", request.Attendees, MaxMeeting))
        {
            for (var i = 0; i < request.Attendees.Count; i++)
            {
                findings.Name($"attendees[{i}].partner", request.Attendees[i].Partner);
                findings.Name($"attendees[{i}].actor", request.Attendees[i].Actor, MaxActor);
            }

            findings.Distinct("attendees", [.. request.Attendees.Select(a => (a.Partner, a.Actor))]);
        }

        if (findings.Most("agenda", request.Agenda, MaxMeeting))
        {
            for (var i = 0; i < request.Agenda.Count; i++)
                findings.Id($"agenda[{i}]", request.Agenda[i]);
            findings.Distinct("agenda", request.Agenda);
        }

        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.CloseRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Name("purpose", request.Purpose);
        findings.Id("meeting_id", request.MeetingId);
        if (findings.Most("outcomes", request.Outcomes, MaxMeeting))
        {
            for (var i = 0; i < request.Outcomes.Count; i++)
            {
                findings.Id($"outcomes[{i}].case_id", request.Outcomes[i].CaseId);
                Word(findings, $"outcomes[{i}].state", request.Outcomes[i].State);
            }

            findings.Distinct("outcomes", [.. request.Outcomes.Select(o => o.CaseId)]);
        }

        return findings.All;
    }

    private static void Window(Findings findings, Timestamp? startsAt, Timestamp? endsAt)
    {
        var starts = findings.Moment("starts_at", startsAt);
        if (!findings.Moment("ends_at", endsAt) || !starts)
            return;
        var length = endsAt!.ToDateTimeOffset() - startsAt!.ToDateTimeOffset();
        findings.Require("ends_at", length > TimeSpan.Zero && length <= LongestMeeting, "must lie after the start, and at most 31 days");
    }
}
