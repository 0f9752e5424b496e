using Exchange.Consent;

namespace Exchange.Cli.Covenants.Comparing;

/// <summary>One change in one sentence: what, of which category, by which article, and in which situations only.</summary>
internal static class ChangeText
{
    private const int MostNames = 6;

    public static string Of(AccessChange change)
    {
        var where = change.Where.ToDictionary(scope => scope.Name);
        var what = change.Old == change.New
            ? $"{Words.Of(change.New)}, {change.Terms}"
            : $"{Words.Of(change.Old)} → {Words.Of(change.New)}";
        var source = change.OwnContributions ? "its own contributions" : where["source"].Everything ? "every source" : Listed(where["source"]);
        var conditions = change.Where.Where(scope => scope.Name is not ("partner" or "category" or "source")).Select(scope => scope.Name switch
        {
            "role" when change.RolesAlone.Count > 0 =>
                scope.Everything && change.RolesAlone.Count == scope.Values.Count ? null : $"role {string.Join(", ", change.RolesAlone)}",
            "token" when change.RolesAlone.Count > 0 => null,
            _ => scope.Everything ? null : $"{scope.Name} {Listed(scope)}",
        }).OfType<string>();
        return $"{Names(where["partner"], "every partner")}: {Names(where["category"], "every category")} from {source}: {what}"
            + $" ({string.Join(", ", new[] { By("was by", change.OldBy), By("now by", change.NewBy) }.OfType<string>())})"
            + string.Concat(conditions.Select(condition => $"; {condition}"));
    }

    public static string Of(TermChange change) =>
        $"{change.Kind}{(change.Subject.Length > 0 ? $" of {change.Subject}" : "")}: "
        + (change.Old is null ? $"{change.New} added" : change.New is null ? $"{change.Old} removed" : $"{change.Old} → {change.New}");

    private static string? By(string verb, IReadOnlyList<Decision> decisions)
    {
        var named = decisions.Where(decision => decision.Reason != DecisionReason.NoGrant).Select(decision => $"{decision.Article ?? "no article"}{Why(decision.Reason)}").ToList();
        return named.Count == 0 ? null : $"{verb} {string.Join(" or ", named)}";
    }

    private static string Why(DecisionReason reason) => reason switch
    {
        DecisionReason.Capped => " as a cap",
        DecisionReason.OneView => " for one view",
        DecisionReason.OwnContribution => ", own contributions left out",
        _ => "",
    };

    private static string Names(ChangeScope scope, string all) => scope.Everything && scope.Values.Count > MostNames ? all : Listed(scope);

    /// <summary>The unknown is told only where it stands alone: beside known values it says nothing to a reader.</summary>
    private static string Listed(ChangeScope scope)
    {
        var known = scope.Values.Where(value => value != ChangeScope.Unknown).ToList();
        return known.Count == 0 ? ChangeScope.Unknown : string.Join(", ", known.Select(value => value.Length == 0 ? "none" : value));
    }
}
