using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>
/// Decides which sources may be asked for a caller, and what. Asking is telling (DESIGN §2), so there are two decisions: what may
/// the caller see of this source, and may the source learn that this person is looked at?
/// </summary>
/// <remarks>
/// <para>The source is taken for a recipient of the subject's identity, for purpose <c>uitvraag</c>, outside any meeting and without
/// a relation to the case. Who reads the question there is unknown, so every role that the covenant lists for the source must be
/// allowed.</para>
/// <para>Nobody is asked for a view below full: whoever may not know who it is does not make us tell it to somebody else. And
/// nobody is asked for what is only known to exist, or for a field of which nothing would be shown.</para>
/// </remarks>
internal sealed class QuestionPlanner(Sources sources, SectionOpener opener)
{
    private const string BsnField = "bsn";

    /// <summary>The questions that may be asked, in the order of their sources. Which they are does not depend on what is stored.</summary>
    public IReadOnlyList<PlannedQuestion> Plan(Admitted caller, BasisdossierRequest request, GrantedAccess granted, DateTimeOffset now)
    {
        if (granted.ViewLevel != Level.Full)
            return [];
        var plan = new List<PlannedQuestion>();
        foreach (var source in sources.Of(caller.Partnership))
        {
            // Somebody who wants to know what the own organisation knows need not ask it through us.
            if (source.Partner == caller.Partner || !caller.Covenant.Partners.TryGetValue(source.Partner, out var partner))
                continue;
            var (asked, decisions) = VisibleTo(caller, request, granted, source, partner);
            if (asked.Count == 0)
                continue;
            var views = ViewsOf(caller.Covenant, partner, granted, AmsterdamCalendar.DayOf(now));
            if (caller.Covenant.Partners.Keys.Any(from => MayLearn(views, from, Secrecy.NotLifted, Handling.Open) is not null))
                plan.Add(new PlannedQuestion(source, asked, decisions, FindSubject(caller, granted, partner, views, now)));
        }

        return plan;
    }

    private static (List<AskedCategory> Asked, List<Decision> Decisions) VisibleTo(
        Admitted caller, BasisdossierRequest request, GrantedAccess granted, Source source, Partner partner)
    {
        var asked = new List<AskedCategory>();
        var decisions = new List<Decision>();
        foreach (var rule in caller.Covenant.Categories.Values)
        {
            if (!source.Categories.Contains(rule.Id) || (request.Categories.Count > 0 && !request.Categories.Contains(rule.Id, StringComparer.Ordinal)))
                continue;

            // What comes is under secrecy that nobody lifted, and handled as the source's default says: pending, where it wants to agree.
            var decision = granted.Sight.Decide(rule.Id, partner.Id, Secrecy.NotLifted, partner.Handling);
            string[] fields = decision.Level == Level.None
                ? []
                : [.. rule.Fields.Where(f => MayLeave(caller.Covenant, f.Value, decision.Level)).Select(f => f.Key).Order(StringComparer.Ordinal)];
            if (fields.Length == 0)
                continue;
            asked.Add(new AskedCategory(rule, fields));
            decisions.Add(decision);
        }

        return (asked, decisions);
    }

    // Nobody counts whom a value fits that was answered just now, so that a release gate leaves only its texts anonymised.
    private static bool MayLeave(Covenant covenant, FieldRule field, Level level) =>
        Discloser.MayLeave(field, level) && (level != Level.Anonymised || covenant.ReleaseGate is null || field.Type == FieldType.FreeText);

    private static CallerView[] ViewsOf(Covenant covenant, Partner source, GrantedAccess granted, DateOnly today) =>
    [
        .. source.Roles.Select(role => covenant.Open(new CallerContext(
            source.Id,
            role,
            [role],
            Relation.None,
            DecisionInput.NoForum,
            Covenant.Uitvraag,
            granted.Case.Case.State,
            ConsentStatus.Absent,
            today,
            granted.Restriction))),
    ];

    // By which article a source may learn who it is from an identity section, or null when it may not in every one of its roles.
    private static string? MayLearn(CallerView[] views, string from, Secrecy secrecy, Handling handling)
    {
        string? article = null;
        foreach (var view in views)
        {
            var decision = view.Decide(OpenCase.IdentityCategory, from, secrecy, handling);
            if (decision.Level != Level.Full)
                return null;
            article ??= decision.Article;
        }

        return article;
    }

    // The one number in the identity sections that the source, as a recipient, might see in full. Two numbers are as good as none.
    private ToldSubject? FindSubject(Admitted caller, GrantedAccess granted, Partner source, CallerView[] views, DateTimeOffset now)
    {
        var today = AmsterdamCalendar.DayOf(now);
        ToldSubject? found = null;
        foreach (var section in granted.Case.Sections)
        {
            if (section.Category != OpenCase.IdentityCategory
                || section.KeepUntil < today
                || MayLearn(views, section.Source, section.Secrecy, section.HandlingFor(source.Id, Covenant.Uitvraag, now)) is not { } article)
            {
                continue;
            }

            var content = opener.Open(caller.Partnership, granted.Case.Case.Id, section);
            if (content.Fields.GetValueOrDefault(BsnField) is not TextValue { Text: var bsn })
                continue;
            if (found is not null && found.Bsn != bsn)
                return null;
            found ??= new ToldSubject(bsn, article);
        }

        return found;
    }
}
