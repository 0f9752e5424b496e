using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Postgres;

/// <summary>Cases, their epochs, and the blind indexes of their subjects.</summary>
internal static class CaseRows
{
    /// <summary>Asks for a case by an expression over <paramref name="values"/>, in which <c>$1</c> is the partnership.</summary>
    public static Statement Finding(string key, params object?[] values) => new(
        $"SELECT case_id, subject, state, opened_on, epoch FROM exchange.cases WHERE partnership = $1 AND case_id = {key}", values);

    public static Statement FindingSubject(PartnershipId partnership, ReadOnlyMemory<byte> index) => new(
        "SELECT subject FROM exchange.subject_index WHERE partnership = $1 AND blind_index = $2", partnership.Value, index);

    public static bool TryOpen(PostgresSession session, PartnershipId partnership, CaseOpened change)
    {
        var opened = change.Case;
        var added = session.Execute(
            "INSERT INTO exchange.cases (partnership, case_id, subject, state, opened_on, epoch) VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT DO NOTHING",
            partnership.Value,
            opened.Id.Value,
            opened.Subject.Value,
            (int)opened.State,
            opened.OpenedOn);
        return added == 1
            && TryIndex(session, partnership, change.SubjectIndex, opened.Subject)
            && change.Team.All(m => m.Relation == Relation.None || TeamRows.TryAdd(session, partnership, opened.Id, m));
    }

    public static bool TryMove(PostgresSession session, PartnershipId partnership, CaseMoved change) => session.Execute(
        "UPDATE exchange.cases SET state = $4, epoch = epoch + 1 WHERE partnership = $1 AND case_id = $2 AND state = $3",
        partnership.Value,
        change.Case.Value,
        (int)change.From,
        (int)change.To) == 1;

    /// <summary>Moves the epoch of a case; false when there is no such case.</summary>
    public static bool TryMoveEpoch(PostgresSession session, PartnershipId partnership, CaseId id) => session.Execute(
        "UPDATE exchange.cases SET epoch = epoch + 1 WHERE partnership = $1 AND case_id = $2", partnership.Value, id.Value) == 1;

    // Two first cases on one person, opened at the same moment, must not make two subjects of that person.
    private static bool TryIndex(PostgresSession session, PartnershipId partnership, ReadOnlyMemory<byte>? index, SubjectId subject)
    {
        if (index is not { Length: > 0 } bytes) // in C# a null array becomes an empty memory, not a null one
            return true;
        session.Execute(
            "INSERT INTO exchange.subject_index (partnership, blind_index, subject) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            partnership.Value,
            bytes,
            subject.Value);
        using var row = session.Query(FindingSubject(partnership, bytes));
        return row.Read() && row.GetString(0) == subject.Value;
    }
}
