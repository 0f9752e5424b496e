namespace Exchange.Keys;

/// <summary>An unwrapped key, for use in memory only.</summary>
/// <param name="Id">Random, of no meaning; see <see cref="WrappedKey"/>.</param>
/// <param name="Bytes">256 secret bits: 32 bytes.</param>
public sealed record Key(string Id, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The length of every key, in bytes.</summary>
    public const int Length = 32;

    /// <summary>The id alone, so that no key reaches a log line.</summary>
    public override string ToString() => Id;
}
