using System.Globalization;
using Exchange.Audit.V1;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>
/// A proposed version of a covenant over the log of a period: entries hold the whole decision input in the clear, so that each access is
/// decided once more, as if the version had been in force. It needs no key, and remembers no entry.
/// </summary>
/// <remarks>
/// Guards of the section itself that held (its handling, its retention) hold under any version. What was refused before any article was
/// read, for a token or a role say, cannot be replayed; <see cref="Incomparable"/> counts it.
/// </remarks>
/// <param name="proposed">The proposed version.</param>
public sealed class CovenantReplay(Covenant proposed)
{
    private const string NoneSeen = "";

    private readonly bool _testsMinors = proposed.MinorsNeedOwnArticle || proposed.Articles.Any(article => article.When?.Minors is not null);
    private readonly SortedDictionary<string, long> _unknown = new(StringComparer.Ordinal);

    /// <summary>How many accesses were decided once more.</summary>
    public long Accesses { get; private set; }

    /// <summary>How many decisions of theirs, each about one category from one source, or about the case as a whole.</summary>
    public long Decisions { get; private set; }

    /// <summary>How many decisions keep their level and get another article.</summary>
    public long OtherArticle { get; private set; }

    /// <summary>How many accesses are of a day on which the version is not in force: decided as on the nearest day on which it is.</summary>
    public long OtherDay { get; private set; }

    /// <summary>How many calls were refused before any article was read.</summary>
    public long Incomparable { get; private set; }

    /// <summary>How many accesses were decided on an input that is unknown to the version, per input.</summary>
    public IReadOnlyDictionary<string, long> Unknown => _unknown;

    /// <summary>Decides an entry once more.</summary>
    /// <param name="index">The entry, from 0.</param>
    /// <param name="entry">What it says.</param>
    /// <returns>What would have been otherwise.</returns>
    public IReadOnlyList<ReplayedChange> Take(long index, Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);

        // A question to a source is part of a call that has its own entry, and an evaluation is about no case.
        if (entry.Caller is not { Partner.Length: > 0 } caller
            || entry.EventCase is Entry.EventOneofCase.QuestionSent or Entry.EventOneofCase.QuestionAnswered or Entry.EventOneofCase.AccessEvaluated)
            return Refused(entry);
        if (entry.DecisionInput is not { CaseState.Length: > 0 } input || !IsDecidedByArticles(entry))
            return Refused(entry);

        Accesses++;
        var context = ContextOf(caller, input, out var isOtherDay);
        if (isOtherDay)
            OtherDay++;
        var unknown = UnknownIn(context, entry);
        foreach (var name in unknown)
            _unknown[name] = _unknown.GetValueOrDefault(name) + 1;

        var changes = new List<ReplayedChange>();
        var sight = Sight.Of(proposed, context);
        var isSeen = sight.Level != Level.None && (sight.Level != Level.Anonymised || HasAliases(context.Forum));
        if (entry.Outcome == Outcome.Refused)
        {
            // Who named the case by its id may do so only with more than an anonymised view, or than a pseudonymised one.
            Decisions++;
            if (isSeen && sight.Level > MostThatIsNotNamedSo(entry.InnerReason))
                changes.Add(Change(null, (Level.None, NoneSeen), new Decision(sight.Level, null, DecisionReason.Granted), ReplayedEffect.Passes));
            return changes;
        }

        foreach (var row in entry.Decisions)
        {
            Decisions++;
            var old = Words.Parse<Level>(row.Level) ?? Level.None;
            if (row.Reason == Words.Of(DecisionReason.Guard))
                continue;
            var now = isSeen
                ? sight.Decide(row.Category, row.Source, Words.Parse<Secrecy>(row.Secrecy) ?? Secrecy.NotLifted, Words.Parse<Handling>(row.Handling) ?? Handling.Secret)
                : new Decision(Level.None, null, DecisionReason.NoGrant);
            if (now.Level == old)
                OtherArticle += (now.Article ?? "") == row.Article ? 0 : 1;
            else
                changes.Add(Change(row, (old, row.Article), now, EffectOf(old, now.Level)));
        }

        // Let in, and nothing of what was decided shows that it would not have been.
        if (!isSeen && changes.Count == 0)
        {
            Decisions += entry.Decisions.Count == 0 ? 1 : 0;
            changes.Add(Change(null, (null, NoneSeen), new Decision(Level.None, null, DecisionReason.NoGrant), ReplayedEffect.Refused));
        }

        return changes;

        ReplayedChange Change(CategoryDecision? about, (Level?, string) old, Decision now, ReplayedEffect effect) => new(
            index,
            entry.Time.ToDateTimeOffset(),
            caller.Partner,
            caller.Role,
            input.Forum,
            input.Purpose,
            about?.Category,
            about?.Source,
            old,
            now,
            effect,
            unknown);
    }

    private IReadOnlyList<ReplayedChange> Refused(Entry entry)
    {
        if (entry.Outcome == Outcome.Refused && entry.EventCase != Entry.EventOneofCase.HandshakesRefused)
            Incomparable++;
        return [];
    }

    // A refusal by something else than the articles stays one: no such case, not on the agenda, a token that ended.
    private static bool IsDecidedByArticles(Entry entry) => entry.Outcome switch
    {
        Outcome.Released or Outcome.Done or Outcome.Repeated => true,
        Outcome.Refused => entry.Reason == ReasonName.Of(RefusalReason.CaseNotFound)
            && (entry.InnerReason is Sight.AliasRequired or Sight.PseudonymRequired || Words.Parse<DecisionReason>(entry.InnerReason) is not null),
        _ => false,
    };

    private static Level MostThatIsNotNamedSo(string innerReason) => innerReason switch
    {
        Sight.AliasRequired => Level.Anonymised,
        Sight.PseudonymRequired => Level.Pseudonymised,
        _ => Level.None,
    };

    private CallerContext ContextOf(Audit.V1.Caller caller, Audit.V1.DecisionInput input, out bool isOtherDay)
    {
        DateOnly? day = DateOnly.TryParseExact(input.Date, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var of) ? of : null;
        var decidedOn = day < proposed.From ? proposed.From : day >= proposed.Until ? proposed.Until.Value.AddDays(-1) : day;
        isOtherDay = decidedOn != day;
        return new CallerContext(
            caller.Partner,
            Known(caller.Role),
            caller.Roles.Count > 0 ? caller.Roles : null,
            Words.Parse<Relation>(caller.Relation),
            Known(input.Forum),
            Known(input.Purpose),
            Words.Parse<CaseState>(input.CaseState),
            Words.Parse<ConsentStatus>(input.Consent),
            decidedOn,
            Words.Parse<Restriction>(input.Restriction),
            input.BreakGlass);
    }

    // What the entry does not say, and words that the version does not define.
    private List<string> UnknownIn(CallerContext context, Entry entry)
    {
        var unknown = new List<string>();
        Look("partner", proposed.Partners.TryGetValue(context.Partner!, out var partner));
        Look("role", context.Role is not null && (partner is null || partner.Roles.Contains(context.Role)));
        Look("relation", context.Relation is not null);
        Look("forum", context.Forum == Consent.DecisionInput.NoForum || (context.Forum is not null && proposed.Forums.ContainsKey(context.Forum)));
        Look("purpose", context.Purpose is not null && proposed.Purposes.Contains(context.Purpose));
        Look("case", context.Case is not null);
        Look("consent", context.Consent is not null);
        Look("date", context.Date is not null);
        Look("restriction", context.Restriction is not null);
        Look("minor", !_testsMinors); // no entry says whether somebody is one
        Look("category", entry.Decisions.All(d => proposed.Categories.ContainsKey(d.Category)));
        Look("source", entry.Decisions.All(d => proposed.Partners.ContainsKey(d.Source)));
        Look("secrecy", entry.Decisions.All(d => Words.Parse<Secrecy>(d.Secrecy) is not null));
        Look("handling", entry.Decisions.All(d => Words.Parse<Handling>(d.Handling) is not null));
        return unknown;

        void Look(string name, bool isKnown)
        {
            if (!isKnown)
                unknown.Add(name);
        }
    }

    private static bool HasAliases(string? forum) => forum is not (null or Consent.DecisionInput.NoForum or Consent.Forum.Meldpunt);

    private static string? Known(string word) => word.Length > 0 ? word : null;

    private static ReplayedEffect EffectOf(Level old, Level now) => (old, now) switch
    {
        (Level.None, _) => ReplayedEffect.Passes,
        (_, Level.None) => ReplayedEffect.Refused,
        _ => now > old ? ReplayedEffect.Raised : ReplayedEffect.Lowered,
    };
}
