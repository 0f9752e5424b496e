namespace Exchange.Disclosure.Tests.Corpus;

/// <summary>A small seeded generator (xorshift64*), so that the corpus is the same everywhere.</summary>
internal sealed class Chance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0, below the bound.</summary>
    public int Below(int bound)
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)((_state * 0x2545F4914F6CDD1DUL >> 33) % (ulong)bound);
    }

    public int Between(int lowest, int highest) => lowest + Below(highest - lowest + 1);

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + Below(10))));

    public string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => "BDFGHJKLNPRSTVXZ"[Below(16)]));
}
