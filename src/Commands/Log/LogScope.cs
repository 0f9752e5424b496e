using Exchange.Audit.V1;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>
/// How far a reviewer of a controller may look into an entry: entries in which their controller called, was a source or was given
/// something, and what the installation did of its own accord. Beyond that, what an article lets them see of what was disclosed
/// (<see cref="WiderView"/>): never what was withheld, nor who called or which case it was.
/// </summary>
/// <param name="Involvement">What the controller was to the entry.</param>
/// <param name="KnowsCase">Whether the controller knows of the case by it.</param>
/// <param name="Decisions">What may be told of the decisions.</param>
/// <param name="IsWhole">
/// Whether nothing is kept back of what the entry says in the clear, so that its exact bytes may be told as well.
/// </param>
/// <param name="Articles">The articles by which something is seen that the controller had no part in, in ordinal order.</param>
internal sealed record LogScope(Involvement Involvement, bool KnowsCase, IReadOnlyList<LogDecision> Decisions, bool IsWhole, IReadOnlyList<string> Articles)
{
    // Who reported is nobody's to trace: that there is a report does not show in the log either.
    private const string ReporterCategory = "reporter";

    /// <summary>Whether the controller had no part in it, and only an article opens it.</summary>
    public bool IsOpenedOnly => Involvement == Involvement.None && Articles.Count > 0;

    /// <summary>
    /// The scope of an entry for one role of a controller, or null when the controller had no part in it and no article opens it. That
    /// somebody was recognised, or that somebody tried to say so, is for privacy coordinators; no article opens it to others.
    /// </summary>
    public static LogScope? Of(Entry entry, Covenant covenant, string controller, string role, WiderView? wider = null)
    {
        if (entry.EventCase == Entry.EventOneofCase.RecognitionReported && !Overseers.SeeRecognitions(covenant, controller, role))
            return null;
        wider ??= WiderView.None;
        bool IsOwn(string partner) => covenant.Partners.TryGetValue(partner, out var known) && known.Controller == controller;

        var involvement = Involvement.None;
        if (entry.Caller?.Controller == controller)
            involvement |= Involvement.Caller;
        if (entry.Decisions.Any(d => d.Category != ReporterCategory && IsOwn(d.Source)) || IsOwn(AskedSource(entry)) || IsTold(entry, controller))
            involvement |= Involvement.Source;
        if (Recipients(entry).Any(IsOwn))
            involvement |= Involvement.Recipient;
        if (involvement == Involvement.None && !IsOfTheInstallation(entry) && !IsAboutTheCovenant(entry) && (wider == WiderView.None || !entry.Decisions.Any(d => Opens(d) is not null)))
            return null;

        // That another source has something which it kept from the caller is not for the caller's reviewers to learn: of some
        // sources even that they know somebody is a secret.
        var isCaller = involvement.HasFlag(Involvement.Caller);
        var decisions = new List<LogDecision>();
        SortedSet<string>? articles = null;
        var isWhole = (isCaller && TellsOfTheCallerOnly(entry)) || IsOfTheInstallation(entry) || IsAboutTheCovenant(entry);
        foreach (var decision in entry.Decisions)
        {
            var isOwn = IsOwn(decision.Source);
            var isAnswered = isCaller && decision.Released > 0;
            var opening = isOwn || isAnswered ? null : Opens(decision);
            if (decision.Category == ReporterCategory || !(isOwn || isAnswered || opening is not null))
            {
                isWhole = false;
                continue;
            }

            if (opening is not null)
                (articles ??= new SortedSet<string>(StringComparer.Ordinal)).Add(opening);

            isWhole &= isOwn || decision.Withheld == 0;
            decisions.Add(new LogDecision(
                decision.Category, decision.Source, decision.Level, decision.Article, decision.Reason, decision.Released, isOwn ? decision.Withheld : null, Ground(decision.Article)));
        }

        // Only what left its source: what was withheld is the source's and the caller's affair.
        string? Opens(CategoryDecision decision) =>
            decision.Released > 0 && decision.Category != ReporterCategory ? wider.ArticleFor(decision.Category, decision.Source) : null;

        string Ground(string article) =>
            entry.CovenantDigest.Span.SequenceEqual(covenant.Digest.Span) ? covenant.Article(article)?.Ground ?? "" : "";

        // Whoever is merely invited to a meeting does not know by that which cases it is about.
        var knowsCase = (involvement & (Involvement.Caller | Involvement.Source)) != 0 || entry.EventCase == Entry.EventOneofCase.TeamChanged;
        return new LogScope(involvement, knowsCase, decisions, isWhole, [.. articles ?? []]);
    }

    /// <summary>The partner that the event itself names: one that was asked, or that was given something. Empty when there is none.</summary>
    public static string Concerned(Entry entry) => entry.EventCase == Entry.EventOneofCase.TeamChanged ? entry.TeamChanged.Partner : AskedSource(entry);

    // A partner whose own system was asked.
    private static string AskedSource(Entry entry) => entry.EventCase switch
    {
        Entry.EventOneofCase.QuestionSent => entry.QuestionSent.Source,
        Entry.EventOneofCase.QuestionAnswered => entry.QuestionAnswered.Source,
        _ => "",
    };

    // A controller that was told that somebody else broke the glass on a case that it has something of, or recognised whom it is about.
    private static bool IsTold(Entry entry, string controller) => entry.EventCase switch
    {
        Entry.EventOneofCase.GlassBroken => entry.Caller.Controller != controller && entry.GlassBroken.Notified.Contains(controller),
        Entry.EventOneofCase.RecognitionReported => entry.Caller.Controller != controller && entry.RecognitionReported.Notified.Contains(controller),
        _ => false,
    };

    // Kinds of which the event itself tells nothing that the caller does not know; what is decided apart. A kind that is not named is
    // taken to tell more, as an answer's number of sections does of a source that the caller may see nothing of, and the number of
    // requests that asking sources made does of what they keep back.
    private static bool TellsOfTheCallerOnly(Entry entry) => entry.EventCase is
        Entry.EventOneofCase.DossierRead
        or Entry.EventOneofCase.SectionContributed
        or Entry.EventOneofCase.SectionWithdrawn
        or Entry.EventOneofCase.DocumentAttached
        or Entry.EventOneofCase.CaseOpened
        or Entry.EventOneofCase.MeetingPlanned
        or Entry.EventOneofCase.MeetingClosed
        or Entry.EventOneofCase.CallRefused
        or Entry.EventOneofCase.CasesListed
        or Entry.EventOneofCase.AccessDescribed
        or Entry.EventOneofCase.ContributionPreviewed
        or Entry.EventOneofCase.OwnContributionsListed
        or Entry.EventOneofCase.SourceAnswered
        or Entry.EventOneofCase.SourceRequestsRead
        or Entry.EventOneofCase.NotificationsRead
        or Entry.EventOneofCase.CovenantRead
        or Entry.EventOneofCase.CovenantsListed
        or Entry.EventOneofCase.AccessEvaluated
        or Entry.EventOneofCase.LogSearched
        or Entry.EventOneofCase.LogNameOpened
        or Entry.EventOneofCase.LogDisclosuresListed
        or Entry.EventOneofCase.LogCounted
        or Entry.EventOneofCase.LogEntryRead
        or Entry.EventOneofCase.LogHeadRead
        or Entry.EventOneofCase.LogProofRead
        or Entry.EventOneofCase.LogConsistencyRead;

    private static IEnumerable<string> Recipients(Entry entry) => entry.EventCase switch
    {
        Entry.EventOneofCase.TeamChanged => [entry.TeamChanged.Partner],
        Entry.EventOneofCase.MeetingPlanned => entry.MeetingPlanned.Partners,
        _ => [],
    };

    // What becomes of the covenant is everybody's business, whoever does it.
    private static bool IsAboutTheCovenant(Entry entry) => entry.EventCase is
        Entry.EventOneofCase.CovenantProposed or Entry.EventOneofCase.CovenantSigned or Entry.EventOneofCase.CovenantActivated;

    // Named one by one: what the operator does about a case has no caller either, and is not everybody's.
    private static bool IsOfTheInstallation(Entry entry) =>
        entry is
        {
            Caller: null,
            EventCase: Entry.EventOneofCase.CovenantActivated
                or Entry.EventOneofCase.HandshakesRefused
                or Entry.EventOneofCase.SigningKeyMade
                or Entry.EventOneofCase.LogPruned
                or Entry.EventOneofCase.LogReindexed
                or Entry.EventOneofCase.KeyDestroyed,
        };
}
