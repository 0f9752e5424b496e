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

/// <summary>What happens when the release gate holds a page back: nothing of it leaves, and people are told.</summary>
internal sealed class BlockedRelease(EntryWriter entries, Pseudonyms pseudonyms, TimeProvider time)
{
    public static readonly Refusal Refusal = new(
        RefusalReason.ReleaseBlocked, "A text of this view still names somebody, so nothing of it is released. The privacy coordinators have been told.");

    /// <summary>
    /// Tells in the entry that nothing left, and tells the privacy coordinators of who asked and of whose text it is: they can have it
    /// corrected.
    /// </summary>
    public IReadOnlyList<ControllerNotified> Tell(Admitted caller, string purpose, CaseId @case, GateFinding finding, Entry entry)
    {
        var now = time.GetUtcNow();
        foreach (var row in entry.Decisions)
            (row.Released, row.Withheld) = (0, row.Released + row.Withheld);
        var controllers = new[] { caller.Controller, caller.Covenant.Partners[finding.Source].Controller }.Distinct().ToList();
        entry.DossierRead.Blocked = new ReleaseBlocked
        {
            Category = finding.Category,
            Source = finding.Source,
            Kind = Words.Of(finding.Kind),
            Notified = { controllers },
        };
        return [.. controllers.Select(controller => Notify(caller, purpose, @case, finding, controller, now))];
    }

    private ControllerNotified Notify(
        Admitted caller, string purpose, CaseId @case, GateFinding finding, string controller, DateTimeOffset now)
    {
        var reason = entries.SealFor(
            caller.Partnership, controller, $"The release gate found {Words.Of(finding.Kind)} in a text of {finding.Category} from {finding.Source}.");
        return new ControllerNotified(new Notification
        {
            Controller = controller,
            Kind = NotificationKind.ReleaseBlocked,
            At = now,
            Partner = caller.Partner,
            Role = caller.Role,
            Purpose = purpose,
            CasePseudonym = pseudonyms.OfCaseInLog(caller.Partnership, controller, @case.Value),
            Until = now,
            ReasonKey = reason.KeyId,
            SealedReason = reason.Ciphertext.Memory,
        });
    }
}
