using Exchange.Audit;
using Exchange.Consent;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>What was found, and before which entry to go on; 0 when nothing is left.</summary>
/// <param name="Items">The entries, the newest first.</param>
/// <param name="Before">Before which entry to go on.</param>
/// <param name="Scanned">How many rows of the index were looked at.</param>
internal sealed record LogFound(IReadOnlyList<LogItem> Items, long Before, int Scanned);

/// <summary>
/// Finds entries by the index: (1) which shapes may the reviewer see, and do they fit; (2) whose marks, which shapes or which span to
/// follow; (3) read each entry and look again at what it really says.
/// </summary>
internal sealed class LogFinder(LogShapes shapes, ILogIndex index, LogReader log, WiderViews wider, BlindIndex marks, Pseudonyms pseudonyms, SubjectIndex subjects)
{
    /// <summary>The most rows that one search looks at.</summary>
    public const int MaxScanned = 5000;

    /// <summary>
    /// The most decisions on a page; every one takes at most some 250 bytes, which leaves room for the rest in 1 MiB. An entry of its
    /// own has always room.
    /// </summary>
    public const int MaxDecisions = 3000;

    // Up to so many shapes are followed one by one; of more, some are met soon enough by looking at every entry.
    private const int MostShapes = 200;
    private const int RowsPerRead = 256;

    /// <summary>The shapes that the reviewer may see and that fit a filter.</summary>
    public HashSet<long> Fitting(Admitted reviewer, LogFilter filter)
    {
        var fitting = new HashSet<long>();
        var view = wider.Of(reviewer);
        foreach (var (id, shape) in shapes.Read(reviewer.Partnership))
        {
            if (LogScope.Of(shape, reviewer.Covenant, reviewer.Controller, reviewer.Role, view) is { } scope && filter.Matches(shape, scope))
                fitting.Add(id);
        }

        return fitting;
    }

    /// <summary>Finds a page.</summary>
    /// <param name="reviewer">Who looks.</param>
    /// <param name="filter">What for.</param>
    /// <param name="fitting">The shapes that fit.</param>
    /// <param name="before">Before which entry.</param>
    /// <param name="pageSize">The most entries.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<LogFound> FindAsync(
        Admitted reviewer, LogFilter filter, HashSet<long> fitting, long before, int pageSize, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var subject = filter.Subject is { } bsn ? await subjects.FindAsync(reviewer.Partnership, bsn, cancellation).ConfigureAwait(false) : null;
        var follow = Follow(reviewer, filter, fitting, subject?.Value);
        var (from, until) = (Micros(filter.From), Micros(filter.Until));
        var span = index.Spanning(reviewer.Partnership, from, until);
        span = span with { Before = Math.Min(span.Before, before) };

        var items = new List<LogItem>();
        var (scanned, decisions) = (0, 0);
        while (scanned < MaxScanned)
        {
            cancellation.ThrowIfCancellationRequested();
            var wanted = Math.Min(RowsPerRead, MaxScanned - scanned);
            var rows = follow(span, wanted);
            foreach (var row in rows)
            {
                if (items.Count == pageSize)
                    return new LogFound(items, span.Before, scanned);
                if (fitting.Contains(row.Shape) && !(row.Time < from) && !(row.Time >= until) && log.Find(reviewer, row.Entry) is { } seen
                    && filter.Matches(seen.Entry, seen.Scope) && IsAbout(reviewer, filter, subject?.Value, seen))
                {
                    decisions += seen.Item.Decisions.Count;
                    if (items.Count > 0 && decisions > MaxDecisions)
                        return new LogFound(items, span.Before, scanned);
                    items.Add(log.Open(reviewer, seen));
                }

                scanned++;
                span = span with { Before = row.Entry };
            }

            if (rows.Count < wanted)
                return new LogFound(items, 0, scanned);
        }

        return new LogFound(items, span.Before, scanned);
    }

    private Func<LogSpan, int, IReadOnlyList<IndexedRow>> Follow(Admitted reviewer, LogFilter filter, HashSet<long> fitting, string? subject)
    {
        var partnership = reviewer.Partnership;
        if (fitting.Count == 0 || (filter.Subject is not null && subject is null))
            return (_, _) => [];
        if (filter.Case is { } pseudonym)
            return Marked([pseudonyms.MarkOfCaseInLog(partnership, reviewer.Controller, pseudonym)]);
        if (subject is not null)
            return Marked(index.CasesOf(partnership, marks.OfSubjectInLog(partnership, subject)));
        if (filter.Actor is { } actor)
            return Marked([marks.OfActorInLog(partnership, reviewer.Controller, actor)]);
        return fitting.Count <= MostShapes
            ? (span, most) => index.OfShapes(partnership, fitting, span, most)
            : (span, most) => index.Newest(partnership, span, most);

        Func<LogSpan, int, IReadOnlyList<IndexedRow>> Marked(IReadOnlyList<long> of) => (span, most) => index.Marked(partnership, of, span, most);
    }

    // A mark is short: what it leads to is held against what the entry says.
    private bool IsAbout(Admitted reviewer, LogFilter filter, string? subject, SeenEntry seen)
    {
        if (filter.Actor is not null && log.ActorOf(reviewer, seen) != filter.Actor)
            return false;
        if (filter.Case is null && filter.Subject is null)
            return true;
        var cases = log.CasesOf(reviewer, seen);
        return (filter.Subject is null || cases.Any(c => c.SubjectId == subject))
            && (filter.Case is null || cases.Any(c => pseudonyms.OfCaseInLog(reviewer.Partnership, reviewer.Controller, c.CaseId) == filter.Case));
    }

    private static long? Micros(DateTimeOffset? moment) => moment is { } at ? IndexedEntry.Micros(at) : null;
}
