using Exchange.Consent;
using Exchange.Dossiers;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>What the records know of documents.</summary>
internal static class DocumentRows
{
    /// <summary>Asks for the documents of sections of a case, or of all its sections when none is named, in their places.</summary>
    public static Statement OfCase(PartnershipId partnership, CaseId id, SectionId? section = null) => new(
        """
        SELECT document, place, size, description, section FROM exchange.documents
        WHERE partnership = $1 AND case_id = $2 AND ($3::text IS NULL OR section = $3) ORDER BY section, place
        """,
        partnership.Value,
        id.Value,
        section?.Value);

    /// <summary>Asks for the documents of some sections, whatever their cases.</summary>
    public static Statement OfSections(PartnershipId partnership, IEnumerable<(CaseId Case, SectionId Section)> sections)
    {
        var pairs = sections.ToList();
        return new(
            """
            SELECT d.document, d.place, d.size, d.description, d.section
            FROM unnest($2::text[], $3::text[]) AS w (case_id, section)
            JOIN exchange.documents AS d ON d.partnership = $1 AND d.case_id = w.case_id AND d.section = w.section
            ORDER BY d.section, d.place
            """,
            partnership.Value,
            pairs.Select(p => p.Case.Value).ToArray(),
            pairs.Select(p => p.Section.Value).ToArray());
    }

    /// <summary>The documents, by section.</summary>
    public static async Task<ILookup<string, Document>> ReadAsync(NpgsqlDataReader row, CancellationToken cancellation)
    {
        var documents = new List<(string Section, Document Document)>();
        while (await row.ReadAsync(cancellation).ConfigureAwait(false))
            documents.Add((row.GetString(4), new(new DocumentId(row.GetString(0)), row.GetInt32(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3))));
        return documents.ToLookup(d => d.Section, d => d.Document, StringComparer.Ordinal);
    }

    /// <summary>A section with its documents; one without stays equal to another without.</summary>
    public static Section With(Section section, ILookup<string, Document> documents) =>
        documents.Contains(section.Id.Value) ? section with { Documents = [.. documents[section.Id.Value]] } : section;

    /// <summary>Attaches a document; false unless its section is of the case and not withdrawn, and its place is free.</summary>
    public static bool TryAttach(PostgresSession session, PartnershipId partnership, DocumentAttached change)
    {
        var attached = session.Execute(
            """
            INSERT INTO exchange.documents (partnership, document, case_id, section, place, size, description)
            SELECT $1, $2, $3, $4, $5, $6, $7
            WHERE NOT (SELECT withdrawn FROM exchange.sections WHERE partnership = $1 AND section = $4 AND case_id = $3 ORDER BY version DESC LIMIT 1)
            ON CONFLICT DO NOTHING
            """,
            partnership.Value,
            change.Document.Id.Value,
            change.Case.Value,
            change.Section.Value,
            change.Document.Place,
            change.Document.Size,
            change.Document.EncryptedDescription) == 1;
        if (attached)
            session.Execute("DELETE FROM exchange.uploads WHERE partnership = $1 AND document = $2", partnership.Value, change.Document.Id.Value);
        return attached;
    }
}
