using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.PartnerAdapters.Tests.Harness;

/// <summary>Questions about a fictional person under the sample covenant.</summary>
internal static class Questions
{
    public const string Bsn = "999990019";

    private static readonly Covenant Covenant =
        Covenant.Load(File.ReadAllBytes(Path.Combine(Checkout.Root, "samples", "covenants", "ipga-radicalisering.yaml"))).Covenant!;

    /// <summary>For benefit, since and narrative of work and income; not for the employer.</summary>
    public static SourceQuestion WorkIncome(TimeSpan? within = null) => new(
        RandomId.Create(),
        Bsn,
        [new AskedCategory(Covenant.Categories["workIncome"], ["benefit", "narrative", "since"])],
        within ?? TimeSpan.FromSeconds(20));

    /// <summary>Asks, and checks what comes as the commands do.</summary>
    public static async Task<SourceAnswer> AskAsync(this IPartnerAdapter adapter, SourceQuestion question) =>
        AnswerRules.Check(question, await adapter.AskAsync(question, TestContext.Current.CancellationToken), TimeProvider.System.GetUtcNow());
}
