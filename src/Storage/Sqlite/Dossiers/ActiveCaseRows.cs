using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Sqlite;

/// <summary>All active cases with what they hold, part by part.</summary>
internal static class ActiveCaseRows
{
    // CROSS JOIN: case by case, or SQLite goes through all sections for every part.
    // SQLite compares text byte by byte, which is the ordinal order of ids.
    private const string Part =
        "SELECT case_id, subject FROM cases WHERE partnership = ?1 AND state = ?2 AND case_id > ?3 ORDER BY case_id LIMIT ?4";

    public static ActiveCasesReading Read(SqliteSession session, PartnershipId partnership, DateOnly keptOn, CaseId? after, int count)
    {
        object[] part = [partnership.Value, (int)CaseState.Active, after?.Value ?? "", count];
        var sections = new Dictionary<string, List<Section>>();
        using (var row = session.Query(
            $"""
            SELECT {SectionRows.Columns}, s.case_id
            FROM ({Part}) AS c CROSS JOIN sections AS s INDEXED BY sections_of_case ON s.partnership = ?1 AND s.case_id = c.case_id
            WHERE NOT s.withdrawn AND s.keep_until >= ?5
              AND s.version = (SELECT max(version) FROM sections WHERE partnership = ?1 AND section = s.section)
            ORDER BY c.case_id, s.sequence
            """,
            [.. part, Stored.Day(keptOn)]))
        {
            while (row.Read())
            {
                if (!sections.TryGetValue(row.GetString(SectionRows.Next), out var of))
                    sections.Add(row.GetString(SectionRows.Next), of = []);
                of.Add(SectionRows.Read(row));
            }
        }

        var cases = new List<ActiveCase>();
        using (var row = session.Query(Part, part))
        {
            while (row.Read())
                cases.Add(new ActiveCase(new CaseId(row.GetString(0)), new SubjectId(row.GetString(1)), sections.GetValueOrDefault(row.GetString(0)) ?? []));
        }

        return new ActiveCasesReading(cases, cases.Count == count);
    }
}
