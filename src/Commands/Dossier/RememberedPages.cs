using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>What was decided about a section, for one caller at one moment.</summary>
/// <param name="Section">The section.</param>
/// <param name="Handling">Its handling as it stood.</param>
/// <param name="Decision">What was decided.</param>
internal readonly record struct DecidedSection(Section Section, Handling Handling, Decision Decision);

/// <summary>
/// The last page that was made from a reading of a case, with its bytes and its rows for the log: whoever looks again, sees the same
/// while nothing moved, and it is made once. It decides nothing: every look is decided about anew, and only when exactly the same
/// was decided about the very same sections, in the same circumstances, is the page the same.
/// </summary>
/// <remarks>
/// A page goes with the reading, which goes when the records move, and within two minutes after it was last asked for. The key of the
/// case is asked for at every look: without it no page is found.
/// </remarks>
internal sealed class RememberedPages : IDisposable
{
    private static readonly TimeSpan Generation = TimeSpan.FromMinutes(1);

    private readonly ITimer _timer;
    private volatile ConditionalWeakTable<IReadOnlyList<Section>, Page> _young = [];
    private volatile ConditionalWeakTable<IReadOnlyList<Section>, Page> _old = [];

    public RememberedPages(TimeProvider time) => _timer = time.CreateTimer(
        _ =>
        {
            _old = _young;
            _young = [];
        },
        null,
        Generation,
        Generation);

    /// <summary>All that a page is made from besides sections and decisions.</summary>
    /// <param name="Key">The id of the key that opened the sections: as it is now.</param>
    /// <param name="Covenant">The covenant.</param>
    /// <param name="Reference">How the case is known.</param>
    /// <param name="Level">The level of the view.</param>
    /// <param name="Purpose">The purpose.</param>
    /// <param name="PageSize">The most sections on it, as asked.</param>
    /// <param name="Today">The Amsterdam day.</param>
    /// <param name="ReferenceDay">The day on which ages are counted in an anonymised view.</param>
    /// <param name="Meeting">The meeting, whose attendees are looked for in texts below full.</param>
    /// <param name="Contributor">The partner that asks, where it sees something below full that it contributed itself; else null.</param>
    public sealed record Circumstances(
        string Key, Covenant Covenant, ViewReference Reference, Level Level, string Purpose, int PageSize, DateOnly Today, DateOnly ReferenceDay, MeetingId? Meeting, string? Contributor);

    /// <summary>The page in the form in which it leaves, or null; the entry then has its rows.</summary>
    public Encoded<T>? Find<T>(
        IReadOnlyList<Section> sections, Circumstances circumstances, IReadOnlyList<DecidedSection> decided, Entry entry)
    {
        if (!TryFind(sections, out var page)
            || page.Encoded is not Encoded<T> encoded
            || page.Circumstances != circumstances
            || !SameDecisions(page.Decided, decided))
        {
            return null;
        }

        entry.Repeated = page.Rows;
        return encoded;
    }

    /// <summary>Keeps a page that nothing follows and that tells of no source.</summary>
    /// <param name="sections">The sections of the reading.</param>
    /// <param name="circumstances">The circumstances.</param>
    /// <param name="decided">What was decided.</param>
    /// <param name="encoded">The page in the form in which it leaves.</param>
    /// <param name="entry">Its entry, which holds its rows; nobody changes those any more.</param>
    public void Keep<T>(
        IReadOnlyList<Section> sections, Circumstances circumstances, IReadOnlyList<DecidedSection> decided, Encoded<T> encoded, Entry entry) =>
        _young.AddOrUpdate(sections, new Page(circumstances, decided, new RepeatedDecisions(entry), encoded));

    public void Dispose() => _timer.Dispose();

    private bool TryFind(IReadOnlyList<Section> sections, [NotNullWhen(true)] out Page? page)
    {
        var young = _young;
        if (young.TryGetValue(sections, out page))
            return true;
        if (!_old.TryGetValue(sections, out page))
            return false;
        young.AddOrUpdate(sections, page);
        return true;
    }

    private static bool SameDecisions(IReadOnlyList<DecidedSection> before, IReadOnlyList<DecidedSection> now)
    {
        if (before.Count != now.Count)
            return false;
        for (var i = 0; i < now.Count; i++)
        {
            if (!ReferenceEquals(before[i].Section, now[i].Section) || before[i].Handling != now[i].Handling || before[i].Decision != now[i].Decision)
                return false;
        }

        return true;
    }

    private sealed record Page(
        Circumstances Circumstances, IReadOnlyList<DecidedSection> Decided, RepeatedDecisions Rows, object Encoded);
}
