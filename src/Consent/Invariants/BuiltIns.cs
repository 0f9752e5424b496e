using System.Collections.Frozen;

namespace Exchange.Consent;

/// <summary>What every covenant promises, whatever its file says.</summary>
internal sealed class BuiltIns(Covenant covenant, CovenantParts parts)
{
    private static readonly string[] CaseFreeRoles = ["accounthouder", "aandachtsfunctionaris"];

    /// <summary>Proves them all, on the table and nothing else; caps on what the table is made of.</summary>
    public IReadOnlyList<InvariantResult> Prove() =>
    [
        new NobodyElse(covenant).Prove(),
        Proved("A withdrawn consent never gives more than a given one", new InvariantScope { Consents = Set(ConsentStatus.Withdrawn) }, new NeverMoreThanGiven()),
        new CapsLower(covenant, parts).Prove(),
        Proved(
            "Nobody outside the small circle and the case team gets an identifying category above anonymised, but for a source that is asked",
            new InvariantScope
            {
                Circles = Set(Circle.Wide),
                Relations = Set(Relation.None),
                Purposes = covenant.Purposes.Where(purpose => purpose != Covenant.Uitvraag).ToFrozenSet(StringComparer.Ordinal),
                Categories = covenant.Categories.Values.Where(category => category.Identifying).Select(category => category.Id).ToFrozenSet(StringComparer.Ordinal),
            },
            new NeverAbove(Level.Anonymised),
            Level.Anonymised),
        Proved("One response, one view", new InvariantScope(), new OneViewHolds()),
        Proved(
            "The roles accounthouder and aandachtsfunctionaris alone see no case",
            new InvariantScope { Roles = CaseFreeRoles.Where(covenant.AssertableRoles.Contains).ToFrozenSet(StringComparer.Ordinal) },
            new NeverAbove(Level.None),
            roleAlone: true),
    ];

    internal static Invariant BuiltIn(string name, InvariantScope scope, Rule rule, Level above = Level.None, bool roleAlone = false) =>
        new(name, scope, above, 0) { Rule = rule, RoleAlone = roleAlone };

    private InvariantResult Proved(string name, InvariantScope scope, Rule rule, Level above = Level.None, bool roleAlone = false) =>
        new Prover(covenant, BuiltIn(name, scope, rule, above, roleAlone)).Prove();

    private static FrozenSet<T> Set<T>(T value) => new[] { value }.ToFrozenSet();
}
