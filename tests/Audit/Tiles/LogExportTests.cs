namespace Exchange.Audit.Tests.Tiles;

public sealed class LogExportTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "checkpoint")]
    [InlineData(1, "checkpoint", "tile/0/000.p/1", "tile/entries/000.p/1")]
    [InlineData(256, "checkpoint", "tile/0/000", "tile/1/000.p/1", "tile/entries/000")]
    [InlineData(300, "checkpoint", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44")]
    public void Write_ALog_MakesTheFilesOfTheSpecification(int size, params string[] files)
    {
        var log = new SampleLog(size);

        var written = Assert.IsType<ExportOutcome.Written>(log.Export(_folder));

        Assert.Equal(files, _folder.Files());
        Assert.Equal(size, written.Checkpoint.Checkpoint.Size);
        Assert.Equal(new ExportVerification(log.Head().Checkpoint, size, null), Verify(log));
    }

    [Fact]
    public void Write_AgainAsTheLogGrows_IsAlwaysSound_AndGoesOnFromTheLastFullTile()
    {
        var log = new SampleLog(0);
        foreach (var (by, from) in new[] { (0, 0), (1, 0), (255, 0), (1, 256), (300, 256), (0, 512), (200, 512) })
        {
            log.Grow(by);
            Assert.Equal(from, Assert.IsType<ExportOutcome.Written>(log.Export(_folder)).From);
            Assert.True(Verify(log).IsSound);
        }

        Assert.DoesNotContain("tile/0/000.p/1", _folder.Files());
    }

    [Fact]
    public void Write_WhileSomebodyHoldsAnOlderCheckpoint_LeavesWhatItNeeds()
    {
        var log = new SampleLog(200);
        log.Export(_folder);
        var older = File.ReadAllBytes(_folder.At("checkpoint"));
        log.Grow(200);
        log.Export(_folder);

        File.WriteAllBytes(_folder.At("checkpoint"), older);

        Assert.True(Verify(log).IsSound); // by the full tile in the place of the partial one
        Assert.Equal(200, Verify(log).Verified);
    }

    [Fact]
    public void Write_LogThatWasRewritten_IsRefused_AndTheFolderStaysAsItWas()
    {
        var log = new SampleLog(300);
        log.Export(_folder);
        foreach (var other in new[] { new SampleLog(400, "other") { Key = log.Key }, new SampleLog(200) { Key = log.Key } })
        {
            Assert.Equal(new ExportOutcome.Refused(ExportRefusal.HistoryChanged, 300), other.Export(_folder));
            Assert.True(Verify(log).IsSound);
        }
    }

    [Fact]
    public void Write_FolderOfSomethingElse_IsRefused()
    {
        File.WriteAllText(_folder.At("letter.txt"), "Beste");
        Assert.Equal(new ExportOutcome.Refused(ExportRefusal.OtherFolder, 0), new SampleLog(3).Export(_folder));
        File.WriteAllText(_folder.At("checkpoint"), "none");
        Assert.Equal(new ExportOutcome.Refused(ExportRefusal.OtherFolder, 0), new SampleLog(3).Export(_folder));
    }

    [Fact]
    public void Write_DamagedLog_SignsNothing()
    {
        var log = new SampleLog(300);
        log.State.Leaves[280][3] ^= 1;
        Assert.Equal(new ExportOutcome.Refused(ExportRefusal.LogDamaged, 300), log.Export(_folder));
        log.State.Leaves.Remove(280);
        Assert.Equal(new ExportOutcome.Refused(ExportRefusal.EntryMissing, 280), log.Export(_folder));
        log.State.Leaves.Remove(299);
        Assert.DoesNotContain("checkpoint", _folder.Files());
    }

    [Fact]
    public void Write_EntryThatHasNoPlace_IsRefused()
    {
        var log = new SampleLog(2);
        log.Add(new byte[EntryBundle.MaxEntry + 1]);
        Assert.Equal(new ExportOutcome.Refused(ExportRefusal.EntryTooLong, 2), log.Export(_folder));
    }

    [Fact]
    public void Write_FolderThatCannotBeMade_IsAStoreFault()
    {
        File.WriteAllText(_folder.At("file"), "");
        Assert.Throws<StoreUnavailableException>(() =>
            LogExport.Write(new SampleLog(2).Store, SampleLog.Amsterdam, _folder.At("file/export"), new SampleLog(2).Sign, TestContext.Current.CancellationToken));
    }

    private ExportVerification Verify(SampleLog log) =>
        ExportVerifier.Verify(_folder.Tiles, log.Keys, cancellation: TestContext.Current.CancellationToken);
}
