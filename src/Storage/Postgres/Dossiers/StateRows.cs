using Exchange.Consent;
using Exchange.Dossiers;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>What decides who may see what, all of it.</summary>
internal static class StateRows
{
    /// <summary>Asks for the covenant, the teams, what sources agreed to, who broke the glass and the meetings: five results.</summary>
    public static IReadOnlyList<Statement> Reading(PartnershipId partnership) =>
    [
        PartnershipRows.ReadingCovenantDigest(partnership),
        new("SELECT case_id, partner, actor, relation FROM exchange.team WHERE partnership = $1", partnership.Value),
        new(
            "SELECT request, recipient, purpose, until FROM exchange.source_requests WHERE partnership = $1 AND state = $2",
            partnership.Value,
            (int)RequestState.Granted),
        new("SELECT role, purpose, until, case_id, partner, actor FROM exchange.broken_glass WHERE partnership = $1", partnership.Value),
        new("SELECT meeting FROM exchange.meetings WHERE partnership = $1", partnership.Value),
    ];

    /// <summary>Reads the five results; the meetings by their ids.</summary>
    public static async Task<(RecordedState State, IReadOnlyList<MeetingId> Meetings)> ReadAsync(NpgsqlDataReader row, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte>? covenant = await row.ReadAsync(cancellation).ConfigureAwait(false) ? row.GetFieldValue<byte[]>(0) : null;
        await row.NextResultAsync(cancellation).ConfigureAwait(false);
        var team = new List<RecordedMember>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
            team.Add(new RecordedMember(new CaseId(row.GetString(0)), new TeamMember(row.GetString(1), row.GetString(2), (Relation)row.GetInt32(3))));
        await row.NextResultAsync(cancellation).ConfigureAwait(false);
        var grants = new List<RecordedGrant>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
            grants.Add(new RecordedGrant(new RequestId(row.GetString(0)), row.GetString(1), row.GetString(2), Stored.Moment(row.GetInt64(3))));
        await row.NextResultAsync(cancellation).ConfigureAwait(false);
        var glass = new List<RecordedGlass>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
            glass.Add(new RecordedGlass(new CaseId(row.GetString(3)), row.GetString(4), row.GetString(5), DossierRows.BrokenGlass(row)));
        await row.NextResultAsync(cancellation).ConfigureAwait(false);
        var meetings = new List<MeetingId>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
            meetings.Add(new MeetingId(row.GetString(0)));
        return (new RecordedState(covenant, team, [], grants) { Glass = glass }, meetings);
    }
}
