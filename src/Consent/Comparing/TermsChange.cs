namespace Exchange.Consent;

/// <summary>What changed in the terms of one answer, of which the level is the same.</summary>
internal static class TermsChange
{
    /// <summary>Whether the new terms oblige to less. In doubt they do: without words of its own, what is kept follows other rules.</summary>
    public static bool ObligesToLess(Terms old, Terms @new) =>
        @new.Obliges != old.Obliges
        && (@new.Obliges is null
            || old.Obliges is null
            || @new.Obliges.Purpose != old.Obliges.Purpose
            || @new.Obliges.KeepDays > old.Obliges.KeepDays
            || (@new.Obliges.Onward && !old.Obliges.Onward));

    public static string Told(Terms old, Terms @new) => string.Join("; ", Changes(old, @new));

    private static IEnumerable<string> Changes(Terms old, Terms @new)
    {
        if (old.Ground != @new.Ground)
            yield return $"ground {old.Ground ?? "none"} → {@new.Ground ?? "none"}";
        if (old.Obliges != @new.Obliges)
            yield return $"obligations {Told(old.Obliges)} → {Told(@new.Obliges)}";
    }

    private static string Told(Obligations? obliges) =>
        obliges is null ? "none of the grant's own" : $"{obliges.Purpose}, {obliges.KeepDays} days, {(obliges.Onward ? "onward" : "not onward")}";
}
