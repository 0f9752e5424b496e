using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>
/// Of which categories and sources an article lets a reviewer see that they were disclosed, though its controller had no part in it: those
/// of which the covenant, for <see cref="Reviewers.Purpose"/> and outside any meeting, lets it know at least that they exist, by an article
/// that names that purpose. An entry says nothing that holds for ever of its case, so the answer must be the same whatever its state;
/// consent, secrecy and age are unknown, and to what is unknown no grant that tests it applies.
/// </summary>
internal sealed class WiderView
{
    /// <summary>What every covenant gives that has no such article.</summary>
    public static readonly WiderView None = new(FrozenDictionary<(string, string), string>.Empty);

    // In which a case can be of which something was disclosed outside the forums that see signals.
    private static readonly CaseState[] States = [CaseState.Weighed, CaseState.Declined, CaseState.Active, CaseState.OnHold, CaseState.Closed];

    private readonly FrozenDictionary<(string Category, string Source), string> _articles;

    private WiderView(FrozenDictionary<(string, string), string> articles) => _articles = articles;

    /// <summary>The view of a reviewer.</summary>
    /// <param name="reviewer">The reviewer.</param>
    /// <param name="day">The Amsterdam day on which it looks.</param>
    public static WiderView Of(Admitted reviewer, DateOnly day)
    {
        var covenant = reviewer.Covenant;
        if (!covenant.Articles.Any(GivesIt))
            return None;
        var views = States.Select(state => covenant.Open(new CallerContext(
            reviewer.Partner, reviewer.Role, reviewer.Roles, Relation.None, Consent.DecisionInput.NoForum, Reviewers.Purpose, state, null, day, Restriction.None))).ToArray();
        var articles = new Dictionary<(string, string), string>();
        foreach (var category in covenant.Categories.Keys)
        {
            foreach (var source in covenant.Partners.Keys)
            {
                if (ArticleFor(covenant, views, category, source) is { } article)
                    articles.Add((category, source), article);
            }
        }

        return articles.Count == 0 ? None : new WiderView(articles.ToFrozenDictionary());
    }

    /// <summary>The article by which the reviewer may see that something of a category and source was disclosed; null when none.</summary>
    public string? ArticleFor(string category, string source) => _articles.GetValueOrDefault((category, source));

    private static string? ArticleFor(Covenant covenant, CallerView[] views, string category, string source)
    {
        string? cited = null;
        foreach (var view in views)
        {
            var decision = view.Decide(category, source, null, Handling.Open);
            if (decision.Level == Level.None || decision.Article is not { } id || !GivesIt(covenant.Article(id)!))
                return null;
            cited ??= id;
        }

        return cited;
    }

    // As with asking a source: an article that names no purpose was not written with the log in mind.
    private static bool GivesIt(Article article) => article.Effect == ArticleEffect.Grant && article.For?.Contains(Reviewers.Purpose) == true;
}

/// <summary>The wider views of the reviewers who are looking, each worked out once per call.</summary>
internal sealed class WiderViews(TimeProvider time)
{
    private readonly ConditionalWeakTable<Admitted, WiderView> _views = [];

    /// <summary>The view of a reviewer's call.</summary>
    public WiderView Of(Admitted reviewer) => _views.GetValue(reviewer, r => WiderView.Of(r, AmsterdamCalendar.DayOf(time.GetUtcNow())));
}
