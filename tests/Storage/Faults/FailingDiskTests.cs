using System.Diagnostics;
using System.Globalization;
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
        using (var strace = StartStrace(process.Id))
        {
            await process.UntilAsync(a => a.Any(x => x.Index is null) || strace.HasExited);
            if (strace.HasExited)
                Assert.Skip("strace may not attach to a process here: " + await strace.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
            // Once answers that were on their way are out, nothing at all is answered as durable.
            const int OnTheirWay = 8;
            await process.UntilAsync(a => a.Count(x => x.Index is null) >= OnTheirWay + 12);
            var nulls = 0;
            Assert.All(process.Answers.SkipWhile(a => nulls < OnTheirWay && (nulls += a.Index is null ? 1 : 0) < OnTheirWay), a => Assert.Null(a.Index));
            // And nobody reads what the disk did not confirm.
            using (var beside = SqliteStorage.OpenReadOnly(_folder.Path))
                Assert.Equal(process.Answers.Max(a => a.Index) + 1, beside.Log.ReadHead(AppendingProcess.Partnership).Size);
            Signal(strace, "TERM");
            await strace.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        var failed = process.Answers.Count;
        await process.UntilAsync(a => a.Skip(failed).Count(x => x.Index is not null) >= 50);
        await process.KillAsync();

        using var storage = SqliteStorage.Open(_folder.Path);
        await Evidence.HoldsAsync(storage, process.Answers);
    }

    private Process StartStrace(int process)
    {
        try
        {
            var database = _folder.File("exchange.db");
            string[] arguments =
            [
                "-f", "-q", "-p", process.ToString(CultureInfo.InvariantCulture), "-o", "/dev/null",
                "-P", database, "-P", database + "-wal",
                "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO",
            ];
            return Process.Start(new ProcessStartInfo("strace", arguments) { RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("strace is not installed.");
            throw;
        }
    }

    private static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
