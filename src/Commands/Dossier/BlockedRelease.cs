using System.Text;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>What the release gate found in a page that was about to leave: where, and what kind of thing; not what.</summary>
/// <param name="Category">The category of the section.</param>
/// <param name="Source">Its source.</param>
/// <param name="Kind">What kind of identifier it is.</param>
public sealed record GateFinding(string Category, string Source, IdentifierKind Kind);

/// <summary>
/// What happens when the release gate holds a page back: nothing of it leaves, and people are told, once a day of the same kind of thing
/// in a case's texts of one category and source, however often it is asked for.
/// </summary>
internal sealed class BlockedRelease(Notifier notifier, Sealing sealing, IDossierStore store, TimeProvider time)
{
    // What a coordinator was told lately. Whoever was told of so many other things since is told again.
    private const int Looked = 100;

    public static readonly Refusal Refusal = new(
        RefusalReason.ReleaseBlocked, "A text of this view still names somebody, so nothing of it is released. The privacy coordinators have been told.");

    /// <summary>
    /// Tells in the entry that nothing left, and tells the privacy coordinators of who asked and of whose text it is: they can have it
    /// corrected.
    /// </summary>
    /// <exception cref="Audit.StoreUnavailableException">The records cannot be read.</exception>
    public async Task<IReadOnlyList<ControllerNotified>> TellAsync(
        Admitted caller, string purpose, CaseId @case, GateFinding finding, Entry entry, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        foreach (var row in entry.Decisions)
            (row.Released, row.Withheld) = (0, row.Released + row.Withheld);
        entry.DossierRead.Blocked = new ReleaseBlocked
        {
            Category = finding.Category,
            Source = finding.Source,
            Kind = Words.Of(finding.Kind),
        };
        var deed = new Deed(NotificationKind.ReleaseBlocked, purpose, @case, now, now);
        var reason = $"The release gate found {Words.Of(finding.Kind)} in a text of {finding.Category} from {finding.Source}.";
        var told = new List<ControllerNotified>();
        foreach (var controller in new[] { caller.Controller, caller.Covenant.Partners[finding.Source].Controller }.Distinct())
        {
            var pseudonym = notifier.PseudonymOf(caller.Partnership, controller, @case);
            if (await WasToldAsync(caller.Partnership, controller, pseudonym, reason, now, cancellation).ConfigureAwait(false))
                continue;
            entry.DossierRead.Blocked.Notified.Add(controller);
            told.Add(new ControllerNotified(notifier.Write(caller, controller, deed, reason)));
        }

        return told;
    }

    private async Task<bool> WasToldAsync(
        PartnershipId partnership, string controller, string pseudonym, string reason, DateTimeOffset now, CancellationToken cancellation)
    {
        var today = AmsterdamCalendar.DayOf(now);
        var lately = await store.ListNotificationsAsync(partnership, controller, long.MaxValue, Looked, without: null, cancellation).ConfigureAwait(false);
        return lately.Notifications
            .Select(filed => filed.Notification)
            .Where(n => n.Kind == NotificationKind.ReleaseBlocked && n.CasePseudonym == pseudonym && AmsterdamCalendar.DayOf(n.At) == today)
            .Any(n => sealing.Open(partnership, n.ReasonKey, n.SealedReason.Span) is { } opened && Encoding.UTF8.GetString(opened) == reason);
    }
}
