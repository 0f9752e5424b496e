using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Sqlite;

/// <summary>What decides who may see what, all of it.</summary>
internal static class StateRows
{
    public static RecordedState Read(SqliteSession session, PartnershipId partnership)
    {
        var team = new List<RecordedMember>();
        using (var row = session.Query("SELECT case_id, partner, actor, relation FROM team WHERE partnership = ?1", partnership.Value))
        {
            while (row.Read())
                team.Add(new RecordedMember(new CaseId(row.GetString(0)), new TeamMember(row.GetString(1), row.GetString(2), (Relation)row.GetInt64(3))));
        }

        var meetings = new List<MeetingId>();
        using (var row = session.Query("SELECT meeting FROM meetings WHERE partnership = ?1", partnership.Value))
        {
            while (row.Read())
                meetings.Add(new MeetingId(row.GetString(0)));
        }

        var grants = new List<RecordedGrant>();
        using (var row = session.Query(
            "SELECT request, recipient, purpose, until FROM source_requests WHERE partnership = ?1 AND state = ?2", partnership.Value, (int)RequestState.Granted))
        {
            while (row.Read())
                grants.Add(new RecordedGrant(new RequestId(row.GetString(0)), row.GetString(1), row.GetString(2), Stored.Moment(row.GetInt64(3))));
        }

        var glass = new List<RecordedGlass>();
        using (var row = session.Query("SELECT role, purpose, until, case_id, partner, actor FROM broken_glass WHERE partnership = ?1", partnership.Value))
        {
            while (row.Read())
                glass.Add(new RecordedGlass(new CaseId(row.GetString(3)), row.GetString(4), row.GetString(5), DossierRows.BrokenGlass(row)));
        }

        return new RecordedState(
            PartnershipRows.ReadCovenantDigest(session, partnership),
            team,
            [.. meetings.Select(id => MeetingRows.Find(session, partnership, id)).OfType<Meeting>()],
            grants)
        {
            Glass = glass,
            Covenants = CovenantRows.ReadState(session, partnership),
        };
    }
}
