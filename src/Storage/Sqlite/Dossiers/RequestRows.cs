using System.Text.Json;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Sqlite;

/// <summary>What recipients ask of sources: one row for each section, recipient and purpose.</summary>
internal static class RequestRows
{
    private const string Received =
        $"""
        SELECT {DossierRows.ReceivedRequestColumns}
        FROM source_requests AS r
        JOIN sections AS s ON s.partnership = r.partnership AND s.section = r.section
          AND s.version = (SELECT max(version) FROM sections WHERE partnership = r.partnership AND section = r.section)
        JOIN cases AS c ON c.partnership = r.partnership AND c.case_id = r.case_id
        """;

    /// <summary>The sections of a case, each with what one recipient asked about it.</summary>
    public static List<Section> Attach(SqliteSession session, PartnershipId partnership, CaseId id, string recipient, List<Section> sections)
    {
        var asked = new List<SourceRequest>();
        using (var row = session.Query(
            $"SELECT {DossierRows.RequestColumns} FROM source_requests AS r WHERE r.partnership = ?1 AND r.case_id = ?2 AND r.recipient = ?3",
            partnership.Value,
            id.Value,
            recipient))
        {
            while (row.Read())
                asked.Add(DossierRows.Request(row));
        }

        if (asked.Count == 0)
            return sections;
        var bySection = asked.ToLookup(r => r.Section);
        return sections.ConvertAll(s => bySection.Contains(s.Id) ? s with { Requests = [.. bySection[s.Id]] } : s);
    }

    /// <summary>What is asked of one source about sections that are not withdrawn, in the order of asking.</summary>
    public static (List<ReceivedRequest> Requests, bool More) ReadReceived(SqliteSession session, PartnershipId partnership, ReceivedRequestsQuery query)
    {
        var requests = new List<ReceivedRequest>();
        using var row = session.Query(
            $"""
            {Received}
            WHERE r.partnership = ?1 AND r.source = ?2 AND r.sequence > ?3 AND s.category IN (SELECT value FROM json_each(?4))
              AND r.state IN (SELECT value FROM json_each(?5)) AND s.keep_until >= ?6 AND NOT s.withdrawn
            ORDER BY r.sequence
            LIMIT ?7
            """,
            partnership.Value,
            query.Source,
            query.After,
            JsonSerializer.Serialize(query.Categories),
            JsonSerializer.Serialize(query.States.Select(s => (int)s)),
            Stored.Day(query.KeptOn),
            query.Count + 1);
        while (row.Read())
        {
            if (requests.Count == query.Count)
                return (requests, true);
            requests.Add(DossierRows.ReceivedRequest(row));
        }

        return (requests, false);
    }

    /// <summary>A request of a section of this source that is not withdrawn, or null.</summary>
    public static ReceivedRequest? Find(SqliteSession session, PartnershipId partnership, string source, RequestId id)
    {
        using var row = session.Query(
            $"{Received} WHERE r.partnership = ?1 AND r.request = ?2 AND r.source = ?3 AND NOT s.withdrawn", partnership.Value, id.Value, source);
        return row.Read() ? DossierRows.ReceivedRequest(row) : null;
    }

    /// <summary>Writes a request; false when there is no such section in the case, or an earlier request of the recipient stands.</summary>
    public static bool TryAsk(SqliteSession session, PartnershipId partnership, SourceAsked change) => session.Execute(
        """
        INSERT INTO source_requests (partnership, request, sequence, section, case_id, source, recipient, purpose, asked_at, state, until, answers)
        SELECT ?1, ?2, ?3, section, case_id, source, ?6, ?7, ?8, 0, NULL, 0
        FROM sections WHERE partnership = ?1 AND section = ?4 AND version = 1 AND case_id = ?5
        ON CONFLICT (partnership, section, recipient, purpose) DO UPDATE
        SET request = excluded.request, sequence = excluded.sequence, asked_at = excluded.asked_at, state = 0, until = NULL, answers = 0
        WHERE state <> 0 AND until <= excluded.asked_at
        """,
        partnership.Value,
        change.Request.Id.Value,
        PartnershipRows.TakeRequestSequence(session, partnership),
        change.Request.Section.Value,
        change.Case.Value,
        change.Request.Recipient,
        change.Request.Purpose,
        Stored.Moment(change.Request.AskedAt)) == 1;

    /// <summary>Writes an answer and moves the epoch of the case; false unless it follows the last answer.</summary>
    public static bool TryAnswer(SqliteSession session, PartnershipId partnership, SourceAnswered change) => session.Execute(
        """
        UPDATE source_requests SET state = ?5, until = ?6, answers = ?4
        WHERE partnership = ?1 AND request = ?2 AND case_id = ?3 AND answers = ?4 - 1
        """,
        partnership.Value,
        change.Request.Value,
        change.Case.Value,
        change.Answer,
        (int)change.State,
        Stored.Moment(change.Until)) == 1
        && CaseRows.TryMoveEpoch(session, partnership, change.Case);

    /// <summary>
    /// Removes what was asked and agreed about a section whose new version has another handling than the last: that was about the
    /// former. A correction with the same handling keeps it, so that nobody is left with what was wrong.
    /// </summary>
    public static bool EndWithOtherHandling(SqliteSession session, PartnershipId partnership, Section next)
    {
        session.Execute(
            """
            DELETE FROM source_requests WHERE partnership = ?1 AND section = ?2 AND EXISTS (
              SELECT 1 FROM sections WHERE partnership = ?1 AND section = ?2 AND version = ?3 - 1 AND handling <> ?4)
            """,
            partnership.Value,
            next.Id.Value,
            next.Version,
            (int)next.Handling);
        return true;
    }
}
