using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Postgres;

/// <summary>What the privacy coordinators of each controller are told.</summary>
internal static class NotificationRows
{
    /// <summary>Files a notification under the entry that it comes with; false when that told the controller something before.</summary>
    public static bool TryFile(PostgresSession session, PartnershipId partnership, Notification notification, long entry) => session.Execute(
        """
        INSERT INTO exchange.notifications
          (partnership, controller, entry, kind, at, partner, role, purpose, case_pseudonym, until, reason_key, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT DO NOTHING
        """,
        partnership.Value,
        notification.Controller,
        entry,
        (int)notification.Kind,
        Stored.Moment(notification.At),
        notification.Partner,
        notification.Role,
        notification.Purpose,
        notification.CasePseudonym,
        Stored.Moment(notification.Until),
        notification.ReasonKey,
        notification.SealedReason) == 1;

    /// <summary>Asks for the newest of a controller's notifications before an entry.</summary>
    public static Statement Listing(PartnershipId partnership, string controller, long before, int count, NotificationKind? without) => new(
        """
        SELECT entry, kind, at, partner, role, purpose, case_pseudonym, until, reason_key, reason
        FROM exchange.notifications
        WHERE partnership = $1 AND controller = $2 AND entry < $3 AND kind IS DISTINCT FROM $5::integer
        ORDER BY entry DESC
        LIMIT $4
        """,
        partnership.Value,
        controller,
        before,
        count,
        (int?)without);
}
