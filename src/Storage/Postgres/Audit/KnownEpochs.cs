using System.Diagnostics;
using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Storage.Postgres;

/// <summary>
/// The epochs of one partnership that this gateway has read under the lock on the head. Whatever moves an epoch adds to the log in the same
/// transaction, so they still hold while the head is the one that this gateway left. Used by one transaction at a time.
/// </summary>
internal sealed class KnownEpochs
{
    private const int Most = 100_000;

    // What somebody repairs by hand, without an entry, counts after this at the latest.
    private static readonly TimeSpan TrustedFor = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, long> _named = new(StringComparer.Ordinal);
    private LogHead? _left;
    private long _since;
    private long? _own;
    private bool _isAlone;

    /// <summary>
    /// The head that this gateway left, while nobody else was seen to add since the one before it, and what was read still counts; else null.
    /// </summary>
    public LogHead? Assumed => _isAlone && _own is not null && !IsTooOld ? _left : null;

    private bool IsTooOld => _named.Count > Most || Stopwatch.GetElapsedTime(_since) >= TrustedFor;

    /// <summary>Whether it was read.</summary>
    public bool Knows(string? @case) => @case is null ? _own is not null : _named.ContainsKey(@case);

    /// <summary>The epoch of a case, 0 when it is not there; or with no name the partnership's own. It was read before.</summary>
    public long Of(string? @case) => @case is null ? _own ?? 0 : _named.GetValueOrDefault(@case);

    /// <summary>A transaction has locked the head, and read the partnership's own epoch.</summary>
    public void Begin(LogHead head, long own)
    {
        var isAlone = _left is not null && IsSame(head, _left);
        if (!isAlone || IsTooOld)
            Forget();
        if (_named.Count == 0 && _own is null)
            _since = Stopwatch.GetTimestamp();
        (_own, _isAlone) = (own, isAlone);
    }

    /// <summary>The transaction is in force, with that head.</summary>
    public void Committed(LogHead head) => _left = head;

    /// <summary>Reads what nobody read yet, in one round trip at most; false when there was nothing to read.</summary>
    public bool ReadMissing(PostgresSession session, PartnershipId partnership, IEnumerable<string?> names)
    {
        HashSet<string>? missing = null;
        var missesOwn = false;
        foreach (var name in names)
        {
            if (Knows(name))
                continue;
            if (name is null)
                missesOwn = true;
            else
                (missing ??= new(StringComparer.Ordinal)).Add(name);
        }

        if (missing is null && !missesOwn)
            return false;
        string[] wanted = [.. missing ?? []];
        _own ??= 0;
        foreach (var name in wanted)
            _named[name] = 0; // unless it is there
        using var row = session.Query(Reading(partnership, wanted));
        while (row.Read())
        {
            if (row.IsDBNull(0))
                _own = row.GetInt64(1);
            else
                _named[row.GetString(0)] = row.GetInt64(1);
        }

        return true;
    }

    /// <summary>Forgets what was read: it changed, or nobody knows whether.</summary>
    public void Forget()
    {
        (_left, _own, _isAlone) = (null, null, false);
        _named.Clear();
    }

    /// <summary>Whether two heads are of the same tree.</summary>
    public static bool IsSame(LogHead one, LogHead other)
    {
        if (one.Size != other.Size || one.Peaks.Count != other.Peaks.Count)
            return false;
        for (var i = 0; i < one.Peaks.Count; i++)
        {
            if (!one.Peaks[i].Span.SequenceEqual(other.Peaks[i].Span))
                return false;
        }

        return true;
    }

    private static Statement Reading(PartnershipId partnership, string[] names) => new(
        """
        SELECT NULL, epoch FROM exchange.partnerships WHERE partnership = $1
        UNION ALL SELECT case_id::text, epoch FROM exchange.cases WHERE partnership = $1 AND case_id = ANY ($2)
        UNION ALL SELECT '', covenant_epoch FROM exchange.partnerships WHERE partnership = $1 AND '' = ANY ($2)
        """,
        partnership.Value,
        names);
}
