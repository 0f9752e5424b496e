using Exchange.Storage.Sqlite;
using Exchange.Storage.Tests.Sqlite;

namespace Exchange.Storage.Tests.Faults;

/// <summary>A disk that reports EIO: strace answers the process's fsync in the kernel's place.</summary>
public sealed class FailingDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Append_FsyncFails_IsUnavailableUntilItWorksAgain()
    {
        using var process = new AppendingProcess(_folder.Path);
        await process.UntilAsync(a => a.Count >= 50);
        var database = _folder.File("exchange.db");
        using (await Strace.AttachAsync([process.Id], [database, database + "-wal"], new Fault("fsync,fdatasync", "error=EIO")))
        {
            await process.UntilAsync(a => a.Any(x => x.Index is null));
            // Once answers that were on their way are out, nothing at all is answered as durable.
            const int OnTheirWay = 8;
            await process.UntilAsync(a => a.Count(x => x.Index is null) >= OnTheirWay + 12);
            var nulls = 0;
            Assert.All(process.Answers.SkipWhile(a => nulls < OnTheirWay && (nulls += a.Index is null ? 1 : 0) < OnTheirWay), a => Assert.Null(a.Index));
            // And nobody reads what the disk did not confirm.
            using (var beside = SqliteStorage.OpenReadOnly(_folder.Path))
                Assert.Equal(process.Answers.Max(a => a.Index) + 1, beside.Log.ReadHead(AppendingProcess.Partnership).Size);
        }
        var failed = process.Answers.Count;
        await process.UntilAsync(a => a.Skip(failed).Count(x => x.Index is not null) >= 50);
        await process.KillAsync();

        using var storage = SqliteStorage.Open(_folder.Path);
        await Evidence.HoldsAsync(storage, process.Answers);
    }
}
