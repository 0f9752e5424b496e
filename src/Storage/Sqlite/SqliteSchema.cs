using System.Reflection;

namespace Exchange.Storage.Sqlite;

/// <summary>What one kind of file holds: its mark and its numbered migrations.</summary>
/// <param name="Content">What it holds, for messages.</param>
/// <param name="ApplicationId">The mark in the file's header, so that one kind of file is not taken for another.</param>
/// <param name="Folder">Where its migrations are.</param>
internal sealed record SqliteSchema(string Content, int ApplicationId, string Folder)
{
    public static readonly SqliteSchema Records = new("records and log", 0x45584331, "Sqlite/");

    public static readonly SqliteSchema Documents = new("documents", 0x45584431, "SqliteDocuments/");

    public static readonly SqliteSchema Keys = new("keys", 0x45584B31, "SqliteKeys/");

    /// <summary>The scripts, in order; the script at index n takes a database from version n to n + 1.</summary>
    public IReadOnlyList<string> Migrations { get; init; } = NumberedScripts.Read(Assembly.GetExecutingAssembly(), Folder);
}
