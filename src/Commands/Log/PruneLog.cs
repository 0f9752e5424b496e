using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>What came of pruning.</summary>
/// <param name="Minimum">The first entry that the log still has.</param>
/// <param name="Removed">How many entries were removed.</param>
/// <param name="Refusal">Why it ended before all was removed that could be; null when it did not.</param>
public sealed record LogPruning(long Minimum, long Removed, Refusal? Refusal);

/// <summary>
/// The operator removes the entries that are older than the covenant keeps them, by whole tiles of 256 from the beginning. Each step is an
/// entry, and removes what it tells of in its own transaction: what is gone was told of, and what was told of is gone.
/// </summary>
/// <remarks>An entry of which the time is not over keeps all behind it, whatever their times are.</remarks>
public sealed class PruneLog
{
    // So that a step takes well under the time that a statement may take.
    private const int TilesAtOnce = 16;

    private readonly ILogStore _log;
    private readonly EntryWriter _entries;
    private readonly TimeProvider _time;

    internal PruneLog(ILogStore log, EntryWriter entries, TimeProvider time)
    {
        _log = log;
        _entries = entries;
        _time = time;
    }

    /// <summary>Removes what the covenant no longer keeps. A covenant that says no period keeps everything.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="covenant">The covenant in force.</param>
    /// <exception cref="StoreUnavailableException">The log cannot be read.</exception>
    public async Task<LogPruning> HandleAsync(PartnershipId partnership, Covenant covenant)
    {
        ArgumentNullException.ThrowIfNull(covenant);
        var first = _log.Read(partnership, 0).Select(leaf => leaf.Index).FirstOrDefault();
        if (covenant.LogKeepDays is not { } days)
            return new LogPruning(first, 0, null);
        var minimum = first;
        while (NextMinimum(partnership, minimum, _time.GetUtcNow().AddDays(-days)) is { } next)
        {
            var entry = _entries.Draft(partnership, covenant, "", null);
            entry.Outcome = Outcome.Done;
            entry.LogPruned = new LogPruned { MinimumIndex = next, KeepDays = days };
            if (await _entries.AppendAsync(partnership, entry, [], [new EntriesPruned(next)]).ConfigureAwait(false) is not AppendOutcome.Appended)
                return new LogPruning(minimum, minimum - first, Refusals.LogUnavailable);
            minimum = next;
        }

        return new LogPruning(minimum, minimum - first, null);
    }

    // The end of the whole tiles, a few at most, of which every entry is older.
    private long? NextMinimum(PartnershipId partnership, long from, DateTimeOffset before)
    {
        var at = from;
        foreach (var leaf in _log.Read(partnership, from).Take(TilesAtOnce * TilePath.Width))
        {
            if (leaf.Index != at || Entry.Parser.ParseFrom(leaf.Leaf.Span).Time.ToDateTimeOffset() >= before)
                break;
            at++;
        }

        var end = at - (at % TilePath.Width);
        return end > from ? end : null;
    }
}
