using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>
/// From where somebody looks at cases: which partner in which role, at which forum or outside any, for which purpose, on which
/// day. What it may make of a case depends on this, on its relation to the case, and on the case's state and circumstances, and on
/// nothing that the case holds.
/// </summary>
/// <param name="Covenant">The covenant that decides.</param>
/// <param name="Partner">The partner.</param>
/// <param name="Role">The acting role.</param>
/// <param name="Roles">Every role of the token.</param>
/// <param name="Forum">The forum of the open meeting, or <see cref="Consent.DecisionInput.NoForum"/>.</param>
/// <param name="Purpose">The purpose.</param>
/// <param name="Today">The Amsterdam day.</param>
internal sealed record Standpoint(
    Covenant Covenant, string Partner, string Role, IReadOnlyCollection<string> Roles, string Forum, string Purpose, DateOnly Today)
{
    /// <summary>Whether cases have an alias here. The Meldpunt has none to give: it knows its signals by their ids.</summary>
    public bool HasAliases => Forum is not (Consent.DecisionInput.NoForum or Consent.Forum.Meldpunt);

    /// <summary>Begins what all decisions of one request have in common, or refuses a purpose that the covenant does not define.</summary>
    public static Refusal? Begin(Entry entry, Admitted caller, string purpose, DateOnly today)
    {
        var isDefined = caller.Covenant.Purposes.Contains(purpose);
        entry.DecisionInput = new Audit.V1.DecisionInput
        {
            Purpose = isDefined ? purpose : "",
            Consent = Words.Of(ConsentStatus.Absent),
            Date = today.ToString("O"),
        };
        return isDefined ? null : Refusals.PurposeUnknown;
    }

    /// <summary>
    /// Decides about the meeting that a caller names, which is its own business: it attends it or not. Goes on from
    /// <see cref="Begin"/>.
    /// </summary>
    /// <param name="entry">Is told what the log must know.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="purpose">The purpose that it states.</param>
    /// <param name="named">The meeting that it names, or null.</param>
    /// <param name="meeting">The meeting of that name in the records; none has the Meldpunt's.</param>
    /// <param name="now">The moment.</param>
    public static Outcome<Standpoint> Take(
        Entry entry, Admitted caller, string purpose, MeetingId? named, Meeting? meeting, DateTimeOffset now)
    {
        // A name that no meeting has is whatever the caller made of it, and stays off the log.
        if (meeting is not null || named == MeetingId.Meldpunt)
            entry.MeetingId = named?.Value ?? "";

        var forum = Consent.DecisionInput.NoForum;
        if (named == MeetingId.Meldpunt)
        {
            if (!caller.Covenant.IsMember(Consent.Forum.Meldpunt, caller.Partner, caller.Role, Relation.None))
                return NotFound("NOT_ATTENDED");
            forum = Consent.Forum.Meldpunt;
        }
        else if (named is not null)
        {
            if (meeting is null || !meeting.IsAttendedBy(caller.Partner, caller.Actor))
                return NotFound(meeting is null ? "NO_SUCH_MEETING" : "NOT_ATTENDED");
            if (!meeting.IsOpen(now))
                return Refusals.MeetingNotOpen;
            forum = meeting.Forum;
        }

        entry.DecisionInput.Forum = forum;
        return new Standpoint(caller.Covenant, caller.Partner, caller.Role, caller.Roles, forum, purpose, AmsterdamCalendar.DayOf(now));

        Refusal NotFound(string why)
        {
            entry.InnerReason = why;
            return Refusals.MeetingNotFound;
        }
    }

    /// <summary>What may be made of a case from here: the one rule, for a case that is named and for cases that are listed.</summary>
    public Sight See(Relation relation, CaseState state, CaseCircumstances circumstances) => Sight.Of(
        Covenant,
        new CallerContext(
            Partner, Role, Roles, relation, Forum, Purpose, state, ConsentStatus.Absent, Today, circumstances.Restriction, circumstances.BreakGlass));

    /// <summary>
    /// The sight of a case that can be named from here, whoever names it: who may not know who it is needs an alias, and without one
    /// there is no such case.
    /// </summary>
    public Sight SeeNamed(Relation relation, CaseState state, CaseCircumstances circumstances)
    {
        var sight = See(relation, state, circumstances);
        return sight.Level == Level.Anonymised && !HasAliases ? sight with { Level = Level.None, Why = Sight.AliasRequired } : sight;
    }
}

/// <summary>What somebody may make of one case.</summary>
/// <param name="Partner">Whose sight it is.</param>
/// <param name="View">What the covenant says of each category and source.</param>
/// <param name="Level">The level of the one view: anonymised, pseudonymised or full; none when there is no such case.</param>
/// <param name="Why">Why there is no such case, for the log; else empty.</param>
internal readonly record struct Sight(string Partner, CallerView View, Level Level, string Why)
{
    public const string NotOnAgenda = "NOT_ON_AGENDA";

    public const string AliasRequired = "ALIAS_REQUIRED";

    public const string PseudonymRequired = "PSEUDONYM_REQUIRED";

    public const string ViewWithdrawn = "VIEW_WITHDRAWN";

    /// <summary>What a covenant makes of one case in these circumstances, before anything that the case holds is looked at.</summary>
    public static Sight Of(Covenant covenant, CallerContext context)
    {
        if (context.Forum == Forum.Meldpunt && context.Case != CaseState.Signal)
            return new Sight(context.Partner ?? "", default, Level.None, NotOnAgenda);

        // An article for uitvraag lets a source learn whom it is asked about, and nobody read a dossier: the gateway asks, not a caller.
        if (context.Purpose == Covenant.Uitvraag)
            return new Sight(context.Partner ?? "", default, Level.None, Words.Of(DecisionReason.NoGrant));
        var view = covenant.Open(context);
        if (view.Highest == Level.None)
        {
            // Whatever the section: a guard holds, or no grant is there.
            return new Sight(context.Partner ?? "", view, Level.None, Words.Of(view.Decide(null, null, null, Handling.Open).Reason));
        }

        // One response, one view: nothing above the ceiling.
        var level = (Level)Math.Max((byte)Level.Anonymised, Math.Min((byte)view.Ceiling.Level, (byte)view.Highest));
        return new Sight(context.Partner ?? "", view, level, "");
    }

    /// <summary>Decides one section, and holds it to the one view of the whole response.</summary>
    public Decision Decide(string category, string source, Secrecy secrecy, Handling handling)
    {
        if (Level == Level.None)
            return new Decision(Level.None, null, DecisionReason.NoGrant);
        var decision = View.Decide(category, source, secrecy, handling);
        if (decision.Level == Level.None)
            return decision;

        // Where the view depends on secrecy, a section may have been decided under a higher one than all of the response has.
        if (source == Partner && View.Ceiling.Level < Level.Full)
            return new Decision(Level.None, View.Ceiling.Article, DecisionReason.OwnContribution);
        return decision.Level > Level ? decision with { Level = Level, Article = View.Ceiling.Article, Reason = DecisionReason.OneView } : decision;
    }
}
