namespace Exchange.Commands;

/// <summary>Either what was asked for or why not.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public readonly record struct Outcome<T>
    where T : class
{
    private Outcome(T? value, Refusal? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    /// <summary>What was asked for, or null when refused.</summary>
    public T? Value { get; }

    /// <summary>Why not, or null when granted.</summary>
    public Refusal? Refusal { get; }

    /// <summary>A granted outcome.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A refused outcome.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);
}
