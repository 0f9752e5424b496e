using System.Globalization;
using Exchange.Audit.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Commands;

/// <summary>
/// What the log calls what happened, and which particulars a reviewer reads. A field that is not named here is not shown: identifiers
/// and what is sealed are not.
/// </summary>
internal static class EventWords
{
    private static readonly IReadOnlyDictionary<int, string> Names = Entry.Descriptor.Oneofs.Single(o => o.Name == "event").Fields
        .ToDictionary(f => f.FieldNumber, f => f.Name);

    private static readonly EnumDescriptor HandshakeRefusals =
        EntryReflection.Descriptor.EnumTypes.Single(e => e.Name == nameof(HandshakeRefusal));

    /// <summary>Whether a kind of entry has this name.</summary>
    public static bool IsKnown(string name) => Names.Values.Contains(name, StringComparer.Ordinal);

    /// <summary>The name of an entry's kind; empty when it has none.</summary>
    public static string NameOf(Entry entry) => Names.GetValueOrDefault((int)entry.EventCase, "");

    /// <summary>The particulars of an entry: of what happened, and whether somebody broke the glass for it.</summary>
    public static IReadOnlyList<LogDetail> DetailsOf(Entry entry) =>
        CircumstancesOf(entry) is { Count: > 0 } circumstances ? [.. EventDetailsOf(entry), .. circumstances] : EventDetailsOf(entry);

    /// <summary>Of the particulars, only whether somebody broke the glass for it.</summary>
    public static IReadOnlyList<LogDetail> CircumstancesOf(Entry entry) =>
        entry.DecisionInput?.BreakGlass == true ? [new LogDetail("break_glass", "true")] : [];

    private static IReadOnlyList<LogDetail> EventDetailsOf(Entry entry) => entry.EventCase switch
    {
        Entry.EventOneofCase.DossierRead => Of(("page", entry.DossierRead.Page)),
        Entry.EventOneofCase.QuestionSent => Of(("source", entry.QuestionSent.Source), ("article", entry.QuestionSent.Article)),
        Entry.EventOneofCase.QuestionAnswered => Of(("source", entry.QuestionAnswered.Source), ("state", entry.QuestionAnswered.State)),
        Entry.EventOneofCase.SectionContributed => Of(("category", entry.SectionContributed.Category), ("ground", entry.SectionContributed.Ground)),
        Entry.EventOneofCase.DocumentRead => [], // of one that was refused, that it is there is not for the caller's reviewers
        Entry.EventOneofCase.DocumentAttached => Of(("category", entry.DocumentAttached.Category)),
        Entry.EventOneofCase.SectionWithdrawn => Of(("category", entry.SectionWithdrawn.Category)),
        Entry.EventOneofCase.CaseOpened => Of(("sections", entry.CaseOpened.Sections)),
        Entry.EventOneofCase.MeetingPlanned => Of(("forum", entry.MeetingPlanned.Forum), ("agenda_size", entry.MeetingPlanned.AgendaSize)),
        Entry.EventOneofCase.MeetingClosed => Of(("cases_moved", entry.MeetingClosed.CasesMoved)),
        Entry.EventOneofCase.TeamChanged => Of(("partner", entry.TeamChanged.Partner), ("relation", entry.TeamChanged.Relation)),
        Entry.EventOneofCase.CovenantActivated => Of(
            ("covenant", entry.CovenantActivated.Covenant),
            ("version", entry.CovenantActivated.Version),
            ("digest", HexOf(entry.CovenantActivated.Digest)),
            ("from", entry.CovenantActivated.From)),
        Entry.EventOneofCase.CovenantProposed => Of(
            ("covenant", entry.CovenantProposed.Covenant), ("version", entry.CovenantProposed.Version), ("digest", HexOf(entry.CovenantProposed.Digest))),
        Entry.EventOneofCase.CovenantSigned => Of(
            ("digest", HexOf(entry.CovenantSigned.Digest)), ("replaces", HexOf(entry.CovenantSigned.Replaces)), ("oin", entry.CovenantSigned.Oin)),
        Entry.EventOneofCase.CovenantRead => Of(("digest", HexOf(entry.CovenantRead.Digest))),
        Entry.EventOneofCase.AccessEvaluated => Of(
            ("partner", entry.AccessEvaluated.Partner),
            ("role", entry.AccessEvaluated.Role),
            ("category", entry.AccessEvaluated.Category),
            ("source", entry.AccessEvaluated.Source),
            ("level", entry.AccessEvaluated.Level),
            ("article", entry.AccessEvaluated.Article)),
        Entry.EventOneofCase.CovenantsListed => Of(("count", entry.CovenantsListed.Count)),
        Entry.EventOneofCase.CallRefused => Of(("method", entry.CallRefused.Method)),
        Entry.EventOneofCase.HandshakesRefused => Of(("why", WordOf(entry.HandshakesRefused.Why)), ("count", entry.HandshakesRefused.Count)),
        Entry.EventOneofCase.CasesListed => Of(("page", entry.CasesListed.Page), ("count", entry.CasesListed.Count)),
        Entry.EventOneofCase.AccessDescribed => Of(("view", entry.AccessDescribed.View)),
        Entry.EventOneofCase.ContributionPreviewed => Of(
            ("category", entry.ContributionPreviewed.Category), ("ground", entry.ContributionPreviewed.Ground)),
        Entry.EventOneofCase.OwnContributionsListed => Of(
            ("page", entry.OwnContributionsListed.Page), ("count", entry.OwnContributionsListed.Count)),
        Entry.EventOneofCase.SourceAnswered => Of(
            ("category", entry.SourceAnswered.Category), ("recipient", entry.SourceAnswered.Recipient), ("purpose", entry.SourceAnswered.Purpose)),
        Entry.EventOneofCase.SourceRequestsRead => Of(("page", entry.SourceRequestsRead.Page), ("count", entry.SourceRequestsRead.Count)),
        Entry.EventOneofCase.SourcesAsked => [], // how many were made tells what sources keep back
        Entry.EventOneofCase.GlassBroken => Of(("until", MomentOf(entry.GlassBroken.Until))),
        Entry.EventOneofCase.RecognitionReported => Of(("view", entry.RecognitionReported.View)),
        Entry.EventOneofCase.NotificationsRead => Of(("page", entry.NotificationsRead.Page), ("count", entry.NotificationsRead.Count)),
        Entry.EventOneofCase.LogSearched => Of(
            ("page", entry.LogSearched.Page), ("matched", entry.LogSearched.Matched), ("scanned", entry.LogSearched.Scanned)),
        Entry.EventOneofCase.LogNameOpened => Of(("index", entry.LogNameOpened.Index), ("count", entry.LogNameOpened.Count)),
        Entry.EventOneofCase.LogDisclosuresListed => Of(
            ("source", entry.LogDisclosuresListed.Source), ("page", entry.LogDisclosuresListed.Page), ("count", entry.LogDisclosuresListed.Count)),
        Entry.EventOneofCase.LogCounted => Of(("from", entry.LogCounted.From), ("until", entry.LogCounted.Until)),
        Entry.EventOneofCase.KeyDestroyed => Of(("kind", WordOf("Kind", (int)entry.KeyDestroyed.Kind)), ("why", WordOf("Why", (int)entry.KeyDestroyed.Why))),
        Entry.EventOneofCase.LogEntryRead => Of(("index", entry.LogEntryRead.Index)),
        Entry.EventOneofCase.LogHeadRead => Of(("tree_size", entry.LogHeadRead.TreeSize)),
        Entry.EventOneofCase.LogProofRead => Of(("index", entry.LogProofRead.Index), ("tree_size", entry.LogProofRead.TreeSize)),
        Entry.EventOneofCase.LogConsistencyRead => Of(
            ("first_size", entry.LogConsistencyRead.FirstSize), ("tree_size", entry.LogConsistencyRead.TreeSize)),
        Entry.EventOneofCase.LogPruned => Of(("minimum_index", entry.LogPruned.MinimumIndex), ("keep_days", entry.LogPruned.KeepDays)),
        Entry.EventOneofCase.LogReindexed => Of(("first_index", entry.LogReindexed.FirstIndex), ("end_index", entry.LogReindexed.EndIndex)),
        Entry.EventOneofCase.SigningKeyMade => Of(("public_key", Convert.ToBase64String(entry.SigningKeyMade.PublicKey.Span))),
        _ => [],
    };

    private static string HexOf(ByteString digest) => Convert.ToHexStringLower(digest.Span);

    private static string WordOf(HandshakeRefusal why) => HandshakeRefusals.FindValueByNumber((int)why)?.Name ?? "";

    private static string WordOf(string kind, int number) =>
        number == 0 ? "" : KeyDestroyed.Descriptor.EnumTypes.Single(e => e.Name == kind).FindValueByNumber(number)?.Name ?? "";

    private static string MomentOf(Timestamp? moment) => moment?.ToDateTimeOffset().ToString("O", CultureInfo.InvariantCulture) ?? "";

    private static IReadOnlyList<LogDetail> Of(params ReadOnlySpan<(string Name, object Value)> fields)
    {
        var details = new List<LogDetail>();
        foreach (var (name, value) in fields)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{value}");
            if (text.Length > 0)
                details.Add(new LogDetail(name, text));
        }

        return details;
    }
}
