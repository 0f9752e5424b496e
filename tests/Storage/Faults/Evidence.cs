using Exchange.Audit;
using Exchange.Dossiers;
using Exchange.Storage.Sqlite;
using Entry = Exchange.Audit.V1.Entry;

namespace Exchange.Storage.Tests.Faults;

/// <summary>Compares what a process answered before it died with what is there now.</summary>
internal static class Evidence
{
    /// <summary>
    /// Every answer has its entry, in its place; every entry has its change and every change its entry; the tree verifies.
    /// </summary>
    public static async Task HoldsAsync(SqliteStorage storage, IEnumerable<AppendingProcess.Answer> answers)
    {
        var verified = LogVerifier.Verify(storage.Log, AppendingProcess.Partnership, TestContext.Current.CancellationToken);
        Assert.Null(verified.Fault);
        var logged = storage.Log.Read(AppendingProcess.Partnership, 0).Select(l => Entry.Parser.ParseFrom(l.Leaf.Span).TraceId).ToList();
        Assert.Equal(verified.Size, logged.Count);
        Assert.Equal(logged.Count, logged.Distinct().Count());
        var opened = logged.ToHashSet();
        foreach (var answer in answers)
        {
            if (answer.Index is { } index)
                Assert.Equal(answer.Case.Value, logged[(int)index]);
            var reading = await storage.Dossiers.ReadCaseAsync(
                AppendingProcess.Partnership, new CaseQuery(answer.Case, null, null, "oov", "a"), _ => true, TestContext.Current.CancellationToken);
            Assert.Equal(opened.Contains(answer.Case.Value), reading.Case is not null);
        }
        foreach (var id in logged)
        {
            var reading = await storage.Dossiers.ReadCaseAsync(
                AppendingProcess.Partnership, new CaseQuery(new CaseId(id), null, null, "oov", "a"), _ => true, TestContext.Current.CancellationToken);
            Assert.NotNull(reading.Case);
        }
    }
}
