using Exchange.Consent;

namespace Exchange.Cli.Demo;

/// <summary>Fictional dossiers that fit a covenant. The same covenant and day give the same dossiers, byte for byte.</summary>
internal static class SyntheticDossiers
{
    /// <summary>As many as the demo has.</summary>
    public const int Count = 60;

    private const ulong Seed = 20160701;

    // Partners that direct cases, in turn.
    private static readonly string[] Leads = ["politie", "ggd", "jbra", "wpi", "ojz", "wsg", "rn", "leger"];

    /// <summary>Makes them.</summary>
    /// <exception cref="InvalidOperationException">The covenant lets nobody share a category that the dossiers have.</exception>
    public static IReadOnlyList<SyntheticDossier> Make(Covenant covenant, DateOnly today, int count = Count)
    {
        var dice = new Dice(Seed);
        return [.. Enumerable.Range(0, count).Select(number => new SyntheticDossierWriter(covenant, today, dice, Leads, number).Write())];
    }
}
