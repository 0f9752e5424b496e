using System.Buffers.Text;
using Exchange.Commands;
using Exchange.Consent;
using Enum = System.Enum;

namespace Exchange.Gateway.Contract;

/// <content>Of <c>AuditService</c>.</content>
internal static partial class RequestRules
{
    private const int PseudonymBytes = 16;

    public static IReadOnlyList<FieldViolation> Check(V1.ListNotificationsRequest request)
    {
        var findings = Begin(request.Partnership, request.ActingRole);
        Page(findings, request.PageSize, ListNotifications.MaxPageSize, request.PageToken);
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

    private static void Index(Findings findings, long index) => findings.Require("index", index >= 0, "must be 0 or more");

    private static void OptionalName(Findings findings, string field, string text)
    {
        if (text.Length > 0)
            findings.Name(field, text);
    }
}
