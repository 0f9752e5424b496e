using Exchange.Audit;

namespace Exchange.Storage.Sqlite;

/// <summary>Brings a database to the version of this program: forward only, one transaction per step.</summary>
internal static class SqliteMigrator
{
    /// <exception cref="StoreUnavailableException">The file is of another kind or of a newer program.</exception>
    public static void Migrate(SqliteSession session, SqliteSchema schema, string file)
    {
        for (var version = ReadVersion(session, schema, file); version < schema.Migrations.Count;)
        {
            session.Execute("BEGIN IMMEDIATE");
            version = ReadVersion(session, schema, file); // now that nobody else can be migrating
            if (version < schema.Migrations.Count)
            {
                session.Script(schema.Migrations[version]);
                session.Script($"PRAGMA application_id = {schema.ApplicationId}; PRAGMA user_version = {++version};");
            }
            session.Execute("COMMIT");
        }
    }

    /// <summary>Refuses what <see cref="Migrate"/> would have to change.</summary>
    /// <inheritdoc cref="Migrate" path="/exception"/>
    public static void Check(SqliteSession session, SqliteSchema schema, string file)
    {
        if (ReadVersion(session, schema, file) < schema.Migrations.Count)
            throw new StoreUnavailableException($"{file} is of an older version; start the gateway on it once.");
    }

    /// <summary>The version of a database of this kind; 0 for a new one.</summary>
    /// <inheritdoc cref="Migrate" path="/exception"/>
    public static int ReadVersion(SqliteSession session, SqliteSchema schema, string file)
    {
        var mark = Number(session, "PRAGMA application_id");
        var version = Number(session, "PRAGMA user_version");
        var isNew = mark == 0 && version == 0 && Number(session, "SELECT count(*) FROM sqlite_schema") == 0;
        if (mark != schema.ApplicationId && !isNew)
            throw new StoreUnavailableException($"{file} is not a database of Exchange's {schema.Content}.");
        if (version > schema.Migrations.Count)
        {
            throw new StoreUnavailableException(
                $"{file} was written by a newer Exchange (version {version}; this one knows {schema.Migrations.Count}). Start that one.");
        }
        return version;
    }

    private static int Number(SqliteSession session, string sql) => Convert.ToInt32(session.Scalar(sql), null);
}
