namespace Exchange.Cli.Demo;

/// <summary>
/// A small seeded generator (xorshift64*) for fictional dossiers, so that every demo tells the same stories. Never for
/// identifiers or secrets.
/// </summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed == 0 ? throw new ArgumentOutOfRangeException(nameof(seed)) : seed;

    /// <summary>A number from 0, below the bound.</summary>
    public int Below(int bound)
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)((_state * 0x2545F4914F6CDD1DUL >> 33) % (ulong)bound);
    }

    /// <summary>A number between two, both included.</summary>
    public int Between(int lowest, int highest) => lowest + Below(highest - lowest + 1);

    /// <summary>True once in so many times.</summary>
    public bool OnceIn(int times) => Below(times) == 0;

    /// <summary>One of these.</summary>
    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}
