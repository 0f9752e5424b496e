using System.Collections.Concurrent;
using Exchange.Commands;

namespace Exchange.Gateway.Identity;

/// <summary>
/// Tokens that were found valid, by a hash over token and certificate, until they end. Two generations of a fixed size: when
/// the younger is full, or older than any token lives, it becomes the elder and the elder goes. So memory is bounded, no
/// look-up sweeps, and the tokens in use survive. Refused tokens are not kept: a flood of them fills nothing.
/// </summary>
internal sealed class TokenCache(TimeProvider clock)
{
    /// <summary>How many tokens each of the two generations holds.</summary>
    internal const int GenerationSize = 2_000;

    private readonly Lock _turning = new();
    private volatile Generation _younger = new(clock.GetUtcNow());
    private volatile Generation? _elder;

    /// <summary>The caller of a token that was found valid and has not ended; null when it must be validated.</summary>
    public Caller? Find(string hash)
    {
        var now = clock.GetUtcNow();
        if (_younger.Tokens.TryGetValue(hash, out var seen)) return TokenTimes.HasEnded(seen.Expires, now) ? null : seen.Caller;
        if (_elder?.Tokens.TryGetValue(hash, out seen) != true || TokenTimes.HasEnded(seen.Expires, now)) return null;
        Keep(hash, seen.Caller, seen.Expires);
        return seen.Caller;
    }

    public void Keep(string hash, Caller caller, long expires)
    {
        var generation = _younger;
        var now = clock.GetUtcNow();
        // Count locks the dictionary, but validating a signature has just cost far more.
        if (generation.Tokens.Count >= GenerationSize || now - generation.Since > TokenTimes.LongestLife + TokenTimes.Skew * 2)
        {
            lock (_turning)
            {
                if (ReferenceEquals(generation, _younger))
                {
                    _elder = generation;
                    _younger = new Generation(now);
                }
                generation = _younger;
            }
        }
        generation.Tokens[hash] = new Seen(caller, expires);
    }

    private readonly record struct Seen(Caller Caller, long Expires);

    private sealed record Generation(DateTimeOffset Since)
    {
        public ConcurrentDictionary<string, Seen> Tokens { get; } = new(StringComparer.Ordinal);
    }
}
