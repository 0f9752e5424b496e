using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>How many entries there are of one day, partner and outcome.</summary>
/// <param name="Day">The Amsterdam day.</param>
/// <param name="Partner">The partner that called, or empty.</param>
/// <param name="Outcome">What became of the requests.</param>
/// <param name="Entries">How many.</param>
public sealed record EntryCount(DateOnly Day, string Partner, Audit.V1.Outcome Outcome, long Entries);

/// <summary>A reviewer asks how many entries that it may see there are per day, partner and outcome. Counts only, and of nobody by name.</summary>
public sealed class CountEntries
{
    /// <summary>The most days in one answer.</summary>
    public const int MaxDays = 92;

    private readonly LogLook _looks;
    private readonly LogShapes _shapes;
    private readonly ILogIndex _index;
    private readonly WiderViews _wider;

    internal CountEntries(LogLook looks, LogShapes shapes, ILogIndex index, WiderViews wider)
    {
        _wider = wider;
        _looks = looks;
        _shapes = shapes;
        _index = index;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="from">The first Amsterdam day.</param>
    /// <param name="until">The last; fewer than <see cref="MaxDays"/> days later.</param>
    /// <param name="encode">Puts the counts into the form in which they leave.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, DateOnly from, DateOnly until, Func<IReadOnlyList<EntryCount>, Encoded<T>> encode, CancellationToken cancellation) =>
        _looks.RunAsync<T>(
            caller,
            entry => entry.LogCounted = new LogCounted { From = from.ToString("O"), Until = until.ToString("O") },
            entry =>
            {
                var seen = new Dictionary<long, (string Partner, Audit.V1.Outcome Outcome)>();
                var view = _wider.Of(caller);
                foreach (var (id, shape) in _shapes.Read(caller.Partnership))
                {
                    if (LogScope.Of(shape, caller.Covenant, caller.Controller, caller.Role, view) is not null)
                        seen.Add(id, (shape.Caller?.Partner ?? "", shape.Outcome));
                }

                var counts = new List<EntryCount>();
                for (var day = from; day <= until; day = day.AddDays(1))
                {
                    cancellation.ThrowIfCancellationRequested();
                    counts.AddRange(Count(caller.Partnership, day, seen));
                }

                entry.LogCounted.Count = counts.Count;
                return encode(counts);
            },
            cancellation);

    private IEnumerable<EntryCount> Count(PartnershipId partnership, DateOnly day, Dictionary<long, (string Partner, Audit.V1.Outcome Outcome)> seen)
    {
        var (begins, ends) = (IndexedEntry.Micros(AmsterdamCalendar.StartOf(day)), IndexedEntry.Micros(AmsterdamCalendar.StartOf(day.AddDays(1))));
        return _index.Count(partnership, _index.Spanning(partnership, begins, ends), begins, ends)
            .Where(count => seen.ContainsKey(count.Shape))
            .GroupBy(count => seen[count.Shape], count => count.Count)
            .OrderBy(of => of.Key.Partner, StringComparer.Ordinal).ThenBy(of => of.Key.Outcome)
            .Select(of => new EntryCount(day, of.Key.Partner, of.Key.Outcome, of.Sum()));
    }
}
