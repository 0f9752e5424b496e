namespace Exchange.Consent;

/// <summary>What goes with an answer: the ground of the grant, and what it obliges to.</summary>
/// <param name="Ground">The ground; null unless a grant stands as it is.</param>
/// <param name="Obliges">What the recipient takes on by the deciding article; null when that says nothing.</param>
internal sealed record Terms(string? Ground, Obligations? Obliges)
{
    public static Terms Of(Covenant covenant, Decision decision)
    {
        var article = decision.Article is { } id ? covenant.Article(id) : null;
        return new Terms(decision.Reason is DecisionReason.Granted or DecisionReason.ExistenceOnly ? article?.Ground : null, article?.Obliges);
    }

    /// <summary>Whether these oblige to less than those. In doubt they do: without words of its own, what is kept follows other rules.</summary>
    public bool ObligesToLessThan(Terms before) =>
        Obliges != before.Obliges
        && (Obliges is null
            || before.Obliges is null
            || Obliges.Purpose != before.Obliges.Purpose
            || Obliges.KeepDays > before.Obliges.KeepDays
            || (Obliges.Onward && !before.Obliges.Onward));

    public string ChangeTo(Terms after) => string.Join("; ", Changes(after));

    private IEnumerable<string> Changes(Terms after)
    {
        if (Ground != after.Ground)
            yield return $"ground {Ground ?? "none"} → {after.Ground ?? "none"}";
        if (Obliges != after.Obliges)
            yield return $"obligations {Told(Obliges)} → {Told(after.Obliges)}";
    }

    private static string Told(Obligations? obliges) =>
        obliges is null ? "none of the article's own" : $"{obliges.Purpose}, {obliges.KeepDays} days, {(obliges.Onward ? "onward" : "not onward")}";
}
