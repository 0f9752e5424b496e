using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>What a caller did with a case, for others to look at.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Purpose">The purpose for which it was done.</param>
/// <param name="Case">The case.</param>
/// <param name="At">When it was done.</param>
/// <param name="Until">When it ends: at once, where it does not last.</param>
internal sealed record Deed(NotificationKind Kind, string Purpose, CaseId Case, DateTimeOffset At, DateTimeOffset Until);

/// <summary>Writes what a controller's privacy coordinators are told, so that they alone can read why, and follow the case through the log.</summary>
internal sealed class Notifier(EntryWriter entries, Pseudonyms pseudonyms)
{
    /// <summary>A notification to one controller.</summary>
    /// <param name="caller">Who did it.</param>
    /// <param name="controller">Whom it is for, by the covenant's name.</param>
    /// <param name="deed">What was done.</param>
    /// <param name="reason">Why, in words that are sealed for this controller.</param>
    public Notification Write(Admitted caller, string controller, Deed deed, string reason)
    {
        var sealedReason = entries.SealFor(caller.Partnership, controller, reason);
        return new Notification
        {
            Controller = controller,
            Kind = deed.Kind,
            At = deed.At,
            Partner = caller.Partner,
            Role = caller.Role,
            Purpose = deed.Purpose,
            CasePseudonym = PseudonymOf(caller.Partnership, controller, deed.Case),
            Until = deed.Until,
            ReasonKey = sealedReason.KeyId,
            SealedReason = sealedReason.Ciphertext.Memory,
        };
    }

    /// <summary>The pseudonym by which a controller is told of a case.</summary>
    public string PseudonymOf(PartnershipId partnership, string controller, CaseId @case) =>
        pseudonyms.OfCaseInLog(partnership, controller, @case.Value);
}
