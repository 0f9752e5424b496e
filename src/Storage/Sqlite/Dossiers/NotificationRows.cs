using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Sqlite;

/// <summary>What the privacy coordinators of each controller are told.</summary>
internal static class NotificationRows
{
    /// <summary>
    /// Files a notification under the entry that it comes with; false when that told the controller something before.
    /// </summary>
    public static bool TryFile(SqliteSession session, PartnershipId partnership, long entry, Notification notification) => session.Execute(
        """
        INSERT INTO notifications
          (partnership, controller, entry, kind, at, partner, role, purpose, case_pseudonym, until, reason_key, reason)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
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

    /// <summary>The newest of a controller's notifications before an entry, and whether there are older ones.</summary>
    public static (List<FiledNotification> Notifications, bool More) Read(
        SqliteSession session, PartnershipId partnership, string controller, long before, int count, NotificationKind? without)
    {
        var notifications = new List<FiledNotification>();
        using var row = session.Query(
            """
            SELECT entry, kind, at, partner, role, purpose, case_pseudonym, until, reason_key, reason
            FROM notifications
            WHERE partnership = ?1 AND controller = ?2 AND entry < ?3 AND kind IS NOT ?5
            ORDER BY entry DESC
            LIMIT ?4
            """,
            partnership.Value,
            controller,
            before,
            count + 1,
            (int?)without);
        while (row.Read())
        {
            if (notifications.Count == count)
                return (notifications, true);
            notifications.Add(DossierRows.Notification(row, controller));
        }

        return (notifications, false);
    }
}
