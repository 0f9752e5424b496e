using Exchange.Audit;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;

namespace Exchange.Commands.Tests.Log;

public sealed class PruneLogTests : IAsyncDisposable
{
    private readonly Installation _installation = new(Keeping(400));

    private ILogStore Log => _installation.Get<ILogStore>();

    private PartnershipId Partnership => _installation.Partnership;

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    [Fact]
    public async Task Prune_OldTiles_AreGone_AndTheRestIsProvable()
    {
        await WriteAsync(700);
        var older = _installation.Get<LogSigning>().SignAt(Partnership, Log, 600);
        _installation.Clock.Advance(TimeSpan.FromDays(401));
        await WriteAsync(100);
        var root = MerkleTree.Root(Log.ReadHead(Partnership));

        var pruned = await PruneAsync();

        Assert.Equal(new LogPruning(512, 512, null), pruned);
        Assert.Equal(512, Log.Read(Partnership, 0).First().Index);
        var entry = Assert.Single(_installation.Entries(800));
        Assert.Equal((512, 400), (entry.LogPruned.MinimumIndex, entry.LogPruned.KeepDays));
        Assert.Equal(root, MerkleTree.RootAt(Log, Partnership, 800)); // the tree is the one that it was

        var found = LogVerifier.Verify(Log, Partnership, TestContext.Current.CancellationToken);
        Assert.Null(found.Fault);
        Assert.Equal(801, found.Size);
        var head = Log.ReadHead(Partnership);
        foreach (var index in new long[] { 512, 513, 767, 768, 800 })
        {
            var leaf = Log.ReadBackwards(Partnership, index + 1, 1)[0];
            Assert.True(InclusionProof.Verify(
                index, head.Size, MerkleHash.Leaf(leaf.Leaf.Span), InclusionProof.Build(Log, Partnership, index, head.Size), MerkleTree.Root(head)));
        }

        Assert.True(ConsistencyProof.Verify(
            600, head.Size, older.Checkpoint.Root.Span, MerkleTree.Root(head), ConsistencyProof.Build(Log, Partnership, 600, head.Size)));
        Assert.Equal(new LogPruning(512, 0, null), await PruneAsync()); // nothing more
    }

    [Fact]
    public async Task Prune_WhatIsNotOldEnough_StaysWithAllBehindIt()
    {
        await WriteAsync(255);
        _installation.Clock.Advance(TimeSpan.FromDays(399));
        await WriteAsync(300);
        Assert.Equal(new LogPruning(0, 0, null), await PruneAsync());
        _installation.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(new LogPruning(0, 0, null), await PruneAsync()); // the last entry of the first tile is younger
    }

    [Fact]
    public async Task Prune_CovenantWithoutAPeriod_KeepsEverything()
    {
        await using var installation = new Installation();
        Assert.Null(installation.Covenant.LogKeepDays);
        await WriteAsync(300, installation);
        installation.Clock.Advance(TimeSpan.FromDays(40_000));
        Assert.Equal(new LogPruning(0, 0, null), await installation.Get<PruneLog>().HandleAsync(installation.Partnership, installation.Covenant));
    }

    [Fact]
    public async Task Prune_LogUnwritable_RemovesNothing()
    {
        await WriteAsync(300);
        _installation.Clock.Advance(TimeSpan.FromDays(401));
        _installation.Faults.LogUnwritable = true;
        Assert.NotNull((await PruneAsync()).Refusal);
        Assert.Equal(0, Log.Read(Partnership, 0).First().Index);
    }

    [Fact]
    public async Task Prune_Export_FollowsAndIsVerifiedFromThere()
    {
        await WriteAsync(700);
        var folder = Directory.CreateTempSubdirectory("exchange-pruned-").FullName;
        try
        {
            Assert.IsType<ExportOutcome.Written>(Export(folder));
            var older = SignedCheckpoint.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "checkpoint"), TestContext.Current.CancellationToken))!;
            _installation.Clock.Advance(TimeSpan.FromDays(401));
            await PruneAsync();

            Assert.Equal(512, Assert.IsType<ExportOutcome.Written>(Export(folder)).Minimum);
            Assert.Equal(["tile/entries/002.p/189"], Bundles(folder));
            Assert.Equal(ExportFaultKind.BundleUnreadable, Verify(folder, 0).Fault!.Kind);
            Assert.Null(Verify(folder, 512, older).Fault);

            var anew = Path.Combine(folder, "anew");
            Export(anew);
            Assert.Null(Verify(anew, 512, older).Fault);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Prune_BeyondAnOldExport_IsToldApartFromTampering()
    {
        await WriteAsync(300);
        var folder = Directory.CreateTempSubdirectory("exchange-pruned-").FullName;
        try
        {
            Export(folder);
            await WriteAsync(400);
            _installation.Clock.Advance(TimeSpan.FromDays(401));
            await PruneAsync();
            Assert.Equal(new ExportOutcome.Refused(ExportRefusal.Pruned, 512), Export(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Verify_EntriesRemovedWithoutAnEntryThatTells_AreMissing()
    {
        await WriteAsync(600);
        _installation.Tamper("INSERT INTO log_minimums (partnership, minimum) VALUES ('amsterdam', 256)");
        _installation.Tamper("DELETE FROM log_entries WHERE entry < 256");

        Assert.Equal(
            new LogFault(LogFaultKind.EntryMissing, 0, 0), LogVerifier.Verify(Log, Partnership, TestContext.Current.CancellationToken).Fault);
    }

    [Theory]
    [InlineData("DELETE FROM log_entries WHERE entry = 300")]
    [InlineData("DELETE FROM log_nodes WHERE level = 8")]
    [InlineData("DELETE FROM log_minimums")]
    [InlineData("UPDATE log_minimums SET minimum = 0")]
    public async Task Store_RemovesNothingBeforeItsTime(string sql)
    {
        await WriteAsync(300);
        _installation.Clock.Advance(TimeSpan.FromDays(401));
        await PruneAsync();
        Assert.ThrowsAny<Exception>(() => _installation.Tamper(sql));
    }

    private Task<LogPruning> PruneAsync() => _installation.Get<PruneLog>().HandleAsync(Partnership, _installation.Covenant);

    private ExportOutcome Export(string folder) => LogExport.Write(
        Log, Partnership, folder, (size, root) => _installation.Get<LogSigning>().Sign(Partnership, size, root), TestContext.Current.CancellationToken);

    private ExportVerification Verify(string folder, long from, SignedCheckpoint? older = null) => ExportVerifier.Verify(
        new FolderTiles(folder), new TrustedKeys(_installation.Get<LogSigning>().PublicKeys(Partnership)), older, from, TestContext.Current.CancellationToken);

    private static IEnumerable<string> Bundles(string folder) =>
        Directory.GetFiles(Path.Combine(folder, "tile", "entries"), "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f))
            .Where(f => f.Contains(".p/189", StringComparison.Ordinal) || !f.Contains(".p/", StringComparison.Ordinal));

    private async Task WriteAsync(int entries, Installation? at = null)
    {
        var installation = at ?? _installation;
        var writer = installation.Get<EntryWriter>();
        await Task.WhenAll(Enumerable.Range(0, entries).Select(_ =>
        {
            var entry = writer.Draft(installation.Partnership, installation.Covenant, "", null);
            entry.Outcome = Exchange.Audit.V1.Outcome.Done;
            return writer.AppendAsync(installation.Partnership, entry, [], []);
        }));
    }

    private static Covenant Keeping(int days) => Repository.SampleCovenantWith(("inForce:", $"logKeepDays: {days}\ninForce:"));
}
