using System.Collections.Concurrent;
using Exchange.Audit;
using Exchange.Consent;
using Exchange.Dossiers;
using Microsoft.Extensions.Logging;

namespace Exchange.Commands;

/// <summary>
/// The covenant that decides about a call, on whichever gateway it was activated. What the records hold is believed only as far as it
/// verifies: the text has the digest by which it is named, and everybody signed it who had to, for what it replaced. The first version has
/// no signatures; it must be the very file that the operator's configuration names.
/// </summary>
public sealed partial class CovenantsInForce
{
    // So that a covenant that does not verify is not compiled again for every call.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(2);

    private readonly Partnerships _partnerships;
    private readonly ICovenantStore _store;
    private readonly ICovenantSignatures? _signatures;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<PartnershipId, Known> _known = new();
    private readonly SemaphoreSlim _loading = new(1, 1);

    /// <param name="partnerships">What the operator names, and where what decides is kept.</param>
    /// <param name="store">The versions.</param>
    /// <param name="signatures">Who verifies; null for a tool without the organisations' keys, for which the operator names the version in force by its file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it is said that a version does not verify.</param>
    public CovenantsInForce(
        Partnerships partnerships, ICovenantStore store, ICovenantSignatures? signatures, TimeProvider time, ILogger<CovenantsInForce> logger)
    {
        (_partnerships, _store, _signatures, _time, _logger) = (partnerships, store, signatures, time, logger);
    }

    /// <summary>The covenant that decides now, or why none can: the records cannot be read, or it does not verify.</summary>
    /// <param name="partnership">A partnership of this installation.</param>
    public async Task<Outcome<Covenant>> FindAsync(PartnershipId partnership)
    {
        try
        {
            var epoch = await _store.ReadEpochAsync(partnership).ConfigureAwait(false);
            if (epoch == 0)
                return _partnerships.Named(partnership).Covenant; // nothing was activated yet: the gateway is about to, and releases nothing before
            if (!_known.TryGetValue(partnership, out var known) || !known.Holds(epoch, _time))
                known = await LoadAsync(partnership, epoch).ConfigureAwait(false);
            if (known.Standing is not { } standing)
                return Refusals.CovenantUnavailable;
            var covenant = Deciding(standing, _time);
            _partnerships.Take(partnership, covenant, known.Epoch);
            return covenant;
        }
        catch (Exception e) when (e is StoreUnavailableException or IOException)
        {
            return Refusals.StoreUnavailable;
        }
    }

    // The last of those whose day has come; before the first day of all, the first.
    private static Covenant Deciding(IReadOnlyList<Covenant> standing, TimeProvider time)
    {
        if (standing.Count == 1)
            return standing[0];
        var today = AmsterdamCalendar.DayOf(time.GetUtcNow());
        return standing.FirstOrDefault(c => c.From <= today) ?? standing[^1];
    }

    private async Task<Known> LoadAsync(PartnershipId partnership, long epoch)
    {
        await _loading.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_known.TryGetValue(partnership, out var known) && known.Holds(epoch, _time))
                return known;
            var reading = await _store.ReadAsync(partnership, CancellationToken.None).ConfigureAwait(false);
            var standing = new List<Covenant>();
            foreach (var version in reading.Standing(AmsterdamCalendar.DayOf(_time.GetUtcNow())))
            {
                if (await LoadAsync(partnership, reading, version).ConfigureAwait(false) is not { } covenant)
                {
                    LogUnverified(partnership.Value, Convert.ToHexStringLower(version.Digest.Span));
                    return _known[partnership] = new Known(reading.Epoch, null, _time.GetUtcNow());
                }

                standing.Add(covenant);
            }

            return _known[partnership] = new Known(reading.Epoch, standing.Count > 0 ? standing : null, _time.GetUtcNow());
        }
        finally
        {
            _loading.Release();
        }
    }

    // The one place where a text of the records becomes a covenant that decides.
    private async Task<Covenant?> LoadAsync(PartnershipId partnership, CovenantsReading reading, KeptCovenant version)
    {
        var named = _partnerships.Named(partnership);
        var isNamed = named.Covenant.Digest.Span.SequenceEqual(version.Digest.Span);
        if (isNamed && (version.Activation!.Replaces is null || _signatures is null))
            return named.Covenant;
        if (_signatures is null || version.Activation!.Replaces is not { } replaces)
            return null;
        var covenant = await ReadAsync(partnership, version.Digest).ConfigureAwait(false);
        var replaced = await ReadAsync(partnership, replaces).ConfigureAwait(false);
        if (covenant is null || replaced is null)
            return null;

        var statement = CovenantStatement.Of(partnership, version.Digest.Span, replaces.Span);
        var mustAgree = Jurists.SignatoriesOf(covenant).Concat(Jurists.SignatoriesOf(replaced)).Distinct(StringComparer.Ordinal).ToList();
        return mustAgree.Count > 0 && mustAgree.TrueForAll(oin => version.Signatures.Any(s => s.Oin == oin && _signatures.Verify(oin, statement, s.Jws).Value is not null))
            ? covenant
            : null;
    }

    /// <summary>The version of that digest as it stands in the records, or null when there is none or it is something else.</summary>
    internal async Task<Covenant?> ReadAsync(PartnershipId partnership, ReadOnlyMemory<byte> digest)
    {
        var text = await _store.ReadTextAsync(partnership, digest, CancellationToken.None).ConfigureAwait(false);
        var covenant = text is { } bytes ? Covenant.Load(bytes).Covenant : null;
        return covenant?.Digest.Span.SequenceEqual(digest.Span) == true ? covenant : null;
    }

    [LoggerMessage(EventId = 3, EventName = "CovenantUnverified", Level = LogLevel.Critical, Message = "{Partnership}: covenant {Digest} was activated and does not verify here; nothing is released until it does")]
    private partial void LogUnverified(string partnership, string digest);

    /// <summary>What is known of a partnership; no covenants when one of them does not verify.</summary>
    private sealed record Known(long Epoch, IReadOnlyList<Covenant>? Standing, DateTimeOffset At)
    {
        public bool Holds(long epoch, TimeProvider time) => Epoch >= epoch && (Standing is not null || time.GetUtcNow() < At + LookAgain);
    }
}
