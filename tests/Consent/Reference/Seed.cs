namespace Exchange.Consent.Tests;

/// <summary>A small generator (xorshift64*) whose numbers follow from its seed, so that a failure can be repeated.</summary>
internal sealed class Seed(ulong seed)
{
    private ulong _state = (seed + 1) * 0x9E3779B97F4A7C15;

    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public bool Chance(int percent) => Below(100) < percent;

    public T Of<T>(IReadOnlyList<T> values) => values[Below(values.Count)];

    /// <summary>A subset that is not empty.</summary>
    public IReadOnlyList<T> Some<T>(IReadOnlyList<T> values)
    {
        var some = values.Where(_ => Chance(35)).ToList();
        return some.Count > 0 ? some : [Of(values)];
    }

    private ulong Next()
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (_state * 0x2545F4914F6CDD1D) >> 11;
    }
}
