using System.Text.Json;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Exchange.Cli.Tests.Import;

/// <summary>A section as it lies in the store, opened with the case's key.</summary>
internal sealed record StoredSection(string Case, string Category, Handling Handling, SectionContent Content, string Text);

/// <summary>Reads everything that an import left in a data directory.</summary>
internal static class StoredSections
{
    public static async Task<IReadOnlyList<StoredSection>> ReadAsync(string data)
    {
        await using var installation = await Installation.OpenAsync(data, SampleCovenant.Path, Installation.DefaultPartnership, TimeProvider.System);
        var cipher = installation.Services.GetRequiredService<CaseCipher>();
        var partnership = new PartnershipId(Installation.DefaultPartnership);
        var sections = new List<StoredSection>();
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "exchange.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT case_id, section, version, category, handling, content FROM sections ORDER BY sequence";
        await using var row = command.ExecuteReader();
        while (row.Read())
        {
            var bytes = cipher.Decrypt(partnership, row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetFieldValue<byte[]>(5));
            sections.Add(new StoredSection(
                row.GetString(0), row.GetString(3), (Handling)row.GetInt32(4), SectionContent.FromBytes(bytes), System.Text.Encoding.UTF8.GetString(bytes)));
        }

        return sections;
    }
}

/// <summary>The official test persons, imported once for all tests of the class.</summary>
public sealed class ImportedPersons : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exchange-import-");

    internal string Data => _folder.FullName;

    internal int Exit { get; private set; }

    internal string Output { get; private set; } = "";

    internal string Error { get; private set; } = "";

    internal IReadOnlyList<StoredSection> Sections { get; private set; } = [];

    internal IReadOnlyList<JsonElement> Persons { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        if (SharedFile.TryFind(SharedFile.TestPersons) is not { } file)
            return;
        (Exit, Output, Error) = await CommandLine.RunAsync("import", "brp-personas", file, "--data", Data);
        Sections = await StoredSections.ReadAsync(Data);
        Persons = JsonSerializer.Deserialize<List<JsonElement>>(await File.ReadAllBytesAsync(file))!;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
