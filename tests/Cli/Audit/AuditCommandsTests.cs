using Microsoft.Data.Sqlite;

namespace Exchange.Cli.Tests.Audit;

public sealed class AuditCommandsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("exchange-audit-");

    private string Data => Path.Combine(_folder.FullName, "data");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Verify_FlippedByte_NamesTheEntry()
    {
        await ImportAsync();
        await AlterAsync(
            "DROP TRIGGER log_entries_stay",
            "UPDATE log_entries SET leaf = CAST(substr(leaf, 1, length(leaf) - 1) || x'FF' AS BLOB) WHERE entry = 2");

        var (exit, output, _) = await CommandLine.RunAsync("audit", "verify", "--data", Data);

        Assert.Equal(1, exit);
        Assert.StartsWith("WRONG: entry 2 was altered", output);
    }

    [Fact]
    public async Task Verify_MissingEntry_NamesIt()
    {
        await ImportAsync();
        await AlterAsync("DROP TRIGGER log_entries_remain", "DELETE FROM log_entries WHERE entry = 1");

        var (exit, output, _) = await CommandLine.RunAsync("audit", "verify", "--data", Data);

        Assert.Equal(1, exit);
        Assert.StartsWith("WRONG: entry 1 is missing", output);
    }

    [Fact]
    public async Task Verify_AlteredHash_NamesTheEntry()
    {
        await ImportAsync();
        await AlterAsync("DROP TRIGGER log_entries_stay", "UPDATE log_entries SET hash = zeroblob(32) WHERE entry = 2");

        var (exit, output, _) = await CommandLine.RunAsync("audit", "verify", "--data", Data);

        Assert.Equal(1, exit);
        Assert.StartsWith("WRONG: entry 2 ", output);
    }

    // Entries that are in no segment yet: batches in log_recent, of which each entry begins with 2 bytes of place, 8 of time, 8 of shape.
    [Theory]
    [InlineData("UPDATE log_recent SET entries = CAST(substr(entries, 1, 9) || x'00' || substr(entries, 11) AS BLOB) WHERE first = 2", "the index does not say of entry 2")]
    [InlineData("UPDATE log_recent SET entries = CAST(substr(entries, 1, 17) || x'00' || substr(entries, 19) AS BLOB) WHERE first = 2", "the index does not say of entry 2")]
    [InlineData("UPDATE log_shapes SET content = CAST(content || x'00' AS BLOB) WHERE first = 0", "the index does not say of entry 0")]
    [InlineData("UPDATE log_shapes SET shape = shape + 1 WHERE first = 1", "the index does not say of entry 1")]
    [InlineData("DELETE FROM log_recent WHERE first = 3", "entry 3 is not in the index")]
    [InlineData("INSERT INTO log_recent SELECT partnership, 99, entries FROM log_recent WHERE first = 1", "the index has an entry 99")]
    public async Task Verify_AlteredIndex_NamesTheEntry(string sql, string said)
    {
        await ImportAsync();
        Assert.Equal(0, (await CommandLine.RunAsync("audit", "verify", "--data", Data)).Exit);
        await AlterAsync(sql);

        var (exit, output, _) = await CommandLine.RunAsync("audit", "verify", "--data", Data);

        Assert.Equal(1, exit);
        Assert.StartsWith("WRONG: " + said, output);
    }

    [Fact]
    public async Task Audit_WhileAGatewayRuns_ReadsTheSameRoot()
    {
        await ImportAsync();
        await using var gateway = await Installation.OpenAsync(Data, SampleCovenant.Path, Installation.DefaultPartnership, TimeProvider.System);

        var head = await CommandLine.RunAsync("audit", "head", "--data", Data);
        var verify = await CommandLine.RunAsync("audit", "verify", "--data", Data);

        Assert.Equal((0, 0), (head.Exit, verify.Exit));
        Assert.StartsWith("4 entries, root ", head.Output);
        Assert.Equal(head.Output[^65..], verify.Output[^65..]);
    }

    [Theory]
    [InlineData("--partnership", "rotterdam")]
    [InlineData("--partnership", "Not/One")]
    public async Task Audit_NoSuchLog_ExitsTwo(string option, string value)
    {
        await ImportAsync();

        var (exit, output, error) = await CommandLine.RunAsync("audit", "verify", "--data", Data, option, value);

        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task VerifyState_UntouchedAndEdited_TellsThemApart()
    {
        await ImportAsync();
        var fine = await CommandLine.RunAsync("audit", "verify", "--state", "--data", Data);
        await AlterAsync("UPDATE partnerships SET covenant_digest = zeroblob(32)");
        var edited = await CommandLine.RunAsync("audit", "verify", "--state", "--data", Data);

        Assert.Equal((0, ""), (fine.Exit, fine.Error));
        Assert.Contains("0 differences", fine.Output);
        Assert.Equal(1, edited.Exit);
        Assert.Contains("is in the records and not on the log.", edited.Output);
        Assert.Equal(2, (await CommandLine.RunAsync("audit", "verify", "--state", "--data", Data, "--keys", "/nonexistent")).Exit);
    }

    [Fact]
    public async Task Reconcile_ReceiptsOfWhatTheLogDoesNotHave_AreListed()
    {
        await ImportAsync();
        var file = Path.Combine(_folder.FullName, "receipts.jsonl");
        await File.WriteAllTextAsync(file, """{"index":4,"leafHash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}""", TestContext.Current.CancellationToken);

        var differs = await CommandLine.RunAsync("audit", "reconcile", file, "--partner", "oov", "--data", Data);
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        var empty = await CommandLine.RunAsync("audit", "reconcile", file, "--partner", "oov", "--data", Data);
        await File.WriteAllTextAsync(file, "\n{}", TestContext.Current.CancellationToken);
        var unreadable = await CommandLine.RunAsync("audit", "reconcile", file, "--partner", "oov", "--data", Data);

        Assert.Equal((1, "ONLY THE PARTNER: entry 4 is not in the log.\n1 receipts, 1 differences\n"), (differs.Exit, differs.Output.ReplaceLineEndings("\n")));
        Assert.Equal((2, true), (empty.Exit, empty.Error.Contains("holds no receipt", StringComparison.Ordinal)));
        Assert.Equal((2, true), (unreadable.Exit, unreadable.Error.Contains("line 2 of", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Verify_WithTheWholeIndexGone_NamesTheFirstEntryThatNoSearchFinds()
    {
        await ImportAsync();
        await AlterAsync("DELETE FROM log_recent");

        var (exit, output, _) = await CommandLine.RunAsync("audit", "verify", "--data", Data);

        Assert.Equal(1, exit);
        Assert.Contains("entry 0 is not in the index", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Reconcile_ReceiptOfAnEntryThatWasTakenOut_IsListed(int entry)
    {
        await ImportAsync();
        var file = Path.Combine(_folder.FullName, "receipts.jsonl");
        await File.WriteAllTextAsync(file, $$"""{"index":{{entry}},"leafHash":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}""", TestContext.Current.CancellationToken);
        await AlterAsync("DROP TRIGGER log_entries_remain", $"DELETE FROM log_entries WHERE entry = {entry}");

        var (exit, output, _) = await CommandLine.RunAsync("audit", "reconcile", file, "--partner", "oov", "--data", Data);

        Assert.Equal((1, true), (exit, output.Contains($"entry {entry} is not in the log", StringComparison.Ordinal)));
    }

    private async Task ImportAsync()
    {
        var file = Path.Combine(_folder.FullName, "persons.json");
        await File.WriteAllTextAsync(file, """[{"burgerservicenummer":"999900018"},{"burgerservicenummer":"999900031"},{"burgerservicenummer":"999900043"}]""");
        var (exit, output, _) = await CommandLine.RunAsync("import", "brp-personas", file, "--data", Data);
        Assert.Equal((0, "3 imported, 0 reported, 0 with a secret address"), (exit, output.Trim()));
    }

    private async Task AlterAsync(params string[] statements)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(Data, "exchange.db")};Pooling=False");
        connection.Open();
        foreach (var statement in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }
}
