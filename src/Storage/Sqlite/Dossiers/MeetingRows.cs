using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Sqlite;

/// <summary>Meetings, who attends them and what is on their agenda. The standing Meldpunt is no row.</summary>
internal static class MeetingRows
{
    public static Meeting? Find(SqliteSession session, PartnershipId partnership, MeetingId id)
    {
        if (id == MeetingId.Meldpunt)
            return null;
        var attendees = ReadAttendees(session, partnership, id);
        var agenda = ReadAgenda(session, partnership, id);
        using var row = session.Query(
            "SELECT meeting, forum, opens_at, starts_at, ends_at, closed_at FROM meetings WHERE partnership = ?1 AND meeting = ?2",
            partnership.Value,
            id.Value);
        if (!row.Read())
            return null;
        return DossierRows.Meeting(row) with { Attendees = attendees, Agenda = agenda };
    }

    /// <summary>Adds a meeting; false when its id is taken or reserved, or somebody, a case or an alias is in it twice.</summary>
    public static bool TryPlan(SqliteSession session, PartnershipId partnership, Meeting meeting)
    {
        if (meeting.Id == MeetingId.Meldpunt)
            return false;
        var added = session.Execute(
            "INSERT INTO meetings (partnership, meeting, forum, opens_at, starts_at, ends_at, closed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
            partnership.Value,
            meeting.Id.Value,
            meeting.Forum,
            Stored.Moment(meeting.OpensAt),
            Stored.Moment(meeting.StartsAt),
            Stored.Moment(meeting.EndsAt),
            meeting.ClosedAt is { } closed ? Stored.Moment(closed) : null);
        return added == 1
            && meeting.Attendees.Index().All(a => TryAdd(session, partnership, meeting.Id, a.Index, a.Item))
            && meeting.Agenda.Index().All(a => TryAdd(session, partnership, meeting.Id, a.Index, a.Item))
            && PartnershipRows.MoveEpoch(session, partnership);
    }

    /// <summary>Fixes the minutes; false when there is no such meeting or they were fixed before.</summary>
    public static bool TryClose(SqliteSession session, PartnershipId partnership, MeetingClosed change)
    {
        var closed = session.Execute(
            "UPDATE meetings SET closed_at = ?3 WHERE partnership = ?1 AND meeting = ?2 AND closed_at IS NULL",
            partnership.Value,
            change.Meeting.Value,
            Stored.Moment(change.At));
        return closed == 1 && PartnershipRows.MoveEpoch(session, partnership);
    }

    /// <summary>Withdraws the views below full of a case, and moves its epoch; false when it is not on the agenda, or that was done before.</summary>
    public static bool TryWithdraw(SqliteSession session, PartnershipId partnership, ViewsWithdrawn change) =>
        CaseRows.TryMoveEpoch(session, partnership, change.Case)
        && session.Execute(
            "UPDATE agenda SET withdrawn_at = ?4 WHERE partnership = ?1 AND meeting = ?2 AND case_id = ?3 AND withdrawn_at IS NULL",
            partnership.Value,
            change.Meeting.Value,
            change.Case.Value,
            Stored.Moment(change.At)) == 1;

    private static bool TryAdd(SqliteSession session, PartnershipId partnership, MeetingId id, int place, Attendee attendee) => session.Execute(
        "INSERT INTO attendees (partnership, meeting, place, partner, actor) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        partnership.Value,
        id.Value,
        place,
        attendee.Partner,
        attendee.Actor) == 1;

    private static bool TryAdd(SqliteSession session, PartnershipId partnership, MeetingId id, int place, AgendaItem item) => session.Execute(
        "INSERT INTO agenda (partnership, meeting, place, case_id, alias) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        partnership.Value,
        id.Value,
        place,
        item.Case.Value,
        item.Alias) == 1;

    private static List<Attendee> ReadAttendees(SqliteSession session, PartnershipId partnership, MeetingId id)
    {
        var attendees = new List<Attendee>();
        using var row = session.Query(
            "SELECT partner, actor FROM attendees WHERE partnership = ?1 AND meeting = ?2 ORDER BY place", partnership.Value, id.Value);
        while (row.Read())
            attendees.Add(new Attendee(row.GetString(0), row.GetString(1)));
        return attendees;
    }

    private static List<AgendaItem> ReadAgenda(SqliteSession session, PartnershipId partnership, MeetingId id)
    {
        var agenda = new List<AgendaItem>();
        using var row = session.Query(
            "SELECT case_id, alias, withdrawn_at FROM agenda WHERE partnership = ?1 AND meeting = ?2 ORDER BY place", partnership.Value, id.Value);
        while (row.Read())
            agenda.Add(DossierRows.AgendaItem(row));
        return agenda;
    }
}
