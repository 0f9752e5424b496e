using Exchange.Consent;
using Exchange.Dossiers;
using Microsoft.Data.Sqlite;

namespace Exchange.Storage.Sqlite;

/// <summary>What the records know of documents.</summary>
internal static class DocumentRows
{
    /// <summary>The documents of every section of a case, in their places.</summary>
    public static ILookup<string, Document> ReadOfCase(SqliteSession session, PartnershipId partnership, CaseId id)
    {
        using var row = session.Query(
            "SELECT document, place, size, description, section FROM documents WHERE partnership = ?1 AND case_id = ?2 ORDER BY section, place",
            partnership.Value,
            id.Value);
        var documents = new List<(string Section, Document Document)>();
        while (row.Read())
            documents.Add((row.GetString(4), Read(row)));
        return documents.ToLookup(d => d.Section, d => d.Document, StringComparer.Ordinal);
    }

    /// <summary>The documents of one section, in their places.</summary>
    public static IReadOnlyList<Document> ReadOfSection(SqliteSession session, PartnershipId partnership, CaseId @case, SectionId section)
    {
        using var row = session.Query(
            "SELECT document, place, size, description FROM documents WHERE partnership = ?1 AND case_id = ?2 AND section = ?3 ORDER BY place",
            partnership.Value,
            @case.Value,
            section.Value);
        var documents = new List<Document>();
        while (row.Read())
            documents.Add(Read(row));
        if (documents.Count == 0)
            return []; // one and the same, so that sections without documents are equal
        return documents;
    }

    /// <summary>Attaches a document; false unless its section is of the case and not withdrawn, and its place is free.</summary>
    public static bool TryAttach(SqliteSession session, PartnershipId partnership, DocumentAttached change) => session.Execute(
        """
        INSERT INTO documents (partnership, document, case_id, section, place, size, description)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
        WHERE (SELECT withdrawn FROM sections WHERE partnership = ?1 AND section = ?4 AND case_id = ?3 ORDER BY version DESC LIMIT 1) = 0
        ON CONFLICT DO NOTHING
        """,
        partnership.Value,
        change.Document.Id.Value,
        change.Case.Value,
        change.Section.Value,
        change.Document.Place,
        change.Document.Size,
        change.Document.EncryptedDescription) == 1;

    /// <summary>Whether the records know of a document.</summary>
    public static bool IsKnown(SqliteSession session, string partnership, string document) =>
        session.Scalar("SELECT 1 FROM documents WHERE partnership = ?1 AND document = ?2", partnership, document) is not null;

    private static Document Read(SqliteDataReader row) =>
        new(new DocumentId(row.GetString(0)), row.GetInt32(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3));
}
