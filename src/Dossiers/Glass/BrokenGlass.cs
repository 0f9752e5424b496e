namespace Exchange.Dossiers;

/// <summary>Somebody broke the glass on a case (<em>noodtoegang</em>): in one role, for one purpose, for a while.</summary>
/// <param name="Role">The role in which it was done.</param>
/// <param name="Purpose">The purpose for which it was done.</param>
/// <param name="Until">When it ends; that moment is no longer in it.</param>
public sealed record BrokenGlass(string Role, string Purpose, DateTimeOffset Until)
{
    /// <summary>The longest that it lasts.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Whether it counts for who acts in a role, for a purpose, at a moment.</summary>
    public bool Covers(string role, string purpose, DateTimeOffset now) => Role == role && Purpose == purpose && now < Until;
}
