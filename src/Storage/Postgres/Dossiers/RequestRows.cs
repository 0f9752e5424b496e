using Exchange.Consent;
using Exchange.Dossiers;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>What recipients ask of sources: one row for each section, recipient and purpose.</summary>
internal static class RequestRows
{
    private const string Received =
        $"""
        SELECT {DossierRows.ReceivedRequestColumns}
        FROM exchange.source_requests AS r
        JOIN exchange.sections AS s ON s.partnership = r.partnership AND s.section = r.section
          AND s.version = (SELECT max(n.version) FROM exchange.sections AS n WHERE n.partnership = r.partnership AND n.section = r.section)
        JOIN exchange.cases AS c ON c.partnership = r.partnership AND c.case_id = r.case_id
        """;

    /// <summary>Asks for what one recipient asked about the sections of a case.</summary>
    public static Statement OfRecipient(PartnershipId partnership, CaseId id, string recipient) => new(
        $"""
        SELECT {DossierRows.RequestColumns} FROM exchange.source_requests AS r
        WHERE r.partnership = $1 AND r.case_id = $2 AND r.recipient = $3
        """,
        partnership.Value,
        id.Value,
        recipient);

    /// <summary>What one recipient asked, by section.</summary>
    public static async Task<ILookup<SectionId, SourceRequest>> ReadAsync(NpgsqlDataReader row, CancellationToken cancellation)
    {
        var asked = new List<SourceRequest>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
            asked.Add(DossierRows.Request(row));
        return asked.ToLookup(r => r.Section);
    }

    /// <summary>A section with what was asked about it; one about which nothing was asked stays equal to another such.</summary>
    public static Section With(Section section, ILookup<SectionId, SourceRequest> asked) =>
        asked.Contains(section.Id) ? section with { Requests = [.. asked[section.Id]] } : section;

    /// <summary>Asks for what is asked of one source about sections that are not withdrawn, in the order of asking.</summary>
    public static Statement Listing(PartnershipId partnership, ReceivedRequestsQuery query, int count) => new(
        $"""
        {Received}
        WHERE r.partnership = $1 AND r.source = $2 AND r.sequence > $3 AND s.category = ANY ($4)
          AND r.state = ANY ($5) AND s.keep_until >= $6 AND NOT s.withdrawn
        ORDER BY r.sequence
        LIMIT $7
        """,
        partnership.Value,
        query.Source,
        query.After,
        query.Categories.ToArray(),
        query.States.Select(s => (int)s).ToArray(),
        query.KeptOn,
        count);

    /// <summary>Asks for a request of a section of this source that is not withdrawn.</summary>
    public static Statement Finding(PartnershipId partnership, string source, RequestId id) => new(
        $"{Received} WHERE r.partnership = $1 AND r.request = $2 AND r.source = $3 AND NOT s.withdrawn", partnership.Value, id.Value, source);

    /// <summary>Writes a request; false when there is no such section in the case, or an earlier request of the recipient stands.</summary>
    public static bool TryAsk(PostgresSession session, PartnershipId partnership, SourceAsked change) => session.Execute(
        """
        INSERT INTO exchange.source_requests AS r
          (partnership, request, sequence, section, case_id, source, recipient, purpose, asked_at, state, until, answers)
        SELECT $1, $2, $3, section, case_id, source, $6, $7, $8, 0, NULL, 0
        FROM exchange.sections WHERE partnership = $1 AND section = $4 AND version = 1 AND case_id = $5
        ON CONFLICT (partnership, section, recipient, purpose) DO UPDATE
        SET request = excluded.request, sequence = excluded.sequence, asked_at = excluded.asked_at, state = 0, until = NULL, answers = 0
        WHERE r.state <> 0 AND r.until <= excluded.asked_at
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
    public static bool TryAnswer(PostgresSession session, PartnershipId partnership, SourceAnswered change) => session.Execute(
        """
        UPDATE exchange.source_requests SET state = $5, until = $6, answers = $4
        WHERE partnership = $1 AND request = $2 AND case_id = $3 AND answers = $4 - 1
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
    public static bool EndWithOtherHandling(PostgresSession session, PartnershipId partnership, Section next)
    {
        if (next.Version == 1)
            return true;
        session.Execute(
            """
            DELETE FROM exchange.source_requests WHERE partnership = $1 AND section = $2 AND EXISTS (
              SELECT 1 FROM exchange.sections WHERE partnership = $1 AND section = $2 AND version = $3 - 1 AND handling <> $4)
            """,
            partnership.Value,
            next.Id.Value,
            next.Version,
            (int)next.Handling);
        return true;
    }
}
