using Exchange.Consent;
using Exchange.Dossiers;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>All active cases with what they hold, part by part.</summary>
internal static class ActiveCaseRows
{
    // Names are compared byte by byte here, which is the ordinal order of ids.
    private const string Part =
        "SELECT case_id, subject FROM exchange.cases WHERE partnership = $1 AND state = $2 AND case_id > $3 ORDER BY case_id LIMIT $4";

    /// <summary>Asks for the cases of a part.</summary>
    public static Statement Cases(PartnershipId partnership, CaseId? after, int count) => new(Part, Values(partnership, after, count));

    /// <summary>Asks for what they hold.</summary>
    public static Statement Sections(PartnershipId partnership, DateOnly keptOn, CaseId? after, int count) => new(
        $"""
        SELECT {DossierRows.SectionColumns}, s.content, s.case_id
        FROM ({Part}) AS c JOIN exchange.sections AS s ON s.partnership = $1 AND s.case_id = c.case_id
        WHERE NOT s.withdrawn AND s.keep_until >= $5 AND NOT EXISTS (
          SELECT FROM exchange.sections AS n WHERE n.partnership = s.partnership AND n.section = s.section AND n.version > s.version)
        ORDER BY s.case_id, s.sequence
        """,
        [.. Values(partnership, after, count), keptOn]);

    /// <summary>The part that <see cref="Cases"/> and then <see cref="Sections"/> ask for.</summary>
    public static async Task<ActiveCasesReading> ReadAsync(NpgsqlDataReader row, int count, CancellationToken cancellation)
    {
        var found = new List<(CaseId Id, SubjectId Subject)>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
            found.Add((new CaseId(row.GetString(0)), new SubjectId(row.GetString(1))));
        await row.NextResultAsync(cancellation).ConfigureAwait(false);
        var sections = found.ToDictionary(c => c.Id, _ => new List<Section>());
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
        {
            var id = new CaseId(row.GetString(SectionRows.Next + 1));
            sections[id].Add(SectionRows.Read(row, row.GetFieldValue<byte[]>(SectionRows.Next)));
        }

        return new ActiveCasesReading([.. found.Select(c => new ActiveCase(c.Id, c.Subject, sections[c.Id]))], found.Count == count);
    }

    private static object?[] Values(PartnershipId partnership, CaseId? after, int count) =>
        [partnership.Value, (int)CaseState.Active, after?.Value ?? "", count];
}
