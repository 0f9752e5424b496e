namespace Exchange.Consent;

/// <summary>
/// Every name that a covenant defines, gathered before anything refers to one, so that the order of the file does not matter.
/// A definition that is itself wrong still counts as a name: one mistake must not cause ten others.
/// </summary>
internal sealed class Names
{
    public HashSet<string> Controllers { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Partners { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Roles { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Forums { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Purposes { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Categories { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Grounds { get; } = new(StringComparer.Ordinal);

    /// <summary>The names that a covenant defines, for who reads a file that goes with it.</summary>
    public static Names Of(Covenant covenant)
    {
        var names = new Names();
        names.Controllers.UnionWith(covenant.Controllers.Keys);
        names.Partners.UnionWith(covenant.Partners.Keys);
        names.Roles.UnionWith(covenant.AssertableRoles);
        names.Forums.UnionWith(covenant.Forums.Keys);
        names.Purposes.UnionWith(covenant.Purposes);
        names.Categories.UnionWith(covenant.Categories.Keys);
        names.Grounds.UnionWith(covenant.Grounds.Keys);
        return names;
    }

    /// <summary>The forums and the word for no meeting.</summary>
    public IReadOnlyCollection<string> ForumsAndNone => [.. Forums, DecisionInput.NoForum];

    /// <summary>Whether a text can be a name: a letter, then letters, digits, hyphens and underscores, 64 in all at most.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= 64
        && char.IsAsciiLetter(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Whether a text can be an article's number: letters, digits, dots, hyphens and underscores, 32 in all at most.</summary>
    public static bool IsArticleNumber(string text) =>
        text.Length is > 0 and <= 32
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
