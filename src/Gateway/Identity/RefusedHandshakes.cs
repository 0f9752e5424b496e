using Exchange.Audit.V1;

namespace Exchange.Gateway.Identity;

/// <summary>
/// Counts what was refused before anybody was known: handshakes, and calls over connections whose certificate counts no more. A
/// number per reason, so that a flood fills nothing and nobody's name or address is kept.
/// </summary>
internal sealed class RefusedHandshakes
{
    private readonly long[] _counts = new long[Enum.GetValues<HandshakeRefusal>().Length];

    public void Count(HandshakeRefusal reason) => Interlocked.Increment(ref _counts[(int)reason]);

    /// <summary>How many were counted and not yet taken.</summary>
    public long Total => _counts.Sum();

    /// <summary>Those since the last time.</summary>
    public IReadOnlyList<(HandshakeRefusal Reason, long Count)> Take()
    {
        var taken = new List<(HandshakeRefusal Reason, long Count)>();
        for (var reason = 0; reason < _counts.Length; reason++)
        {
            if (Interlocked.Exchange(ref _counts[reason], 0) is > 0 and var count)
                taken.Add(((HandshakeRefusal)reason, count));
        }
        return taken;
    }
}
