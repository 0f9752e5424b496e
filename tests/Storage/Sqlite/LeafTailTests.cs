using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Storage.Sqlite;
using Google.Protobuf;
using Microsoft.Data.Sqlite;

namespace Exchange.Storage.Tests.Sqlite;

/// <summary>What many entries end with is kept once, and whoever alters it alters all of them.</summary>
public sealed class LeafTailTests : IDisposable
{
    private static readonly PartnershipId Amsterdam = new("amsterdam"), Utrecht = new("utrecht");

    private readonly TemporaryFolder _folder = new();
    private SqliteStorage _storage;

    public LeafTailTests() => _storage = SqliteStorage.Open(_folder.Path);

    public void Dispose()
    {
        _storage.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Append_ADecisionMadeAgain_KeepsItsRowsOncePerPartnership()
    {
        var repeated = Repeated("4.1");
        foreach (var partnership in new[] { Amsterdam, Utrecht })
            await AppendAsync(partnership, Entry(repeated, 1), Entry(repeated, 2), Entry(Repeated("4.1"), 3));
        Restart();
        await AppendAsync(Amsterdam, Entry(repeated, 4), Entry(Repeated("4.2"), 5), Plain(6));

        Assert.Equal(3, Number("SELECT count(*) FROM log_tails"));
        Assert.Equal(8, Number("SELECT count(*) FROM log_entries WHERE tail IS NOT NULL"));
        Assert.Equal(1, Number("SELECT count(*) FROM log_entries WHERE instr(leaf, CAST('4.1' AS BLOB)) > 0")); // of the plain one
        Assert.Equal(["4.1", "4.1", "4.1", "4.1", "4.2", "4.1"], Read(Amsterdam).Select(e => Assert.Single(e.Decisions).Article));
        Assert.Equal([1, 2, 3, 4, 5, 6], Read(Amsterdam).Select(e => e.DossierRead.Page));
        Assert.True(Verify(Amsterdam).IsSound);
        Assert.True(Verify(Utrecht).IsSound);
    }

    [Fact]
    public async Task Append_NothingWasDecided_HasNoTail()
    {
        await AppendAsync(Amsterdam, Entry(new RepeatedDecisions(new Entry()), 1));
        Assert.Equal(0, Number("SELECT count(*) FROM log_tails"));
        Assert.Equal(1, Assert.Single(Read(Amsterdam)).DossierRead.Page);
    }

    [Theory]
    [InlineData("UPDATE log_tails SET content = CAST(replace(CAST(content AS TEXT), '4.1', '4.2') AS BLOB)")]
    [InlineData("UPDATE log_tails SET content = zeroblob(0)")]
    [InlineData("DELETE FROM log_tails")]
    [InlineData("UPDATE log_entries SET tail = NULL WHERE entry = 1")]
    [InlineData("UPDATE log_entries SET tail = 1 WHERE entry = 1")]
    public async Task Verify_ATailIsNotWhatItWas_FindsTheEntryAltered(string change)
    {
        var repeated = Repeated("4.1");
        await AppendAsync(Amsterdam, Plain(1), Entry(repeated, 2), Entry(repeated, 3));
        Assert.Throws<SqliteException>(() => Change(change));
        Assert.True(Verify(Amsterdam).IsSound);

        Change("DROP TRIGGER log_tails_stay; DROP TRIGGER log_tails_remain; DROP TRIGGER log_entries_stay; " + change);
        Assert.False(Verify(Amsterdam).IsSound);
    }

    [Fact]
    public async Task Append_AnotherTailHasItsId_AddsNothingOfIt()
    {
        var repeated = Repeated("4.1");
        await AppendAsync(Amsterdam, Entry(repeated, 1));
        Restart();
        Change("DROP TRIGGER log_tails_stay; UPDATE log_tails SET content = x'00'");
        using var log = new AuditLog(_storage.Log);
        for (var attempt = 0; attempt < 2; attempt++)
            Assert.IsType<AppendOutcome.Unavailable>(await AppendAsync(log, Entry(repeated, 2)));
        Assert.IsType<AppendOutcome.Appended>(await AppendAsync(log, Plain(3)));
        Assert.Equal(2, _storage.Log.ReadHead(Amsterdam).Size);
    }

    private static Task<AppendOutcome> AppendAsync(AuditLog log, Entry entry, PartnershipId? partnership = null) =>
        log.AppendAsync(partnership ?? Amsterdam, new PendingEntry(entry, [], []), TestContext.Current.CancellationToken);

    private async Task AppendAsync(PartnershipId partnership, params Entry[] entries)
    {
        await using var log = new AuditLog(_storage.Log);
        foreach (var entry in entries)
            Assert.IsType<AppendOutcome.Appended>(await AppendAsync(log, entry, partnership));
    }

    private static CategoryDecision Decision(string article) => new() { Category = "police", Source = "politie", Level = "full", Article = article };

    private static RepeatedDecisions Repeated(string article) => new(new Entry { Decisions = { Decision(article) } });

    private static Entry Entry(RepeatedDecisions repeated, int page) => new() { DossierRead = new DossierRead { Page = page }, Repeated = repeated };

    private static Entry Plain(int page) => new() { DossierRead = new DossierRead { Page = page }, Decisions = { Decision("4.1") } };

    private IEnumerable<Entry> Read(PartnershipId partnership) => _storage.Log.Read(partnership, 0).Select(l => Audit.V1.Entry.Parser.ParseFrom(l.Leaf.Span));

    private LogVerification Verify(PartnershipId partnership) => LogVerifier.Verify(_storage.Log, partnership, TestContext.Current.CancellationToken);

    private void Restart()
    {
        _storage.Dispose();
        _storage = SqliteStorage.Open(_folder.Path);
    }

    private long Number(string sql) => Run(sql, command => (long)command.ExecuteScalar()!);

    private void Change(string sql) => Run(sql, command => command.ExecuteNonQuery());

    private T Run<T>(string sql, Func<SqliteCommand, T> run)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("exchange.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return run(command);
    }
}
