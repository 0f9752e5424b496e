using Exchange.Consent;
using Exchange.Dossiers;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>Sections: one row per version, never changed.</summary>
internal static class SectionRows
{
    /// <summary>The first column behind those of a section, where its content stands.</summary>
    public const int Next = DossierRows.AfterSection;

    /// <summary>Asks for the newest version of every section of a case that is not withdrawn, in the order of the log.</summary>
    public static Statement OfCase(PartnershipId partnership, CaseId id) => new(
        $"""
        SELECT {DossierRows.SectionColumns}, s.content
        FROM exchange.sections AS s
        WHERE s.partnership = $1 AND s.case_id = $2 AND NOT s.withdrawn AND NOT EXISTS (
          SELECT FROM exchange.sections AS n WHERE n.partnership = s.partnership AND n.section = s.section AND n.version > s.version)
        ORDER BY s.sequence
        """,
        partnership.Value,
        id.Value);

    /// <summary>The sections that <see cref="OfCase"/> asks for.</summary>
    public static async Task<List<Section>> ReadAsync(NpgsqlDataReader row, CancellationToken cancellation)
    {
        var sections = new List<Section>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
            sections.Add(Read(row, row.GetFieldValue<byte[]>(Next)));
        return sections;
    }

    /// <summary>
    /// Asks for the newest version of the sections of one source that are not withdrawn, in the order of their first versions: one more
    /// than a part may hold, and contents only as far as they fit.
    /// </summary>
    public static Statement OfSource(PartnershipId partnership, OwnSectionsQuery query) => new(
        $"""
        SELECT {DossierRows.SectionColumns},
          CASE WHEN s.place = 1 OR s.bytes <= $7 THEN s.content END, s.first, s.case_id, s.subject, s.state, s.opened_on, s.epoch
        FROM (
          SELECT v.*, f.sequence AS first, c.subject, c.state, c.opened_on, c.epoch, row_number() OVER (ORDER BY f.sequence) AS place,
            sum(length(v.content) + (
              SELECT coalesce(sum(length(d.description)), 0) FROM exchange.documents AS d
              WHERE d.partnership = v.partnership AND d.case_id = v.case_id AND d.section = v.section)) OVER (ORDER BY f.sequence) AS bytes
          FROM exchange.sections AS f
          JOIN exchange.sections AS v ON v.partnership = f.partnership AND v.section = f.section
            AND v.version = (SELECT max(n.version) FROM exchange.sections AS n WHERE n.partnership = f.partnership AND n.section = f.section)
          JOIN exchange.cases AS c ON c.partnership = v.partnership AND c.case_id = v.case_id
          WHERE f.partnership = $1 AND f.source = $2 AND f.version = 1 AND f.sequence > $3
            AND f.category = ANY ($4) AND v.keep_until >= $5 AND NOT v.withdrawn
          ORDER BY f.sequence
          LIMIT $6
        ) AS s
        ORDER BY s.first
        """,
        partnership.Value,
        query.Source,
        query.After,
        query.Categories.ToArray(),
        query.KeptOn,
        query.Count + 1,
        query.Bytes);

    /// <summary>The sections that <see cref="OfSource"/> asks for, and whether there are more.</summary>
    public static async Task<(List<OwnSection> Sections, bool More)> ReadOwnAsync(NpgsqlDataReader row, int count, CancellationToken cancellation)
    {
        var sections = new List<OwnSection>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
        {
            if (sections.Count == count || row.IsDBNull(Next))
                return (sections, true);
            sections.Add(new OwnSection(
                DossierRows.Case(row, Next + 2), row.GetInt64(Next + 6), Read(row, row.GetFieldValue<byte[]>(Next)), row.GetInt64(Next + 1)));
        }

        return (sections, false);
    }

    /// <summary>Asks for the newest version of a section, withdrawn or not, with its case.</summary>
    public static Statement Finding(PartnershipId partnership, SectionId id) => new(
        $"""
        SELECT {DossierRows.SectionColumns}, s.content, s.withdrawn, c.case_id, c.subject, c.state, c.opened_on, c.epoch
        FROM exchange.sections AS s JOIN exchange.cases AS c ON c.partnership = s.partnership AND c.case_id = s.case_id
        WHERE s.partnership = $1 AND s.section = $2 ORDER BY s.version DESC LIMIT 1
        """,
        partnership.Value,
        id.Value);

    /// <summary>The section that <see cref="Finding"/> asks for.</summary>
    public static SectionReading.Found ReadFound(NpgsqlDataReader row) => new(
        DossierRows.Case(row, Next + 2), row.GetInt64(Next + 6), Read(row, row.GetFieldValue<byte[]>(Next)), row.GetBoolean(Next + 1));

    /// <summary>
    /// Adds a version; false unless it is the first, or follows the last version of the same case, category and source that is not
    /// withdrawn.
    /// </summary>
    public static bool TryAdd(PostgresSession session, PartnershipId partnership, CaseId id, Section section) =>
        FollowsLast(session, partnership, id, section)
        && (section.Version == 1 || CaseRows.TryMoveEpoch(session, partnership, id))
        && RequestRows.EndWithOtherHandling(session, partnership, section)
        && session.Execute(
            """
            INSERT INTO exchange.sections (partnership, section, version, case_id, sequence, category, source, ground, handling, recipients,
              embargo_until, secrecy, date, keep_until, content)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """,
            partnership.Value,
            section.Id.Value,
            section.Version,
            id.Value,
            PartnershipRows.TakeSequence(session, partnership),
            section.Category,
            section.Source,
            section.Ground,
            (int)section.Handling,
            section.Recipients.ToArray(),
            section.EmbargoUntil is { } until ? Stored.Moment(until) : null,
            (int)section.Secrecy,
            section.Date?.ToString(),
            section.KeepUntil,
            section.EncryptedContent) == 1;

    /// <summary>Adds a version that holds nothing; false unless it follows the last version of the same case that is not withdrawn.</summary>
    public static bool TryWithdraw(PostgresSession session, PartnershipId partnership, SectionWithdrawn change)
    {
        // What the section was stays readable in the version before; here only what the next reader needs to know it by.
        var added = session.Execute(
            """
            INSERT INTO exchange.sections (partnership, section, version, case_id, sequence, category, source, ground, handling, recipients,
              embargo_until, secrecy, date, keep_until, content, withdrawn)
            SELECT partnership, section, $4, case_id, $5, category, source, ground, handling, '{}', NULL, 0, NULL, keep_until, '', true
            FROM (SELECT * FROM exchange.sections WHERE partnership = $1 AND section = $2 ORDER BY version DESC LIMIT 1) AS last
            WHERE case_id = $3 AND version = $4 - 1 AND NOT withdrawn
            """,
            partnership.Value,
            change.Section.Value,
            change.Case.Value,
            change.Version,
            PartnershipRows.TakeSequence(session, partnership));
        return added == 1 && CaseRows.TryMoveEpoch(session, partnership, change.Case);
    }

    // Nobody slips a newer version under the section of another source or case.
    private static bool FollowsLast(PostgresSession session, PartnershipId partnership, CaseId id, Section section)
    {
        using var last = session.Query(
            """
            SELECT version, case_id, category, source, withdrawn FROM exchange.sections
            WHERE partnership = $1 AND section = $2 ORDER BY version DESC LIMIT 1
            """,
            partnership.Value,
            section.Id.Value);
        if (!last.Read())
            return section.Version == 1;
        return section.Version == last.GetInt32(0) + 1
            && last.GetString(1) == id.Value
            && last.GetString(2) == section.Category
            && last.GetString(3) == section.Source
            && !last.GetBoolean(4);
    }

    /// <summary>A section, from the first column on, and its content.</summary>
    public static Section Read(NpgsqlDataReader row, byte[] content) =>
        DossierRows.Section(row, row.GetFieldValue<string[]>(DossierRows.Recipients), content);
}
