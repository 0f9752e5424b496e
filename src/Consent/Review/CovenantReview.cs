namespace Exchange.Consent;

/// <summary>
/// What a covenant may say but hardly means, beyond what reading it warns of; found by visiting every cell. And what its release gate
/// leaves to read.
/// </summary>
/// <param name="Warnings">The warnings, in file order.</param>
/// <param name="Readability">What is left of each field in an anonymised view; empty when the covenant has no release gate.</param>
public sealed record CovenantReview(IReadOnlyList<CovenantMistake> Warnings, IReadOnlyList<Readability> Readability)
{
    // The role in which a person signs for its organisation.
    private const string Signer = "jurist";

    internal static CovenantReview Of(Covenant covenant)
    {
        var mistakes = new Mistakes();
        Unsigned(covenant, mistakes);
        Unreachable(covenant, mistakes);
        Pointless(covenant, mistakes);
        Ungated(covenant, mistakes);
        return new CovenantReview(mistakes.Reading(null).Warnings, [.. Consent.Readability.Of(covenant)]);
    }

    /// <summary>A version needs the signatures of all its signatories, and so does the next.</summary>
    private static void Unsigned(Covenant covenant, Mistakes mistakes)
    {
        foreach (var id in covenant.Signatories.Where(id => !covenant.Partners.Values.Any(p => p.Controller == id && p.Roles.Contains(Signer))))
            mistakes.Warn(new Place(1, 1), $"No partner of signatory '{id}' lists the role '{Signer}', so nobody can sign for it.");
    }

    private static void Unreachable(Covenant covenant, Mistakes mistakes)
    {
        var unreachable = OutOfReach.Of(covenant);
        foreach (var category in covenant.Categories.Values.Where(category => unreachable.Contains(category.Id)))
        {
            mistakes.Warn(
                new Place(category.Line, 1),
                $"Nobody ever gets anything of category '{category.Id}': no article grants it that a cap or another rule does not defeat.");
        }
    }

    private static void Pointless(Covenant covenant, Mistakes mistakes)
    {
        Article[] articles = [.. covenant.Articles.OrderBy(article => article.Id, StringComparer.Ordinal)];
        var words = covenant.Table.Words;
        var survivors = new Survivors(articles, words);
        if (new Reach(survivors, words).Sets() is not { } sets)
            return;
        var effects = Effects.Of(sets, survivors, words, articles.Length);
        var speaking = sets.Aggregate(survivors.Where(_ => false), (sum, set) => sum | set);
        foreach (var (number, article) in articles.Index())
        {
            var place = new Place(article.Line, 1);
            if (!speaking.Contains(number) && !covenant.Table.NeverReached.Contains(article))
            {
                mistakes.Warn(
                    place,
                    $"Article '{article.Id}' can never apply: wherever its conditions are met a guard holds. "
                    + $"A signal exists only in {Forum.Meldpunt} and {Forum.Voorportaal}, and a destroyed case nowhere.");
            }
            else if (effects.Defeats.TryGetValue(number, out var defeat))
            {
                // A higher grant capped to existence gives nothing.
                var left = defeat.Left == Level.Existence ? Level.None : defeat.Left;
                mistakes.Warn(
                    place,
                    $"Article '{article.Id}' grants {Words.Of(article.Level)}, but a cap always defeats it: "
                    + $"it never gives more than {Words.Of(left)} (article '{articles[defeat.Cap].Id}').");
            }
            else if (effects.Met.Contains(number) && !effects.Needed.Contains(number) && !CarriesAlone(covenant, article))
            {
                mistakes.Warn(place, article.Effect == ArticleEffect.Cap
                    ? $"Article '{article.Id}' lowers nothing: wherever it speaks, nothing more is granted, or another cap lowers it as far."
                    : $"Article '{article.Id}' adds nothing: wherever it speaks, another article grants as much, or a cap leaves nothing.");
            }
        }
    }

    /// <summary>Without a release gate nobody counts whom anonymised values fit.</summary>
    private static void Ungated(Covenant covenant, Mistakes mistakes)
    {
        if (covenant.ReleaseGate is null
            && covenant.Articles.FirstOrDefault(a => a is { Effect: ArticleEffect.Grant, Level: Level.Anonymised }) is { } first)
        {
            mistakes.Warn(
                new Place(first.Line, 1),
                $"Article '{first.Id}' grants anonymised, but without a 'releaseGate' nobody counts how many people the values fit: "
                + "ages and areas stay in the fixed coarse classes, and codes are shown however rare they are.");
        }
    }

    /// <summary>Whether contributions rest on this article alone: its ground, for some category from some source.</summary>
    private static bool CarriesAlone(Covenant covenant, Article article) =>
        article is { Effect: ArticleEffect.Grant, Ground: { } ground }
        && (article.Categories ?? covenant.Categories.Keys.ToHashSet()).Any(category =>
            (article.From ?? covenant.Partners.Keys.ToHashSet()).Any(source => !covenant.Articles.Any(other =>
                other.Id != article.Id
                && other.Effect == ArticleEffect.Grant
                && other.Ground == ground
                && other.Categories?.Contains(category) != false
                && other.From?.Contains(source) != false)));
}
