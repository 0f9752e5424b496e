namespace Exchange.Disclosure.Redaction;

/// <summary>
/// A text as it is matched: plain ASCII in the case that was written, and for every byte which characters of the text it stands for.
/// Kept between texts, so that a text costs no memory of its own.
/// </summary>
internal sealed class NormalText
{
    private byte[] _bytes = new byte[4096];
    private int[] _starts = new int[4096];
    private int[] _ends = new int[4096];

    /// <summary>The length in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Where in the text a byte begins.</summary>
    public int StartOf(int at) => _starts[at];

    /// <summary>Where in the text a byte ends, with the marks and invisible characters behind it.</summary>
    public int EndOf(int at) => _ends[at];

    /// <summary>Empties it, with room for a text.</summary>
    public void Clear(int characters)
    {
        Length = 0;
        if (_bytes.Length >= characters * 3)
            return;
        var size = characters * 3;
        _bytes = new byte[size];
        _starts = new int[size];
        _ends = new int[size];
    }

    /// <summary>Adds a byte that stands for some characters.</summary>
    public void Add(byte b, int start, int end)
    {
        _bytes[Length] = b;
        _starts[Length] = start;
        _ends[Length++] = end;
    }

    /// <summary>Has the last byte stand for some invisible characters too.</summary>
    public void Extend(int start, int end)
    {
        if (Length > 0 && _ends[Length - 1] == start)
            _ends[Length - 1] = end;
    }
}
