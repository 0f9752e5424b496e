namespace Exchange.Consent;

/// <summary>A kind of meeting (<em>overleg</em>).</summary>
/// <param name="Id">How the covenant refers to it.</param>
/// <param name="Circle">Null for a forum that leaves each partner its own circle, such as the case team's.</param>
/// <param name="Members">Who belongs to it. A forum without entries has no members: everybody gets nothing there.</param>
/// <param name="PrepareDays">How many days before a sitting its agenda opens for preparation; 0 when not given.</param>
public sealed record Forum(string Id, Circle? Circle, IReadOnlyList<MemberEntry> Members, int PrepareDays)
{
    /// <summary>The forum in which signals live, by the name that DESIGN §3 gives it.</summary>
    public const string Meldpunt = "meldpunt";

    /// <summary>The forum that weighs signals, by the name that DESIGN §3 gives it.</summary>
    public const string Voorportaal = "voorportaal";
}

/// <summary>One way of belonging to a forum. Exactly one of the three is set.</summary>
/// <param name="Partner">Everybody of this partner.</param>
/// <param name="Roles">Everybody who acts in one of these roles, whichever the partner.</param>
/// <param name="Relations">Everybody who stands in one of these relations to the case.</param>
public sealed record MemberEntry(string? Partner, IReadOnlySet<string>? Roles, IReadOnlySet<Relation>? Relations);
