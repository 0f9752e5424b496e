using System.Globalization;
using Exchange.Audit;
using Npgsql;

namespace Exchange.Storage.Postgres;

/// <summary>Brings a database to the version of this program: forward only, all steps in one transaction, one program at a time.</summary>
internal static class PostgresMigrator
{
    // Any number will do, as long as every version of the program takes the same.
    private const long Lock = 0x4558_4348_414E_4745;

    private const string Mark = "SELECT to_regclass('exchange.migrated') IS NOT NULL";

    /// <summary>Migrates as the owner of the tables.</summary>
    /// <exception cref="StoreUnavailableException">The database is of another kind or of a newer program, or lacks the role of the gateways.</exception>
    public static void Migrate(NpgsqlDataSource owner, PostgresSchema schema) => PostgresFaults.Translate(() =>
    {
        using var connection = owner.OpenConnection();
        using var transaction = connection.BeginTransaction();
        Run(connection, "SET LOCAL lock_timeout = '60s'; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = '60s'");
        Run(connection, $"SELECT pg_advisory_xact_lock({Lock.ToString(CultureInfo.InvariantCulture)})");
        if (Scalar(connection, "SELECT 1 FROM pg_roles WHERE rolname = 'exchange_app'") is null)
            throw new StoreUnavailableException("The role exchange_app is missing on this server; docs/storage.md tells how to make it.");
        if (Scalar(connection, Mark) is false)
            Begin(connection, schema);
        var version = ReadVersion(connection, schema);
        foreach (var script in schema.Migrations.Skip(version))
            Run(connection, script);
        if (version < schema.Migrations.Count)
            Run(connection, $"UPDATE exchange.migrated SET version = {schema.Migrations.Count.ToString(CultureInfo.InvariantCulture)}");
        transaction.Commit();
        return true;
    });

    /// <summary>Refuses what <see cref="Migrate"/> would have to change, and a role that could go round row-level security.</summary>
    /// <inheritdoc cref="Migrate" path="/exception"/>
    public static void Check(NpgsqlDataSource application, PostgresSchema schema) => PostgresFaults.Translate(() =>
    {
        using var connection = application.OpenConnection();
        using var transaction = connection.BeginTransaction();
        if (connection.PostgreSqlVersion.Major < 15)
            throw new StoreUnavailableException($"This is PostgreSQL {connection.PostgreSqlVersion.Major}; Exchange needs 15 or newer.");
        if (Scalar(connection, Mark) is false || ReadVersion(connection, schema) < schema.Migrations.Count)
        {
            throw new StoreUnavailableException(
                $"The database of Exchange's {schema.Content} is empty or of an older version; start one gateway with the owner's connection string once.");
        }
        var isBound = Scalar(
            connection,
            """
            SELECT NOT (r.rolsuper OR r.rolbypassrls OR pg_has_role(r.oid, c.relowner, 'MEMBER'))
            FROM pg_roles AS r, pg_class AS c WHERE r.rolname = current_user AND c.oid = 'exchange.migrated'::regclass
            """);
        if (isBound is not true)
        {
            throw new StoreUnavailableException(
                "The gateway's role is the owner of the tables, a superuser or exempt from row-level security; give it one that is only a member of exchange_app.");
        }
        return true;
    });

    private static void Begin(NpgsqlConnection connection, PostgresSchema schema)
    {
        if (Scalar(connection, "SELECT 1 FROM pg_namespace WHERE nspname = 'exchange'") is not null)
            throw new StoreUnavailableException("The schema exchange is there already, and not of this program; choose another database.");
        Run(
            connection,
            """
            CREATE SCHEMA exchange;
            GRANT USAGE ON SCHEMA exchange TO exchange_app;
            CREATE TABLE exchange.migrated (content text NOT NULL PRIMARY KEY, version integer NOT NULL);
            GRANT SELECT ON exchange.migrated TO exchange_app;
            """);
        using var mark = new NpgsqlCommand("INSERT INTO exchange.migrated (content, version) VALUES ($1, 0)", connection);
        mark.Parameters.Add(new NpgsqlParameter { Value = schema.Content });
        mark.ExecuteNonQuery();
    }

    private static int ReadVersion(NpgsqlConnection connection, PostgresSchema schema)
    {
        using var command = new NpgsqlCommand("SELECT content, version FROM exchange.migrated", connection);
        using var row = command.ExecuteReader();
        if (!row.Read() || row.GetString(0) != schema.Content)
            throw new StoreUnavailableException($"This is not a database of Exchange's {schema.Content}.");
        var version = row.GetInt32(1);
        if (version > schema.Migrations.Count)
        {
            throw new StoreUnavailableException(
                $"The database of Exchange's {schema.Content} was written by a newer Exchange (version {version}; this one knows {schema.Migrations.Count}). Start that one.");
        }
        return version;
    }

    private static object? Scalar(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    private static void Run(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}
