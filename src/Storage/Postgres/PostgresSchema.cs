using System.Reflection;

namespace Exchange.Storage.Postgres;

/// <summary>What one kind of database holds, and its numbered migrations.</summary>
/// <param name="Content">What it holds; also the mark in the database, so that one kind is not taken for the other.</param>
/// <param name="Folder">Where its migrations are.</param>
internal sealed record PostgresSchema(string Content, string Folder)
{
    public static readonly PostgresSchema Records = new("records and log", "Postgres/");

    public static readonly PostgresSchema Keys = new("keys", "PostgresKeys/");

    /// <summary>The scripts, in order; the script at index n takes a database from version n to n + 1.</summary>
    public IReadOnlyList<string> Migrations { get; init; } = NumberedScripts.Read(Assembly.GetExecutingAssembly(), Folder);
}
