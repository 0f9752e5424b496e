namespace Exchange.Disclosure.Statistics;

/// <summary>
/// A cell to protect, with the interval that is certain so far: for both ends a table has been seen that agrees with everything published
/// and has that number there. What is hidden later only lets more tables agree, so the interval never shrinks. It begins at the truth.
/// </summary>
internal sealed class Target(Cell cell, Need need)
{
    public Cell Cell { get; } = cell;

    public Need Need { get; } = need;

    public long Low { get; private set; } = cell.Value;

    public long High { get; private set; } = cell.Value;

    public bool IsMet => Low <= Need.Low && High >= Need.High && High - Low >= Need.Width;

    public void See(long[] atoms)
    {
        var value = Cube.Sum(Cell, atoms);
        (Low, High) = (Math.Min(Low, value), Math.Max(High, value));
    }
}
