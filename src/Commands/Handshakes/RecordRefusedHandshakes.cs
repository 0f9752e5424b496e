using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Google.Protobuf.WellKnownTypes;

namespace Exchange.Commands;

/// <summary>Connections that were refused for one reason during a span of time.</summary>
/// <param name="Why">The reason.</param>
/// <param name="Count">How many; at least one.</param>
/// <param name="From">From when they were counted.</param>
/// <param name="Until">Until when.</param>
public sealed record RefusedConnections(HandshakeRefusal Why, long Count, DateTimeOffset From, DateTimeOffset Until);

/// <summary>
/// Puts on a partnership's log how many connections were refused, and why. A sum over time: whoever floods the gateway must not
/// be able to fill the log, and of who it was nothing is kept.
/// </summary>
public sealed class RecordRefusedHandshakes
{
    private readonly EntryWriter _entries;

    internal RecordRefusedHandshakes(EntryWriter entries) => _entries = entries;

    /// <summary>Appends the entry.</summary>
    /// <returns>Null when it is durable, else why not; then it may be tried again.</returns>
    public async Task<Refusal?> HandleAsync(PartnershipId partnership, Covenant covenant, RefusedConnections refused)
    {
        var entry = _entries.Draft(partnership, covenant, "", null);
        entry.Outcome = Outcome.Refused;
        entry.HandshakesRefused = new HandshakesRefused
        {
            Why = refused.Why,
            Count = refused.Count,
            From = Timestamp.FromDateTimeOffset(refused.From),
            Until = Timestamp.FromDateTimeOffset(refused.Until),
        };
        return await _entries.AppendAsync(partnership, entry, [], []).ConfigureAwait(false) is AppendOutcome.Appended ? null : Refusals.LogUnavailable;
    }
}
