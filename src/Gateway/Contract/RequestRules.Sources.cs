using Exchange.Commands;

namespace Exchange.Gateway.Contract;

/// <content>Of <c>SourceService</c>.</content>
internal static partial class RequestRules
{
    public static IReadOnlyList<FieldViolation> Check(V1.AskSourcesRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Name("purpose", request.Purpose);
        Reference(findings, request);
        Names(findings, "categories", request.Categories);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.ListRequestsRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        if (findings.Most("states", request.States, MaxNames))
        {
            for (var i = 0; i < request.States.Count; i++)
                Word(findings, $"states[{i}]", request.States[i]);
            findings.Distinct("states", request.States);
        }

        Page(findings, request.PageSize, ListRequests.MaxPageSize, request.PageToken);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.WatchRequestsRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Require("resume_token", request.ResumeToken.Length <= MaxPageToken, $"is longer than {MaxPageToken} characters");
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.AnswerRequestRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Key(findings, request.IdempotencyKey);
        findings.Id("request_id", request.RequestId);
        findings.Require("grant", request.AnswerCase != V1.AnswerRequestRequest.AnswerOneofCase.None, "is required, or a refusal");
        if (request.Grant is { } grant)
            findings.Moment("grant.until", grant.Until);
        findings.Require(
            "reason", request.Reason.Length == 0 || IsReason(request.Reason), $"must be a reason of at most {MaxReason} characters, or absent");
        return findings.All;
    }
}
