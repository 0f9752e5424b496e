using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;

namespace Exchange.Cli.Demo;

/// <summary>An entry with its place in the log.</summary>
internal sealed record LoggedEntry(long Index, Entry Entry);

/// <summary>Reads what comes on the log.</summary>
internal sealed class LogTail(ILogStore store, PartnershipId partnership)
{
    private long _next;

    public ILogStore Store => store;

    /// <summary>The entries since the last time.</summary>
    public IReadOnlyList<LoggedEntry> TakeNew()
    {
        var entries = store.Read(partnership, _next).Select(leaf => new LoggedEntry(leaf.Index, Entry.Parser.ParseFrom(leaf.Leaf.Span))).ToList();
        _next += entries.Count;
        return entries;
    }
}
