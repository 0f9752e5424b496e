using System.Buffers.Binary;

namespace Exchange.Audit.Tests;

public sealed class ExportVerifierTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Verify_AnyBitOfAnyFileTurned_IsFoundWhereItIs(int size)
    {
        var log = Exported(size);
        foreach (var file in _folder.Files())
        {
            var bits = new FileInfo(_folder.At(file)).Length * 8;
            for (var bit = 0; bit < bits; bit++)
                _folder.WithBitTurned(file, bit, () => AssertNamed(file, Verify(log).Fault));
        }

        Assert.True(Verify(log).IsSound);
    }

    [Fact]
    public void Verify_AnyBitOfALongLogTurned_IsFoundWhereItIs()
    {
        var log = Exported(800);
        foreach (var file in _folder.Files())
        {
            var bits = (int)new FileInfo(_folder.At(file)).Length * 8;
            for (var i = 0; i < 40; i++)
                _folder.WithBitTurned(file, (int)(i * 7919L * 104_729 % bits), () => AssertNamed(file, Verify(log).Fault));
        }

        Assert.True(Verify(log).IsSound);
    }

    [Fact]
    public void Verify_AlteredEntry_IsTheFirstThatIsNamed()
    {
        var log = Exported(800);
        var at = OffsetOf("tile/entries/001", 44);
        _folder.WithBitTurned("tile/entries/001", (at + 2) * 8, () =>
            Assert.Equal(new ExportFault(ExportFaultKind.EntryAltered, "tile/entries/001", 300), Verify(log).Fault));

        _folder.WithBitTurned("tile/0/002", ((17 * 32) + 3) * 8, () =>
            Assert.Equal(new ExportFault(ExportFaultKind.EntryAltered, "tile/entries/002", 512 + 17), Verify(log).Fault));
        _folder.WithBitTurned("tile/1/000.p/3", 40 * 8, () =>
            Assert.Equal(new ExportFault(ExportFaultKind.TileAltered, "tile/1/000.p/3", 256), Verify(log).Fault));
    }

    [Fact]
    public void Verify_EveryFileMissingCutOffOrLonger_IsFound()
    {
        var log = Exported(800);
        foreach (var file in _folder.Files())
        {
            var bytes = File.ReadAllBytes(_folder.At(file));
            File.Delete(_folder.At(file));
            AssertNamed(file, Verify(log).Fault);
            foreach (var other in new[] { [], bytes[..^1], bytes[..(bytes.Length / 2)], [.. bytes, 0], [.. bytes, .. bytes] })
            {
                File.WriteAllBytes(_folder.At(file), other);
                AssertNamed(file, Verify(log).Fault);
            }

            File.WriteAllBytes(_folder.At(file), bytes);
        }

        Assert.True(Verify(log).IsSound);
    }

    [Fact]
    public void Verify_WhollyRewritten_IsAnotherTree()
    {
        var log = Exported(300);
        var checkpoint = File.ReadAllBytes(_folder.At("checkpoint"));
        using var other = new Folder();
        new SampleLog(300, "forged").Export(other);
        File.WriteAllBytes(other.At("checkpoint"), checkpoint);

        var found = ExportVerifier.Verify(other.Tiles, log.Keys, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(ExportFaultKind.OtherTree, found.Fault!.Kind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(299)]
    [InlineData(300)]
    public void Verify_AgainstAnOlderCheckpoint_ProvesThatNothingBeforeWasChanged(int olderSize)
    {
        var log = Exported(300);
        Assert.True(Verify(log, log.SignedAt(olderSize)).IsSound);

        var other = new SampleLog(olderSize + 1, "other") { Key = log.Key };
        Assert.Equal(olderSize + 1 > 300 ? ExportFaultKind.Shrunk : ExportFaultKind.HistoryChanged, Verify(log, other.Head()).Fault!.Kind);
    }

    [Fact]
    public void Verify_AgainstWhatIsNoOlderCheckpointOfThisLog_SaysSo()
    {
        var log = Exported(300);
        Assert.Equal(ExportFaultKind.Shrunk, Verify(log, new SampleLog(301) { Key = log.Key }.Head()).Fault!.Kind);
        Assert.Equal(ExportFaultKind.OlderNotTrusted, Verify(log, new SampleLog(3).Head()).Fault!.Kind);
        Assert.Equal(ExportFaultKind.OlderNotTrusted, Verify(log, log.Key.Sign(log.SignedAt(3).Checkpoint with { Origin = "other" })).Fault!.Kind);
    }

    [Fact]
    public void Verify_UntrustedCheckpoint_SaysWhy()
    {
        var log = Exported(3);
        Assert.Equal(ExportFaultKind.CheckpointNotSigned, Fault(new LogKey().Trusted()));
        Assert.Equal(ExportFaultKind.OtherLog, Fault(log.Key.Trusted("other")));
        File.WriteAllBytes(_folder.At("checkpoint"), new byte[SignedNote.MaxLength * 2]);
        Assert.Equal(ExportFaultKind.CheckpointUnreadable, Fault(log.Keys));

        ExportFaultKind Fault(TrustedKeys keys) =>
            ExportVerifier.Verify(_folder.Tiles, keys, cancellation: TestContext.Current.CancellationToken).Fault!.Kind;
    }

    // Whoever has the key can sign any size: what is read follows the files, not the number.
    [Theory]
    [InlineData(4)]
    [InlineData(1L << 40)]
    [InlineData(long.MaxValue)]
    public void Verify_SignedSizeThatIsNotThere_IsFoundAtOnce(long size)
    {
        var log = Exported(3);
        File.WriteAllBytes(_folder.At("checkpoint"), log.Sign(size, log.Head().Checkpoint.Root).Note.ToBytes());

        var found = Verify(log);

        Assert.Equal((ExportFaultKind.BundleUnreadable, 0L), (found.Fault!.Kind, found.Fault.Index));
        Assert.Equal(ExportFaultKind.TileUnreadable, ExportVerifier.Verify(
            _folder.Tiles, log.Keys, log.SignedAt(2), size & ~255L, TestContext.Current.CancellationToken).Fault is { } fault && size > 256 ? fault.Kind : ExportFaultKind.TileUnreadable);
    }

    [Fact]
    public void Verify_LoggedBytesThatAreNoEntry_AreUnreadable()
    {
        var log = new SampleLog(2);
        log.Add([0xff, 0xff]);
        log.Export(_folder);
        Assert.Equal(new ExportFault(ExportFaultKind.EntryUnreadable, "tile/entries/000.p/3", 2), Verify(log).Fault);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(767)]
    public void Verify_FromAMinimumIndex_NeedsNothingThatIsPruned(int minimum)
    {
        var log = Exported(800);
        var pruned = minimum / 256;
        for (var i = 0; i < pruned; i++)
        {
            File.Delete(_folder.At(TilePath.OfEntries(i, 256)));
            File.Delete(_folder.At(TilePath.OfTile(0, i, 256)));
        }

        Assert.Equal(ExportFaultKind.BundleUnreadable, Verify(log).Fault!.Kind);
        Assert.Equal(new ExportVerification(log.Head().Checkpoint, 800 - (pruned * 256), null), From(minimum));
        Assert.True(From(minimum, log.SignedAt(pruned * 256)).IsSound);
        Assert.True(From(minimum, log.SignedAt(790)).IsSound);

        // What is left of the pruned part is still proved by the root.
        _folder.WithBitTurned("tile/1/000.p/3", 0, () => Assert.Contains(From(minimum).Fault!.Kind, new[] { ExportFaultKind.OtherTree, ExportFaultKind.TileAltered }));

        ExportVerification From(long from, SignedCheckpoint? older = null) =>
            ExportVerifier.Verify(_folder.Tiles, log.Keys, older, from, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Verify_SourceThatFails_IsAFault_NotAVerdict()
    {
        var log = Exported(3);
        Assert.Throws<StoreUnavailableException>(() => ExportVerifier.Verify(new Broken(), log.Keys, cancellation: TestContext.Current.CancellationToken));
    }

    private SampleLog Exported(int size)
    {
        var log = new SampleLog(size);
        Assert.IsType<ExportOutcome.Written>(log.Export(_folder));
        return log;
    }

    private ExportVerification Verify(SampleLog log, SignedCheckpoint? older = null) =>
        ExportVerifier.Verify(_folder.Tiles, log.Keys, older, cancellation: TestContext.Current.CancellationToken);

    // An entry and its leaf hash contradict each other, whichever was altered: the entry is named.
    private static void AssertNamed(string file, ExportFault? fault)
    {
        Assert.NotNull(fault);
        Assert.Equal(file.Replace("tile/0/", "tile/entries/", StringComparison.Ordinal), fault.Path.Replace("tile/0/", "tile/entries/", StringComparison.Ordinal));
    }

    private int OffsetOf(string bundle, int place)
    {
        var bytes = File.ReadAllBytes(_folder.At(bundle));
        var at = 0;
        for (var i = 0; i < place; i++)
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
        return at;
    }

    private sealed class Broken : ITileSource
    {
        public byte[]? Read(string path, int most) => throw new StoreUnavailableException("Broken by the test.");
    }
}
