using System.Collections.Frozen;
using Exchange.Audit;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>A covenant that the operator's configuration names, with the exact bytes of its file.</summary>
/// <param name="Covenant">The covenant.</param>
/// <param name="Text">The bytes of which it was read.</param>
public sealed record NamedCovenant(Covenant Covenant, ReadOnlyMemory<byte> Text);

/// <summary>The partnerships of this installation, each with the covenant that decides in it as far as is known here.</summary>
/// <remarks>Who decides about a call asks <see cref="CovenantsInForce"/>, which asks the records whether another was activated.</remarks>
public sealed class Partnerships
{
    private readonly FrozenDictionary<string, Seat> _seats;

    /// <summary>Makes the register; until something else is known, what the operator names decides.</summary>
    public Partnerships(IReadOnlyDictionary<PartnershipId, NamedCovenant> named) =>
        _seats = named.ToFrozenDictionary(p => p.Key.Value, p => new Seat(p.Value), StringComparer.Ordinal);

    /// <summary>The partnerships.</summary>
    public IEnumerable<PartnershipId> All => _seats.Keys.Select(id => new PartnershipId(id));

    /// <summary>The covenant of a partnership that decided last, or null when there is no such partnership.</summary>
    public Covenant? Find(string partnership) => _seats.GetValueOrDefault(partnership)?.Decides.Covenant;

    /// <summary>The covenant that the operator's configuration names for a partnership.</summary>
    /// <exception cref="KeyNotFoundException">There is no such partnership.</exception>
    public NamedCovenant Named(PartnershipId partnership) => _seats[partnership.Value].Named;

    /// <summary>Takes what decides from now on, and how often one was activated by then.</summary>
    internal void Take(PartnershipId partnership, Covenant covenant, long epoch)
    {
        var seat = _seats[partnership.Value];
        if (seat.Decides is var (known, of) && ReferenceEquals(known, covenant) && of == epoch)
            return;
        seat.Decides = new Deciding(covenant, epoch);
    }

    /// <summary>
    /// What must hold for an entry to be appended that was decided under the covenant of this digest: no other was activated. One that
    /// does not decide here any more never holds. Null for a partnership that is not of this installation.
    /// </summary>
    internal EpochGuard? GuardOf(PartnershipId partnership, ReadOnlySpan<byte> digest) =>
        _seats.TryGetValue(partnership.Value ?? "", out var seat)
            ? new EpochGuard(EpochGuard.Covenant, seat.Decides is var (covenant, epoch) && covenant.Digest.Span.SequenceEqual(digest) ? epoch : -1)
            : null;

    private sealed class Seat(NamedCovenant named)
    {
        public NamedCovenant Named { get; } = named;

        public volatile Deciding Decides = new(named.Covenant, 0);
    }

    private sealed record Deciding(Covenant Covenant, long Epoch);
}
