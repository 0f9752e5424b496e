using System.Text.Json;
using Exchange.Consent;
using Exchange.Dossiers;
using Microsoft.Data.Sqlite;

namespace Exchange.Storage.Sqlite;

/// <summary>Sections: one row per version, never changed.</summary>
internal static class SectionRows
{
    /// <summary>What <see cref="Read"/> reads, of sections as <c>s</c>.</summary>
    public const string Columns = DossierRows.SectionColumns + ", s.content";

    /// <summary>The first column behind <see cref="Columns"/>.</summary>
    public const int Next = DossierRows.AfterSection + 1;

    /// <summary>The newest version of every section of a case that is not withdrawn, in the order of the log.</summary>
    public static List<Section> ReadNewest(SqliteSession session, PartnershipId partnership, CaseId id)
    {
        var sections = new List<Section>();
        var documents = DocumentRows.ReadOfCase(session, partnership, id);
        using var row = session.Query(
            $"""
            SELECT {Columns}
            FROM sections AS s
            WHERE partnership = ?1 AND case_id = ?2 AND NOT withdrawn
              AND version = (SELECT max(version) FROM sections WHERE partnership = s.partnership AND section = s.section)
            ORDER BY sequence
            """,
            partnership.Value,
            id.Value);
        while (row.Read())
        {
            var section = Read(row);
            sections.Add(documents.Contains(section.Id.Value) ? section with { Documents = [.. documents[section.Id.Value]] } : section);
        }

        return sections;
    }

    /// <summary>The newest version of the sections of one source that are not withdrawn, in the order of their first versions.</summary>
    public static (List<OwnSection> Sections, bool More) ReadOwn(SqliteSession session, PartnershipId partnership, OwnSectionsQuery query)
    {
        var sections = new List<OwnSection>();
        var bytes = 0;
        using var row = session.Query(
            $"""
            SELECT {Columns}, first.sequence, c.case_id, c.subject, c.state, c.opened_on, c.epoch
            FROM sections AS first
            JOIN sections AS s ON s.partnership = first.partnership AND s.section = first.section
              AND s.version = (SELECT max(version) FROM sections WHERE partnership = first.partnership AND section = first.section)
            JOIN cases AS c ON c.partnership = s.partnership AND c.case_id = s.case_id
            WHERE first.partnership = ?1 AND first.source = ?2 AND first.version = 1 AND first.sequence > ?3
              AND first.category IN (SELECT value FROM json_each(?4)) AND s.keep_until >= ?5 AND NOT s.withdrawn
            ORDER BY first.sequence
            LIMIT ?6
            """,
            partnership.Value,
            query.Source,
            query.After,
            JsonSerializer.Serialize(query.Categories),
            Stored.Day(query.KeptOn),
            query.Count + 1);
        while (row.Read())
        {
            var section = Read(row);
            var of = DossierRows.Case(row, Next + 1);
            section = section with { Documents = DocumentRows.ReadOfSection(session, partnership, of.Id, section.Id) };
            bytes += section.EncryptedContent.Length + section.Documents.Sum(d => d.EncryptedDescription.Length);
            if (sections.Count == query.Count || (sections.Count > 0 && bytes > query.Bytes))
                return (sections, true);
            sections.Add(new OwnSection(of, row.GetInt64(Next + 5), section, row.GetInt64(Next)));
        }

        return (sections, false);
    }

    /// <summary>The newest version of a section, withdrawn or not, with its case.</summary>
    public static SectionReading.Found? Find(SqliteSession session, PartnershipId partnership, SectionId id)
    {
        Section newest;
        CaseId @case;
        bool isWithdrawn;
        using (var row = session.Query(
            $"SELECT {Columns}, s.case_id, s.withdrawn FROM sections AS s WHERE partnership = ?1 AND section = ?2 ORDER BY version DESC LIMIT 1",
            partnership.Value,
            id.Value))
        {
            if (!row.Read())
                return null;
            (newest, @case, isWithdrawn) = (Read(row), new CaseId(row.GetString(Next)), row.GetBoolean(Next + 1));
        }

        newest = newest with { Documents = DocumentRows.ReadOfSection(session, partnership, @case, id) };
        return CaseRows.Find(session, partnership, @case) is { } found
            ? new SectionReading.Found(found.Case, found.Epoch, newest, isWithdrawn)
            : null;
    }

    /// <summary>
    /// Adds a version; false unless it is the first, or follows the last version of the same case, category and source that is not
    /// withdrawn.
    /// </summary>
    public static bool TryAdd(SqliteSession session, PartnershipId partnership, CaseId id, Section section) =>
        FollowsLast(session, partnership, id, section)
        && (section.Version == 1 || CaseRows.TryMoveEpoch(session, partnership, id))
        && RequestRows.EndWithOtherHandling(session, partnership, section)
        && session.Execute(
            """
            INSERT INTO sections (partnership, section, version, case_id, sequence, category, source, ground, handling, recipients,
              embargo_until, secrecy, date, keep_until, content)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
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
            JsonSerializer.Serialize(section.Recipients),
            section.EmbargoUntil is { } until ? Stored.Moment(until) : null,
            (int)section.Secrecy,
            section.Date?.ToString(),
            Stored.Day(section.KeepUntil),
            section.EncryptedContent) == 1;

    /// <summary>Adds a version that holds nothing; false unless it follows the last version of the same case that is not withdrawn.</summary>
    public static bool TryWithdraw(SqliteSession session, PartnershipId partnership, SectionWithdrawn change)
    {
        // What the section was stays readable in the version before; here only what the next reader needs to know it by.
        var added = session.Execute(
            """
            INSERT INTO sections (partnership, section, version, case_id, sequence, category, source, ground, handling, recipients,
              embargo_until, secrecy, date, keep_until, content, withdrawn)
            SELECT partnership, section, ?4, case_id, ?5, category, source, ground, handling, '[]', NULL, 0, NULL, keep_until, x'', 1
            FROM (SELECT * FROM sections WHERE partnership = ?1 AND section = ?2 ORDER BY version DESC LIMIT 1)
            WHERE case_id = ?3 AND version = ?4 - 1 AND NOT withdrawn
            """,
            partnership.Value,
            change.Section.Value,
            change.Case.Value,
            change.Version,
            PartnershipRows.TakeSequence(session, partnership));
        return added == 1 && CaseRows.TryMoveEpoch(session, partnership, change.Case);
    }

    // Nobody slips a newer version under the section of another source or case.
    private static bool FollowsLast(SqliteSession session, PartnershipId partnership, CaseId id, Section section)
    {
        using var last = session.Query(
            "SELECT version, case_id, category, source, withdrawn FROM sections WHERE partnership = ?1 AND section = ?2 ORDER BY version DESC LIMIT 1",
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

    /// <summary>A section, from the first column on.</summary>
    public static Section Read(SqliteDataReader row) => DossierRows.Section(
        row,
        JsonSerializer.Deserialize<string[]>(row.GetString(DossierRows.Recipients)) ?? throw new FormatException("Recipients are a list."),
        row.GetFieldValue<byte[]>(DossierRows.AfterSection));
}
