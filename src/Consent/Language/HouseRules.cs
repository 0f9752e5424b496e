namespace Exchange.Consent;

/// <summary>Who may break the glass (<em>noodtoegang</em>), and for how long. It narrows what DESIGN §4 allows and never widens it.</summary>
/// <param name="Allowed">Whether anybody may.</param>
/// <param name="Roles">The acting roles that may; null: any.</param>
/// <param name="Purposes">The purposes for which; null: any.</param>
/// <param name="Minutes">For how long at most, 1 to 60.</param>
public sealed record BreakGlassRule(bool Allowed, IReadOnlySet<string>? Roles, IReadOnlySet<string>? Purposes, int Minutes)
{
    /// <summary>The rule of a covenant that has none: who is otherwise entitled, for an hour.</summary>
    public static BreakGlassRule Default { get; } = new(true, null, null, 60);

    internal bool Lets(string? role, string? purpose) =>
        Allowed
        && (Roles is null || (role is not null && Roles.Contains(role)))
        && (Purposes is null || (purpose is not null && Purposes.Contains(purpose)));
}

/// <summary>
/// What an anonymised view must pass before it is released: at least <paramref name="K"/> people in the population look like the
/// subject in it.
/// </summary>
/// <param name="K">How many look-alikes, at least 2.</param>
/// <param name="Population">The reference population, in words.</param>
/// <param name="Size">How many people are in it; not below <paramref name="K"/>.</param>
public sealed record ReleaseGateRule(int K, string Population, int Size)
{
    /// <summary>Of whom the population is; the register when the covenant does not say.</summary>
    public PopulationOf Of { get; init; } = PopulationOf.Register;
}

/// <summary>Among whom look-alikes are counted.</summary>
public enum PopulationOf : byte
{
    /// <summary>Everybody in the register: the people of all active cases of the partnership.</summary>
    Register = 0,

    /// <summary>Those of them who live in the subject's district.</summary>
    District = 1,
}

/// <summary>How long cases are kept that nobody works on any more (<em>bewaartermijnen</em>), in days.</summary>
/// <param name="ClosedDays">After a case was closed; null when the covenant does not say.</param>
/// <param name="DeclinedDays">After a case was declined; null when the covenant does not say.</param>
public sealed record RetentionRule(int? ClosedDays, int? DeclinedDays);
