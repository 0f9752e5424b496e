namespace Exchange.Storage.Postgres;

/// <summary>
/// Room for the leaves of one batch end to end, used again by the next: made anew each time, so large a piece of memory would be collected
/// with everything else that lives long. Used by one transaction at a time.
/// </summary>
internal sealed class LeafBuffer
{
    private const int MostKept = 4 << 20;

    private byte[] _bytes = [];

    /// <summary>Room for so many bytes, which holds something of before.</summary>
    public Memory<byte> Take(int size)
    {
        if (size > MostKept)
            return new byte[size];
        if (_bytes.Length < size)
            _bytes = new byte[Math.Min(MostKept, size * 2)];
        return _bytes.AsMemory(0, size);
    }
}
