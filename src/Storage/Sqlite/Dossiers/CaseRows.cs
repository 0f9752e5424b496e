using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Sqlite;

/// <summary>Cases, their epochs, and the blind indexes of their subjects.</summary>
internal static class CaseRows
{
    // Reads the first that does not come before the id, whichever it is: a row takes longer to read than that there is none, and how long
    // a refusal takes must not tell whether there is such a case.
    public static (Case Case, long Epoch)? Find(SqliteSession session, PartnershipId partnership, CaseId id)
    {
        using var row = session.Query(
            """
            SELECT case_id, subject, state, opened_on, epoch FROM cases
            WHERE partnership = ?1 AND case_id >= ?2 ORDER BY case_id LIMIT 1
            """,
            partnership.Value,
            id.Value);
        if (!row.Read())
            return null;
        var (nearest, epoch) = (DossierRows.Case(row, 0), row.GetInt64(4));
        return nearest.Id == id ? (nearest, epoch) : null;
    }

    public static long ReadEpoch(SqliteSession session, PartnershipId partnership, string id) =>
        session.Statement("SELECT epoch FROM cases WHERE partnership = ?1 AND case_id = ?2").Bind(1, partnership.Value).Bind(2, id).ReadInt64() ?? 0;

    public static SubjectId? FindSubject(SqliteSession session, PartnershipId partnership, ReadOnlyMemory<byte> index) =>
        session.Scalar("SELECT subject FROM subject_index WHERE partnership = ?1 AND blind_index = ?2", partnership.Value, index) is string subject
            ? new SubjectId(subject)
            : null;

    public static bool TryOpen(SqliteSession session, PartnershipId partnership, CaseOpened change)
    {
        var opened = change.Case;
        var added = session.Execute(
            "INSERT INTO cases (partnership, case_id, subject, state, opened_on, epoch) VALUES (?1, ?2, ?3, ?4, ?5, 1) ON CONFLICT DO NOTHING",
            partnership.Value,
            opened.Id.Value,
            opened.Subject.Value,
            (int)opened.State,
            Stored.Day(opened.OpenedOn));
        return added == 1
            && TryIndex(session, partnership, change.SubjectIndex, opened.Subject)
            && change.Team.All(m => m.Relation == Relation.None || TeamRows.TryAdd(session, partnership, opened.Id, m));
    }

    public static bool TryMove(SqliteSession session, PartnershipId partnership, CaseMoved change) => session.Execute(
        "UPDATE cases SET state = ?4, epoch = epoch + 1 WHERE partnership = ?1 AND case_id = ?2 AND state = ?3",
        partnership.Value,
        change.Case.Value,
        (int)change.From,
        (int)change.To) == 1;

    /// <summary>Moves the epoch of a case; false when there is no such case.</summary>
    public static bool TryMoveEpoch(SqliteSession session, PartnershipId partnership, CaseId id) => session.Execute(
        "UPDATE cases SET epoch = epoch + 1 WHERE partnership = ?1 AND case_id = ?2", partnership.Value, id.Value) == 1;

    // Two first cases on one person, opened at the same moment, must not make two subjects of that person.
    private static bool TryIndex(SqliteSession session, PartnershipId partnership, ReadOnlyMemory<byte>? index, SubjectId subject)
    {
        if (index is not { Length: > 0 } bytes) // in C# a null array becomes an empty memory, not a null one
            return true;

        // Who is known already is written again: how long it takes to open a case must not tell that somebody has one.
        session.Execute(
            """
            INSERT INTO subject_index (partnership, blind_index, subject) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET subject = subject_index.subject
            """,
            partnership.Value,
            bytes,
            subject.Value);
        return FindSubject(session, partnership, bytes) == subject;
    }
}
