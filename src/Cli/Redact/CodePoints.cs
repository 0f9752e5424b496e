namespace Exchange.Cli.Redact;

/// <summary>Places in a text counted in code points, asked for from left to right; half a surrogate pair counts as one.</summary>
internal struct CodePoints(string text)
{
    private int _unit;
    private int _point;

    /// <summary>How many code points stand before a place in UTF-16 code units, which is not before the last one asked for.</summary>
    public int At(int unit)
    {
        while (_unit < unit)
        {
            _unit += char.IsHighSurrogate(text[_unit]) && _unit + 1 < text.Length && char.IsLowSurrogate(text[_unit + 1]) ? 2 : 1;
            _point++;
        }

        return _point;
    }
}
