namespace Exchange.Disclosure.Statistics;

/// <summary>
/// When a cell is too telling to show by itself. The rules and their protection widths are those of Hundepool et al., Statistical
/// Disclosure Control (Wiley, 2012), chapter 4.
/// </summary>
/// <param name="Minimum">A cell of fewer persons is hidden, one of none included; at least 2.</param>
/// <param name="DominanceCount">n of the (n,k) rule; at least 1.</param>
/// <param name="DominancePercent">k of the (n,k) rule: a sum is hidden when its n largest contributors make up more; 1 to 99.</param>
/// <param name="PriorPercent">
/// p of the p% rule: a sum is hidden when the second largest contributor can estimate the largest within p percent; 1 to 99.
/// </param>
public sealed record StatisticsRules(int Minimum = 10, int DominanceCount = 2, int DominancePercent = 85, int PriorPercent = 15)
{
    internal bool IsValid =>
        Minimum is >= 2 and <= 1_000_000 && DominanceCount is >= 1 and <= 1000 && DominancePercent is >= 1 and <= 99
        && PriorPercent is >= 1 and <= 99;
}
