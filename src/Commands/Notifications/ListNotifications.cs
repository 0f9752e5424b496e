using System.Text;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>A privacy coordinator asks what there is to look at.</summary>
/// <param name="PageSize">The most notifications on a page; 0 leaves it to the gateway.</param>
/// <param name="PageToken">Where to go on, or empty.</param>
public sealed record NotificationsRequest(int PageSize, string PageToken);

/// <summary>A notification as its reader sees it.</summary>
/// <param name="Entry">The place in the log of the entry that tells the rest.</param>
/// <param name="Notification">The notification.</param>
/// <param name="Reason">Why it was done; empty when the key under which it was is destroyed.</param>
public sealed record OpenedNotification(long Entry, Notification Notification, string Reason);

/// <summary>One page of what a controller's privacy coordinators were told.</summary>
/// <param name="Notifications">The notifications, the newest first.</param>
/// <param name="NextPageToken">Where the next page begins, or empty on the last page.</param>
public sealed record NotificationsPage(IReadOnlyList<OpenedNotification> Notifications, string NextPageToken);

/// <summary>
/// Shows those who oversee one controller's processing what they were told: the privacy coordinator, the data protection officer
/// (<em>FG</em>) and, of the police, the officer that Wpg art. 34 asks for. That somebody was recognised, and by what, is
/// shown to the coordinator alone, or to the others where the covenant lets nobody of the controller be one. Each look is on the log.
/// </summary>
public sealed class ListNotifications
{
    /// <summary>The most notifications on a page.</summary>
    public const int MaxPageSize = 50;

    private static readonly Refusal NotTheirs =
        Refusals.ActNotAllowed("Only a controller's privacy coordinators and data protection officers read its notifications.");

    private readonly IDossierStore _store;
    private readonly Sealing _sealing;
    private readonly PageTokens _tokens;
    private readonly EntryWriter _entries;
    private readonly ReadRunner _reads;

    internal ListNotifications(IDossierStore store, Sealing sealing, PageTokens tokens, EntryWriter entries, ReadRunner reads)
    {
        _store = store;
        _sealing = sealing;
        _tokens = tokens;
        _entries = entries;
        _reads = reads;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="encode">Puts a page into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, NotificationsRequest request, Func<NotificationsPage, Encoded<T>> encode, CancellationToken cancellation) =>
        _reads.RunAsync(
            caller,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.NotificationsRead = new NotificationsRead { Page = 1 };
                return entry;
            },
            entry => DecideAsync(caller, request, encode, entry, cancellation),
            cancellation);

    private async Task<Outcome<Release<T>>> DecideAsync<T>(
        Admitted caller, NotificationsRequest request, Func<NotificationsPage, Encoded<T>> encode, Entry entry, CancellationToken cancellation)
    {
        var binding = PageTokens.Binding(caller, nameof(ListNotifications));
        if (_tokens.ReadOrFirst(request.PageToken, binding) is not { } place)
            return Refusals.PageTokenInvalid;
        entry.NotificationsRead.Page = place.Page;
        if (!Overseers.Are(caller.Role))
            return NotTheirs;

        var size = request.PageSize == 0 ? MaxPageSize : Math.Min(request.PageSize, MaxPageSize);
        var reading = await _store.ListNotificationsAsync(
            caller.Partnership, caller.Controller, place.Page == 1 ? long.MaxValue : place.After, size, Overseers.SeeRecognitions(caller.Covenant, caller.Controller, caller.Role) ? null : NotificationKind.RecognitionReported, cancellation).ConfigureAwait(false);
        entry.NotificationsRead.Count = reading.Notifications.Count;
        return new Release<T>(
            [new EpochGuard(null, reading.PartnershipEpoch)],
            encode(new NotificationsPage(
                [.. reading.Notifications.Select(filed => Open(caller.Partnership, filed))],
                reading.More ? _tokens.Issue(binding, new PageTokens.Place(reading.Notifications[^1].Entry, place.Page + 1)) : "")));
    }

    private OpenedNotification Open(PartnershipId partnership, FiledNotification filed)
    {
        var reason = _sealing.Open(partnership, filed.Notification.ReasonKey, filed.Notification.SealedReason.Span);
        return new OpenedNotification(filed.Entry, filed.Notification, reason is null ? "" : Encoding.UTF8.GetString(reason));
    }
}
