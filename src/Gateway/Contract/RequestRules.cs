using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Exchange.Commands;
using Exchange.Consent;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Enum = System.Enum;

namespace Exchange.Gateway.Contract;

/// <summary>
/// The form of each request, as the contract's comments promise it: what is required is there, and nothing is out of bounds.
/// Whether the covenant knows what it names is decided later.
/// </summary>
internal static partial class RequestRules
{
    private const int MaxActor = 128;
    private const int PseudonymBytes = 16;
    private const int MaxGround = 256;
    private const int MinReason = 10;
    private const int MaxReason = 2000;
    private const int MaxNames = 64;
    private const int MaxDocumentName = 255;
    private const int MaxTeam = 50;
    private const int MaxMeeting = 200;
    private const int MaxPageToken = 2048;
    private static readonly int MaxMinutes = (int)Dossiers.BrokenGlass.Longest.TotalMinutes;
    private static readonly TimeSpan LongestMeeting = TimeSpan.FromDays(31);

    public static IReadOnlyList<FieldViolation> Check(V1.OpenCaseRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Key(findings, request.IdempotencyKey);
        findings.Name("purpose", request.Purpose);
        if (request.Subject is null)
            findings.Add("subject", "is required");
        else
            SectionRules.Check(findings, "subject", OpenCase.IdentityCategory, request.Subject);
        findings.Name("ground", request.Ground, MaxGround);
        if (request.Date is not null)
            findings.PartialDay("date", request.Date);
        findings.Day("keep_until", request.KeepUntil);
        if (findings.Most("team", request.Team, MaxTeam))
        {
            for (var i = 0; i < request.Team.Count; i++)
            {
                findings.Name($"team[{i}].partner", request.Team[i].Partner);
                findings.Name($"team[{i}].actor", request.Team[i].Actor, MaxActor);
                Word(findings, $"team[{i}].relation", request.Team[i].Relation, V1.Relation.None);
            }

            findings.Distinct("team", [.. request.Team.Select(m => (m.Partner, m.Actor))]);
        }

        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.ContributeRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Key(findings, request.IdempotencyKey);
        Reference(findings, request.HasCaseId ? request.CaseId : null, request.HasAlias ? request.Alias : null, request.MeetingId);
        findings.Name("purpose", request.Purpose);
        Contribution(findings, request.Contribution);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.CorrectContributionRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Key(findings, request.IdempotencyKey);
        Section(findings, request.SectionId, request.ExpectedVersion);
        Contribution(findings, request.Contribution);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.WithdrawContributionRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Key(findings, request.IdempotencyKey);
        Section(findings, request.SectionId, request.ExpectedVersion);
        findings.Require("reason", IsReason(request.Reason), $"must be a reason of at most {MaxReason} characters");
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.AttachDocumentRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Key(findings, request.IdempotencyKey);
        findings.Id("section_id", request.SectionId);
        findings.Name("name", request.Name, MaxDocumentName);
        findings.Require("name", !request.Name.AsSpan().ContainsAny('/', '\\'), "must be a name, not a path");
        findings.Require("media_type", MediaType().IsMatch(request.MediaType), "must be type/subtype in lower case, without parameters");
        findings.Require("size", request.Size > 0, "is required");
        findings.Require("sha256", request.Sha256.Length == SHA256.HashSizeInBytes, $"must be {SHA256.HashSizeInBytes} bytes");
        findings.Require("chunk", request.Chunk.IsEmpty, "comes in a message of its own");
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.GetDocumentRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Name("purpose", request.Purpose);
        Reference(findings, request.CaseId, null, request.MeetingId);
        findings.Id("document_id", request.DocumentId);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.GetBasisdossierRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Name("purpose", request.Purpose);
        Reference(findings, request.HasCaseId ? request.CaseId : null, request.HasAlias ? request.Alias : null, request.MeetingId);
        Names(findings, "categories", request.Categories);
        Page(findings, request.PageSize, GetBasisdossier.MaxPageSize, request.PageToken);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.ListCasesRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Name("purpose", request.Purpose);
        if (request.MeetingId.Length > 0)
            findings.Id("meeting_id", request.MeetingId);
        Page(findings, request.PageSize, ListCases.MaxPageSize, request.PageToken);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.DescribeAccessRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Name("purpose", request.Purpose);
        Reference(findings, request.HasCaseId ? request.CaseId : null, request.HasAlias ? request.Alias : null, request.MeetingId);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.PreviewContributionRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Name("purpose", request.Purpose);
        Reference(findings, request.HasCaseId ? request.CaseId : null, request.HasAlias ? request.Alias : null, request.MeetingId);
        findings.Name("category", request.Category);
        findings.Name("ground", request.Ground, MaxGround);
        findings.Require("handling", Enum.IsDefined(request.Handling), "is no value of this version of the contract");
        if (request.EmbargoUntil is not null)
            findings.Moment("embargo_until", request.EmbargoUntil);
        Names(findings, "recipients", request.Recipients);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.ListOwnContributionsRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Names(findings, "categories", request.Categories);
        Page(findings, request.PageSize, ListOwnContributions.MaxPageSize, request.PageToken);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.AskSourcesRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Name("purpose", request.Purpose);
        Reference(findings, request.HasCaseId ? request.CaseId : null, request.HasAlias ? request.Alias : null, request.MeetingId);
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

    public static IReadOnlyList<FieldViolation> Check(V1.BreakGlassRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Key(findings, request.IdempotencyKey);
        findings.Id("case_id", request.CaseId);
        findings.Name("purpose", request.Purpose);
        findings.Require(
            "reason",
            IsReason(request.Reason) && request.Reason.Trim().Length >= MinReason,
            $"must be a reason of {MinReason} to {MaxReason} characters");
        findings.Require("minutes", request.Minutes >= 1 && request.Minutes <= MaxMinutes, $"must be 1 to {MaxMinutes}");
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.ListNotificationsRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Page(findings, request.PageSize, ListNotifications.MaxPageSize, request.PageToken);
        return findings.All;
    }

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

    public static IReadOnlyList<FieldViolation> Check(V1.SearchRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        if (request.Filter is { } filter)
        {
            if (filter.From is not null)
                findings.Moment("filter.from", filter.From);
            if (filter.Until is not null)
                findings.Moment("filter.until", filter.Until);
            OptionalName(findings, "filter.partner", filter.Partner);
            OptionalName(findings, "filter.event", filter.Event);
            OptionalName(findings, "filter.purpose", filter.Purpose);
            findings.Require("filter.outcome", Enum.IsDefined(filter.Outcome), "is no value of this version of the contract");
            OptionalName(findings, "filter.role", filter.Role);
            OptionalName(findings, "filter.forum", filter.Forum);
            OptionalName(findings, "filter.category", filter.Category);
            OptionalName(findings, "filter.level", filter.Level);
            OptionalName(findings, "filter.article", filter.Article);
            if (filter.Actor.Length > 0)
                findings.Name("filter.actor", filter.Actor, MaxActor);
            findings.Require(
                "filter.case_pseudonym",
                filter.CasePseudonym.Length == 0 || (Base64Url.IsValid(filter.CasePseudonym, out var length) && length == PseudonymBytes),
                "must be a pseudonym of 22 characters, as an entry shows it");
            findings.Require(
                "filter.subject_bsn", filter.SubjectBsn.Length is 0 or 9 && filter.SubjectBsn.All(char.IsAsciiDigit), "must be a BSN of nine digits");
        }

        Page(findings, request.PageSize, SearchLog.MaxPageSize, request.PageToken);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.OpenEntryNameRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Index(findings, request.Index);
        findings.Require(
            "reason",
            IsReason(request.Reason) && request.Reason.Length >= MinReason,
            $"must be a reason of {MinReason} to {MaxReason} characters");
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.ListDisclosuresRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Name("source", request.Source);
        if (request.From is not null)
            findings.Moment("from", request.From);
        if (request.Until is not null)
            findings.Moment("until", request.Until);
        Page(findings, request.PageSize, SearchLog.MaxPageSize, request.PageToken);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.CountEntriesRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Day("from", request.From);
        findings.Day("until", request.Until);
        var days = LogEntries.Day(request.Until).DayNumber - LogEntries.Day(request.From).DayNumber;
        findings.Require("until", days is >= 0 and < CountEntries.MaxDays, $"must be `from` or later, within {CountEntries.MaxDays} days");
        findings.Require("from", request.From is null || request.From.Year is >= 2000 and < 2200, "must be a day from 2000 to 2199");
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.GetEntryRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Index(findings, request.Index);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.GetHeadRequest request) => Begin(request.Partnership, request.ActingRole).All;

    public static IReadOnlyList<FieldViolation> Check(V1.GetInclusionProofRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Index(findings, request.Index);
        findings.Require("tree_size", request.TreeSize > request.Index, "must be larger than the index");
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.GetConsistencyProofRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Require("first_size", request.FirstSize > 0, "must be at least 1");
        findings.Require("tree_size", request.TreeSize >= request.FirstSize, "must be at least the first size");
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.ProposeRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Require("text", request.Text.Length is > 0 and <= ProposeCovenant.MaxTextBytes, $"must be 1 to {ProposeCovenant.MaxTextBytes} bytes");
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.SignRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Digest(findings, request.Digest);
        findings.Require(
            "signature", request.Signature.Length is > 0 and <= Signing.DetachedJws.Longest, $"must be 1 to {Signing.DetachedJws.Longest} characters");
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.ActivateRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Digest(findings, request.Digest);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.GetRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        if (!request.Digest.IsEmpty)
            Digest(findings, request.Digest);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.ListVersionsRequest request) => Begin(request.Partnership, request.ActingRole).All;

    private static void Digest(Findings findings, Google.Protobuf.ByteString digest) =>
        findings.Require("digest", digest.Length == SHA256.HashSizeInBytes, $"must be {SHA256.HashSizeInBytes} bytes");

    private static Findings Begin(string partnership, string actingRole)
    {
        var findings = new Findings();
        findings.Require(
            "partnership", PartnershipId.IsValid(partnership), $"must be 1 to {PartnershipId.MaxLength} lower-case letters, digits and hyphens");
        findings.Name("acting_role", actingRole);
        return findings;
    }

    private static void Key(Findings findings, string key) => findings.Require(
        "idempotency_key",
        key.Length is >= 8 and <= 64 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'),
        "must be 8 to 64 letters, digits, ., _ and -");

    private static void Contribution(Findings findings, V1.Contribution? contribution)
    {
        if (contribution is null)
        {
            findings.Add("contribution", "is required");
            return;
        }

        SectionRules.Check(findings, "contribution", contribution);
        findings.Name("contribution.ground", contribution.Ground, MaxGround);
        findings.Require("contribution.handling", Enum.IsDefined(contribution.Handling), "is no value of this version of the contract");
        if (contribution.EmbargoUntil is not null)
            findings.Moment("contribution.embargo_until", contribution.EmbargoUntil);
        Names(findings, "contribution.recipients", contribution.Recipients);
        if (contribution.SecrecyLiftedBecause.Length > 0)
        {
            findings.Require(
                "contribution.secrecy_lifted_because",
                IsReason(contribution.SecrecyLiftedBecause),
                $"must be a reason of at most {MaxReason} characters, or absent");
        }

        if (contribution.Date is not null)
            findings.PartialDay("contribution.date", contribution.Date);
        findings.Day("contribution.keep_until", contribution.KeepUntil);
    }

    private static void Section(Findings findings, string id, int expectedVersion)
    {
        findings.Id("section_id", id);
        findings.Require("expected_version", expectedVersion >= 0, "must be a version, or 0");
    }

    // What a professional writes down for the log: some text, on lines.
    private static bool IsReason(string text) =>
        text.Length <= MaxReason && !string.IsNullOrWhiteSpace(text) && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\t'));

    private static void Reference(Findings findings, string? caseId, string? alias, string meetingId)
    {
        if (caseId is not null)
            findings.Id("case_id", caseId);
        else if (alias is not null)
            findings.Id("alias", alias);
        else
            findings.Add("case_id", "is required, or an alias");
        if (meetingId.Length > 0)
            findings.Id("meeting_id", meetingId);
        else if (alias is not null)
            findings.Add("meeting_id", "is required with an alias");
    }

    private static void Names(Findings findings, string field, RepeatedField<string> names)
    {
        if (!findings.Most(field, names, MaxNames))
            return;
        for (var i = 0; i < names.Count; i++)
            findings.Name($"{field}[{i}]", names[i]);
    }

    private static void Page(Findings findings, int size, int most, string token)
    {
        findings.Require("page_size", size >= 0 && size <= most, $"must be 0 to {most}");
        findings.Require("page_token", token.Length <= MaxPageToken, $"is longer than {MaxPageToken} characters");
    }

    private static void Index(Findings findings, long index) => findings.Require("index", index >= 0, "must be 0 or more");

    private static void OptionalName(Findings findings, string field, string text)
    {
        if (text.Length > 0)
            findings.Name(field, text);
    }

    private static void Window(Findings findings, Timestamp? startsAt, Timestamp? endsAt)
    {
        var starts = findings.Moment("starts_at", startsAt);
        if (!findings.Moment("ends_at", endsAt) || !starts)
            return;
        var length = endsAt!.ToDateTimeOffset() - startsAt!.ToDateTimeOffset();
        findings.Require("ends_at", length > TimeSpan.Zero && length <= LongestMeeting, "must lie after the start, and at most 31 days");
    }

    private static void Word<T>(Findings findings, string field, T value, T answersOnly = default)
        where T : struct, Enum =>
        findings.Require(
            field,
            Enum.IsDefined(value) && !value.Equals(default(T)) && !value.Equals(answersOnly),
            "is required, and of this version of the contract");

    // RFC 6838, 4.2: restricted names.
    [GeneratedRegex(@"^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\z")]
    private static partial Regex MediaType();
}
