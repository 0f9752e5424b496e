using System.Collections.Concurrent;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>How many watch at this gateway, of each partner: one that forgets to hang up takes no other's place.</summary>
internal sealed class Watchers
{
    /// <summary>The most of one partner at a time.</summary>
    public const int PerPartner = 16;

    private readonly ConcurrentDictionary<(PartnershipId Partnership, string Partner), SemaphoreSlim> _seats = new();

    /// <summary>A seat until it is disposed; null when the partner has no more.</summary>
    public IDisposable? TryTake(PartnershipId partnership, string partner)
    {
        var seats = _seats.GetOrAdd((partnership, partner), _ => new SemaphoreSlim(PerPartner));
        return seats.Wait(0) ? new Seat(seats) : null;
    }

    private sealed class Seat(SemaphoreSlim seats) : IDisposable
    {
        public void Dispose() => seats.Release();
    }
}
