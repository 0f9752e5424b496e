namespace Exchange.Cli.Bench;

/// <summary>
/// Tells when a server has warmed up: on one core the runtime takes more than half a minute of load to compile what is hot, and what is
/// measured until then is the compiler. It is over when a call no longer gets cheaper and the compiler has nothing to do: a call costs the
/// same for a while, too, as long as what is slow waits to be compiled.
/// </summary>
internal sealed class Settling
{
    private const int Compared = 4;
    private const double Noticeable = 0.97;
    private const double StillCompiling = 0.02;

    private readonly List<double> _costs = [];
    private readonly List<double> _compiling = [];

    /// <summary>Whether the cheapest of the last rounds is hardly cheaper than that of those before, and little was compiled in any.</summary>
    public bool IsOver =>
        _costs.Count >= 2 * Compared && _compiling.TakeLast(Compared).Max() < StillCompiling && _costs.TakeLast(Compared).Min() > Noticeable * _costs.SkipLast(Compared).Min();

    /// <summary>Takes what a call cost in one more round.</summary>
    /// <param name="cost">What a call cost.</param>
    /// <param name="compiling">Which part of the round's time the compiler took.</param>
    public void Add(double cost, double compiling)
    {
        _costs.Add(cost);
        _compiling.Add(compiling);
    }
}
