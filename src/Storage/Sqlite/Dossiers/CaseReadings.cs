using System.Collections.Concurrent;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Sqlite;

/// <summary>
/// What was read of cases, contents under their keys as they are stored, until the records change: reading a dossier again and
/// again costs the store nothing. In two generations of a bounded size; what nobody asked for during a whole one is forgotten.
/// </summary>
internal sealed class CaseReadings(RecordsVersion version, long capacity = CaseReadings.Capacity)
{
    /// <summary>About how much memory is used, in bytes.</summary>
    private const long Capacity = 64L * 1024 * 1024;

    // What rows cost besides their contents: about what their names and numbers take.
    private const int PerRow = 512;

    private readonly Lock _turning = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    /// <summary>Gives what is known, or reads it in a snapshot that begins after this is called.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="mayKnow">Whether what the case holds is wanted; what is remembered may be from a look that might not know.</param>
    /// <param name="read">Reads it, and says whether with what the case holds.</param>
    public CaseReading GetOrRead(
        PartnershipId partnership, CaseQuery query, Func<CaseReading, bool> mayKnow, Func<(CaseReading Reading, bool IsWhole)> read)
    {
        var current = version.Current;
        var key = (partnership, query);
        var isYoung = _young.Readings.TryGetValue(key, out var known) && known.Version == current;
        var isKnown = isYoung || (_old.Readings.TryGetValue(key, out known) && known.Version == current);
        if (!isKnown || (mayKnow(known.Reading) && !known.IsWhole))
        {
            var (reading, isWhole) = read();
            (known, isYoung) = (new Known(current, reading, isWhole), false);
        }

        if (!isYoung)
            Keep(key, known);
        return known.Reading;
    }

    private void Keep((PartnershipId, CaseQuery) key, Known known)
    {
        var size = SizeOf(known.Reading);
        if (size > capacity / 2)
            return;
        var young = _young;
        if (young.Add(size) > capacity / 2)
        {
            lock (_turning)
            {
                if (ReferenceEquals(young, _young))
                {
                    _old = young;
                    _young = new Generation();
                }
                young = _young;
                young.Add(size);
            }
        }
        young.Readings[key] = known;
    }

    private static long SizeOf(CaseReading reading) =>
        PerRow
        + (reading.Meeting is { } meeting ? PerRow * (long)(meeting.Attendees.Count + meeting.Agenda.Count) : 0)
        + (reading.Case?.Sections.Sum(s => (PerRow * (1L + s.Requests.Count)) + s.EncryptedContent.Length) ?? 0);

    private readonly record struct Known(long Version, CaseReading Reading, bool IsWhole);

    private sealed class Generation
    {
        private long _size;

        public ConcurrentDictionary<(PartnershipId, CaseQuery), Known> Readings { get; } = new();

        // Replaced readings count too: that only turns the generations sooner.
        public long Add(long size) => Interlocked.Add(ref _size, size);
    }
}
