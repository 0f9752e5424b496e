using Exchange.Commands;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Gateway.Contract;

/// <summary>Puts lists into the form in which they leave.</summary>
internal static class Lists
{
    /// <summary>A page of cases as a response.</summary>
    public static V1.ListCasesResponse Response(CaseListPage page) =>
        new() { Cases = { page.Cases.Select(Item) }, NextPageToken = page.NextPageToken };

    /// <summary>A page of a partner's own contributions as a response.</summary>
    public static V1.ListOwnContributionsResponse Response(OwnContributionsPage page) =>
        new() { Contributions = { page.Sections.Select(Own) }, NextPageToken = page.NextPageToken };

    /// <summary>A page of what is asked of a partner as a response.</summary>
    public static V1.ListRequestsResponse Response(RequestsPage page) =>
        new() { Requests = { page.Requests.Select(Request) }, NextPageToken = page.NextToken };

    /// <summary>A message to a partner that watches.</summary>
    public static V1.WatchRequestsResponse Message(RequestsPage page, Receipt? before) => new()
    {
        Requests = { page.Requests.Select(Request) },
        ResumeToken = page.NextToken,
        ReceiptBefore = before is null ? null : Receipts.Message(before),
    };

    /// <summary>What is asked of a partner, without a word of the case or of who asks it there.</summary>
    public static V1.SourceRequest Request(Dossiers.ReceivedRequest received)
    {
        var request = received.Request;
        return new V1.SourceRequest
        {
            RequestId = request.Id.Value,
            SectionId = request.Section.Value,
            Version = received.Version,
            Category = received.Category,
            Recipient = request.Recipient,
            Purpose = request.Purpose,
            AskedAt = Timestamp.FromDateTimeOffset(request.AskedAt),
            State = Vocabulary.RequestState(request.State),
            GrantedUntil = request is { State: Dossiers.RequestState.Granted, Until: { } until } ? Timestamp.FromDateTimeOffset(until) : null,
        };
    }

    /// <summary>A page of notifications as a response.</summary>
    public static V1.ListNotificationsResponse Response(NotificationsPage page) =>
        new() { Notifications = { page.Notifications.Select(Notification) }, NextPageToken = page.NextPageToken };

    private static V1.Notification Notification(OpenedNotification opened) => new()
    {
        Entry = opened.Entry,
        Kind = Vocabulary.NotificationKind(opened.Notification.Kind),
        At = Timestamp.FromDateTimeOffset(opened.Notification.At),
        Partner = opened.Notification.Partner,
        Role = opened.Notification.Role,
        Purpose = opened.Notification.Purpose,
        CasePseudonym = opened.Notification.CasePseudonym,
        Until = Timestamp.FromDateTimeOffset(opened.Notification.Until),
        Reason = opened.Reason,
    };

    private static V1.CaseItem Item(CaseItem item)
    {
        var written = new V1.CaseItem
        {
            View = Vocabulary.Level(item.View),
            Relation = item.Relation is { } relation ? Vocabulary.Relation(relation) : V1.Relation.Unspecified,
            State = item.State is { } state ? Vocabulary.CaseState(state) : V1.CaseState.Unspecified,
            OpenedOn = item.OpenedOn is { } day ? ValueWriter.Date(day) : null,
        };
        if (item.Case is { } id)
            written.CaseId = id.Value;
        if (item.Alias is { } alias)
            written.Alias = alias;
        if (item.Pseudonym is { } pseudonym)
            written.Pseudonym = pseudonym;
        return written;
    }

    private static V1.OwnContribution Own(OwnContribution own)
    {
        var section = own.Section;
        var contribution = new V1.Contribution
        {
            Ground = section.Ground,
            Handling = Vocabulary.Handling(section.Handling),
            EmbargoUntil = section.EmbargoUntil is { } until ? Timestamp.FromDateTimeOffset(until) : null,
            Recipients = { section.Recipients },
            Date = section.Date is { } date ? ValueWriter.Date(date) : null,
            KeepUntil = ValueWriter.Date(section.KeepUntil),
        };
        SectionWriter.Write(section.Category, own.Content, contribution);
        return new V1.OwnContribution
        {
            SectionId = section.Id.Value,
            Version = section.Version,
            Category = section.Category,
            Contribution = contribution,
            SecrecyLifted = section.Secrecy == Consent.Secrecy.Lifted,
            Documents = { own.Documents.Select(Documents.Info) },
        };
    }
}
