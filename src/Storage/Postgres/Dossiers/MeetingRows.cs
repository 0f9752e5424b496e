using Exchange.Consent;
using Exchange.Dossiers;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>Meetings, who attends them and what is on their agenda. The standing Meldpunt is no row.</summary>
internal static class MeetingRows
{
    /// <summary>Asks for a meeting, its attendees and its agenda: three results.</summary>
    public static IReadOnlyList<Statement> Finding(PartnershipId partnership, MeetingId? id) =>
    [
        new(
            "SELECT meeting, forum, opens_at, starts_at, ends_at, closed_at FROM exchange.meetings WHERE partnership = $1 AND meeting = $2::text",
            partnership.Value,
            id?.Value),
        new(
            "SELECT partner, actor FROM exchange.attendees WHERE partnership = $1 AND meeting = $2::text ORDER BY place", partnership.Value, id?.Value),
        new(
            "SELECT case_id, alias, withdrawn_at FROM exchange.agenda WHERE partnership = $1 AND meeting = $2::text ORDER BY place",
            partnership.Value,
            id?.Value),
    ];

    /// <summary>Reads the three results; stands at the one behind them afterwards.</summary>
    public static async Task<Meeting?> ReadAsync(NpgsqlDataReader row, CancellationToken cancellation)
    {
        var found = await row.ReadAsync(cancellation).ConfigureAwait(false) ? DossierRows.Meeting(row) : null;
        await row.NextResultAsync(cancellation).ConfigureAwait(false);
        var attendees = new List<Attendee>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
            attendees.Add(new Attendee(row.GetString(0), row.GetString(1)));
        await row.NextResultAsync(cancellation).ConfigureAwait(false);
        var agenda = new List<AgendaItem>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
            agenda.Add(DossierRows.AgendaItem(row));

        await row.NextResultAsync(cancellation).ConfigureAwait(false);
        return found is null ? null : found with { Attendees = attendees, Agenda = agenda };
    }

    /// <summary>Adds a meeting; false when its id is taken or reserved, or somebody, a case or an alias is in it twice.</summary>
    public static bool TryPlan(PostgresSession session, PartnershipId partnership, Meeting meeting)
    {
        if (meeting.Id == MeetingId.Meldpunt)
            return false;
        var added = session.Execute(
            """
            INSERT INTO exchange.meetings (partnership, meeting, forum, opens_at, starts_at, ends_at, closed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT DO NOTHING
            """,
            partnership.Value,
            meeting.Id.Value,
            meeting.Forum,
            Stored.Moment(meeting.OpensAt),
            Stored.Moment(meeting.StartsAt),
            Stored.Moment(meeting.EndsAt),
            meeting.ClosedAt is { } closed ? Stored.Moment(closed) : null);
        return added == 1
            && TryAddAttendees(session, partnership, meeting)
            && TryAddAgenda(session, partnership, meeting)
            && PartnershipRows.MoveEpoch(session, partnership);
    }

    /// <summary>Fixes the minutes; false when there is no such meeting or they were fixed before.</summary>
    public static bool TryClose(PostgresSession session, PartnershipId partnership, MeetingClosed change)
    {
        var closed = session.Execute(
            "UPDATE exchange.meetings SET closed_at = $3 WHERE partnership = $1 AND meeting = $2 AND closed_at IS NULL",
            partnership.Value,
            change.Meeting.Value,
            Stored.Moment(change.At));
        return closed == 1 && PartnershipRows.MoveEpoch(session, partnership);
    }

    /// <summary>Withdraws the views below full of a case, and moves its epoch; false when it is not on the agenda, or that was done before.</summary>
    public static bool TryWithdraw(PostgresSession session, PartnershipId partnership, ViewsWithdrawn change) =>
        CaseRows.TryMoveEpoch(session, partnership, change.Case)
        && session.Execute(
            "UPDATE exchange.agenda SET withdrawn_at = $4 WHERE partnership = $1 AND meeting = $2 AND case_id = $3 AND withdrawn_at IS NULL",
            partnership.Value,
            change.Meeting.Value,
            change.Case.Value,
            Stored.Moment(change.At)) == 1;

    private static bool TryAddAttendees(PostgresSession session, PartnershipId partnership, Meeting meeting) => session.Execute(
        """
        INSERT INTO exchange.attendees (partnership, meeting, place, partner, actor)
        SELECT $1, $2, place - 1, partner, actor FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS a (partner, actor, place)
        ON CONFLICT DO NOTHING
        """,
        partnership.Value,
        meeting.Id.Value,
        meeting.Attendees.Select(a => a.Partner).ToArray(),
        meeting.Attendees.Select(a => a.Actor).ToArray()) == meeting.Attendees.Count;

    private static bool TryAddAgenda(PostgresSession session, PartnershipId partnership, Meeting meeting) => session.Execute(
        """
        INSERT INTO exchange.agenda (partnership, meeting, place, case_id, alias)
        SELECT $1, $2, place - 1, case_id, alias FROM unnest($3::text[], $4::text[]) WITH ORDINALITY AS a (case_id, alias, place)
        ON CONFLICT DO NOTHING
        """,
        partnership.Value,
        meeting.Id.Value,
        meeting.Agenda.Select(a => a.Case.Value).ToArray(),
        meeting.Agenda.Select(a => a.Alias).ToArray()) == meeting.Agenda.Count;
}
