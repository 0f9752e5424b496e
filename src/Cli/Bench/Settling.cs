namespace Exchange.Cli.Bench;

/// <summary>
/// Tells when a server has warmed up: on one core the runtime takes more than half a minute of load to compile what is hot, and what is
/// measured until then is the compiler. It is over when a call no longer gets cheaper.
/// </summary>
internal sealed class Settling
{
    private const int Compared = 4;
    private const double Noticeable = 0.97;

    private readonly List<double> _costs = [];

    /// <summary>Whether the cheapest of the last rounds is hardly cheaper than the cheapest of those before them.</summary>
    public bool IsOver => _costs.Count >= 2 * Compared && _costs.TakeLast(Compared).Min() > Noticeable * _costs.SkipLast(Compared).Min();

    /// <summary>Takes what a call cost in one more round.</summary>
    public void Add(double cost) => _costs.Add(cost);
}
