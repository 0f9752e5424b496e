using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Exchange.Commands;
using Enum = System.Enum;

namespace Exchange.Gateway.Contract;

/// <content>Of <c>DossierService</c>.</content>
internal static partial class RequestRules
{
    private const int MaxGround = 256;
    private const int MaxRecognition = 500;
    private const int MaxDocumentName = 255;
    private const int MaxTeam = 50;
    private static readonly int MaxMinutes = (int)Dossiers.BrokenGlass.Longest.TotalMinutes;

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
        Reference(findings, request);
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
        Reference(findings, request);
        findings.Id("document_id", request.DocumentId);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.GetBasisdossierRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Name("purpose", request.Purpose);
        Reference(findings, request);
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
        Reference(findings, request);
        return findings.All;
    }

    public static IReadOnlyList<FieldViolation> Check(V1.PreviewContributionRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        findings.Name("purpose", request.Purpose);
        Reference(findings, request);
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

    public static IReadOnlyList<FieldViolation> Check(V1.ReportRecognitionRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Key(findings, request.IdempotencyKey);
        Reference(findings, request);
        if (request.MeetingId.Length == 0 && !request.HasAlias)
            findings.Add("meeting_id", "is required");
        findings.Require("meeting_id", request.MeetingId != Dossiers.MeetingId.Meldpunt.Value, "must be a planned meeting");
        findings.Name("purpose", request.Purpose);
        findings.Require(
            "reason",
            request.Reason.Length <= MaxRecognition && IsReason(request.Reason) && request.Reason.Trim().Length >= MinReason,
            $"must be a reason of {MinReason} to {MaxRecognition} characters");
        return findings.All;
    }

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

    // RFC 6838, 4.2: restricted names.
    [GeneratedRegex(@"^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\z")]
    private static partial Regex MediaType();
}
