using Exchange.Consent;

namespace Exchange.Cli.Bench;

/// <summary>
/// A plain engine to compare with: every article, one by one, for every category, as one would write it first. It decides what the
/// compiled covenant decides, for questions of which every input is known.
/// </summary>
internal sealed class PlainInterpreter(Covenant covenant)
{
    private readonly Article[] _articles = [.. covenant.Articles.OrderBy(article => article.Id, StringComparer.Ordinal)];
    private readonly Dictionary<string, Terms> _terms = covenant.Articles.ToDictionary(article => article.Id, article => new Terms(article.Ground, article.Obliges));
    private readonly string[] _identifying = [.. covenant.Categories.Values.Where(category => category.Identifying).Select(category => category.Id)];
    private readonly string[] _partners = [.. covenant.Partners.Keys];

    /// <summary>Decides every section of a dossier.</summary>
    public void Decide(CallerContext caller, BenchSection[] sections, Decision[] decisions)
    {
        if (!covenant.InForceOn(caller.Date!.Value)
            || caller.Case is CaseState.Signal or CaseState.Destroyed
            || (caller.Forum != DecisionInput.NoForum && !covenant.IsMember(caller.Forum, caller.Partner, caller.Role, caller.Relation)))
        {
            Array.Fill(decisions, new Decision(Level.None, null, DecisionReason.NoGrant));
            return;
        }

        var partner = covenant.Partners[caller.Partner!];
        var circle = covenant.CircleOf(caller.Partner, caller.Forum);
        for (var i = 0; i < sections.Length; i++)
            decisions[i] = Decide(caller, partner, circle, sections[i]);
    }

    private Decision Decide(CallerContext caller, Partner partner, Circle? circle, BenchSection section)
    {
        var decision = ByArticles(caller, partner, circle, section.Category, section.Source, section.Secrecy);
        if (decision.Level == Level.None)
            return decision;
        var (ceiling, article) = CeilingOf(caller, partner, circle, section.Secrecy);
        var limit = ceiling > Level.Anonymised ? ceiling : Level.Anonymised;
        if (decision.Level > limit)
            decision = decision with { Level = limit, Article = article, Reason = DecisionReason.OneView };
        if (ceiling < Level.Full && section.Source == caller.Partner)
            return new Decision(Level.None, article, DecisionReason.OwnContribution);
        return decision.Level == Level.Anonymised && caller.Forum == DecisionInput.NoForum ? new Decision(Level.None, null, DecisionReason.NoGrant) : decision;
    }

    private (Level Level, string? Article) CeilingOf(CallerContext caller, Partner partner, Circle? circle, Secrecy secrecy)
    {
        var (lowest, article) = (Level.Full, default(string));
        foreach (var category in _identifying)
        {
            var (highest, by) = (Level.None, default(string));
            foreach (var source in _partners)
            {
                var found = ByArticles(caller, partner, circle, category, source, secrecy);
                if (found.Level > highest || (found.Level == highest && found.Article is not null && (by is null || string.CompareOrdinal(found.Article, by) < 0)))
                    (highest, by) = (found.Level, found.Article);
                if (highest == Level.Full)
                    break;
            }

            if (highest < lowest || (highest == lowest && highest < Level.Full && by is not null && (article is null || string.CompareOrdinal(by, article) < 0)))
                (lowest, article) = (highest, by);
        }

        return (lowest, article);
    }

    private Decision ByArticles(CallerContext caller, Partner partner, Circle? circle, string category, string source, Secrecy secrecy)
    {
        Article? grant = null, cap = null;
        foreach (var article in _articles)
        {
            if (article.Categories?.Contains(category) == false || article.From?.Contains(source) == false || !Matches(article, caller, partner, circle, secrecy))
                continue;
            if (article.Effect == ArticleEffect.Grant)
                grant = grant is null || article.Level > grant.Level ? article : grant;
            else
                cap = cap is null || article.Level < cap.Level ? article : cap;
        }

        if (grant is null)
            return new Decision(Level.None, null, DecisionReason.NoGrant);
        if (cap is not null && cap.Level < grant.Level)
        {
            return cap.Level <= Level.Existence
                ? new Decision(Level.None, cap.Id, DecisionReason.Capped)
                : new Decision(cap.Level, cap.Id, DecisionReason.Capped, _terms[grant.Id]);
        }

        return new Decision(grant.Level, grant.Id, grant.Level == Level.Existence ? DecisionReason.ExistenceOnly : DecisionReason.Granted, _terms[grant.Id]);
    }

    private static bool Matches(Article article, CallerContext caller, Partner partner, Circle? circle, Secrecy secrecy)
    {
        if (article.To.Partners?.Contains(partner.Id) == false
            || article.To.Circles?.Contains(circle!.Value) == false
            || article.To.Kinds?.Overlaps(partner.Kinds) == false
            || article.To.Relations?.Contains(caller.Relation!.Value) == false
            || article.At?.Contains(caller.Forum!) == false
            || article.InForce?.Contains(caller.Date!.Value) == false)
        {
            return false;
        }

        if (!(article.For?.Contains(caller.Purpose!) ?? (article.Effect == ArticleEffect.Cap || caller.Purpose != Covenant.Uitvraag)))
            return false;
        if (article.To.Roles is { } roles && !(article.Effect == ArticleEffect.Grant ? roles.Contains(caller.Role!) : roles.Overlaps(caller.Roles!)))
            return false;
        return article.When.Cases?.Contains(caller.Case!.Value) != false
            && article.When.Consents?.Contains(caller.Consent!.Value) != false
            && article.When.Secrecies?.Contains(secrecy) != false
            && article.When.Minors?.Contains(caller.Minor!.Value) != false;
    }
}
