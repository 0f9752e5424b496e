using Exchange.Cli.Call;
using Exchange.V1;

namespace Exchange.Cli.Demo;

/// <summary>A section as it came back.</summary>
/// <param name="Category">The category.</param>
/// <param name="Source">The partner that it comes from.</param>
/// <param name="Level">The level, in the covenant's word.</param>
/// <param name="Article">The article cited.</param>
/// <param name="Fields">What it says: field name and value, shortened.</param>
/// <param name="Contributed">How many fields its source contributed.</param>
internal sealed record SeenSection(
    string Category, string Source, string Level, string Article, IReadOnlyList<(string Name, string Value)> Fields, int Contributed);

/// <summary>A step that was played.</summary>
/// <param name="Step">The step.</param>
/// <param name="Response">What was released, or null.</param>
/// <param name="Sections">Its sections.</param>
/// <param name="Refusal">Why nothing was, or null.</param>
/// <param name="Logged">The entry that tells of it, or null when there is not exactly one.</param>
/// <param name="HmacMatches">Whether the entry holds the HMAC of what came back.</param>
/// <param name="Wrong">What is not as it should be; nothing when all is well.</param>
internal sealed record Act(
    Step Step,
    GetBasisdossierResponse? Response,
    IReadOnlyList<SeenSection> Sections,
    RefusalDetails? Refusal,
    LoggedEntry? Logged,
    bool HmacMatches,
    IReadOnlyList<string> Wrong)
{
    /// <summary>How many anonymised values there are, and how many other people fit all of them; null where nobody counts that.</summary>
    public (int Values, int Others)? Fit { get; init; }
}
