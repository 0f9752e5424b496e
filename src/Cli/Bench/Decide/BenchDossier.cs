using Exchange.Consent;

namespace Exchange.Cli.Bench;

/// <summary>One section that is decided about.</summary>
internal readonly record struct BenchSection(string Category, string Source, Secrecy Secrecy);

/// <summary>A dossier of sixteen categories, each from the partner that it usually comes from, and the people who ask for it in turn.</summary>
internal static class BenchDossier
{
    public static BenchSection[] Sections { get; } =
    [
        new("identity", "oov", Secrecy.NotLifted),
        new("contact", "oov", Secrecy.NotLifted),
        new("household", "stadsdelen", Secrecy.NotLifted),
        new("residence", "oov", Secrecy.NotLifted),
        new("police", "politie", Secrecy.NotLifted),
        new("prosecution", "om", Secrecy.NotLifted),
        new("detention", "rn", Secrecy.NotLifted),
        new("workIncome", "wpi", Secrecy.NotLifted),
        new("education", "ojz", Secrecy.NotLifted),
        new("care", "ggd", Secrecy.Lifted),
        new("youthProtection", "jbra", Secrecy.NotLifted),
        new("debts", "wpi", Secrecy.NotLifted),
        new("signals", "politie", Secrecy.NotLifted),
        new("interventions", "arkin", Secrecy.NotLifted),
        new("assessment", "oov", Secrecy.NotLifted),
        new("plan", "oov", Secrecy.NotLifted),
    ];

    public static CallerContext[] Callers(DateOnly day) =>
    [
        Caller("politie", "regisseur", Relation.None, "regieoverleg", "casusoverleg", day),
        Caller("ggd", "caseworker", Relation.None, "itat", "casusoverleg", day),
        Caller("jbra", "regisseur", Relation.Lead, DecisionInput.NoForum, "regie", day),
        Caller("scw", "caseworker", Relation.Member, "uitvoerdersoverleg", "casusoverleg", day),
        Caller("oov", "analyst", Relation.None, "regieoverleg", "casusoverleg", day),
        Caller("nctv", "caseworker", Relation.None, "regieoverleg", "casusoverleg", day),
        Caller("wpi", "regisseur", Relation.None, DecisionInput.NoForum, "regie", day),
    ];

    private static CallerContext Caller(string partner, string role, Relation relation, string forum, string purpose, DateOnly day) => new(
        partner, role, [role], relation, forum, purpose, CaseState.Active, ConsentStatus.Absent, day, Restriction.None, Minor: Minority.No);
}
