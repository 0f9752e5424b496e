using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>A basisdossier is asked for.</summary>
/// <param name="Purpose">The purpose that the caller states.</param>
/// <param name="Reference">The case, as the caller names it.</param>
/// <param name="Categories">The categories asked for; empty means all.</param>
/// <param name="PageSize">The most sections on a page; 0 leaves it to the gateway.</param>
/// <param name="PageToken">Where to go on, or empty.</param>
public sealed record BasisdossierRequest(
    string Purpose, CaseReference Reference, IReadOnlyList<string> Categories, int PageSize, string PageToken)
{
    /// <summary>When the caller must have the answer, or null when it names no deadline. Sources are not waited for beyond it.</summary>
    public DateTimeOffset? AnswerBy { get; init; }
}

/// <summary>One page of a basisdossier as one caller may see it.</summary>
/// <param name="View">What may be seen.</param>
/// <param name="NextPageToken">Where the next page begins, or empty on the last page.</param>
public sealed record BasisdossierPage(BasisdossierView View, string NextPageToken)
{
    /// <summary>The partners' systems that were to be asked, and what became of that; on the first page.</summary>
    public IReadOnlyList<AskedSource> Sources { get; init; } = [];
}

/// <summary>
/// The main job: a partner retrieves a basisdossier, sees what the covenant allows, and the access is on the log.
/// </summary>
/// <remarks>
/// The path: (1) decide about the case, (2) ask the sources that may be asked, (3) decide about each section, disclose a page, and hold
/// what is in it below full to the release gate, (4) append the entry under the epochs of the decision, with what a first look in a meeting
/// keeps for all who look after it, (5) release. When the records moved in between, it is decided again, about what sources answered too;
/// but nobody is asked twice.
/// </remarks>
public sealed class GetBasisdossier
{
    /// <summary>The most sections on a page.</summary>
    public const int MaxPageSize = 100;

    /// <summary>The most bytes that a page's sections may take, leaving room for the rest in 1 MiB.</summary>
    public const int MaxPageBytes = 960 * 1024;

    private const int Attempts = 5;

    private static readonly PageTokens.Place FirstPage = new(0, 1);

    private readonly CaseAccess _access;
    private readonly QuestionPlanner _planner;
    private readonly Asking _asking;
    private readonly SectionOpener _sections;
    private readonly RememberedPages _pages;
    private readonly PageDiscloser _discloser;
    private readonly BlockedRelease _blocked;
    private readonly Pseudonyms _pseudonyms;
    private readonly PageTokens _tokens;
    private readonly EntryWriter _entries;
    private readonly FaultBarrier _barrier;
    private readonly TimeProvider _time;

    internal GetBasisdossier(
        CaseAccess access,
        QuestionPlanner planner,
        Asking asking,
        SectionOpener sections,
        RememberedPages pages,
        PageDiscloser discloser,
        BlockedRelease blocked,
        Pseudonyms pseudonyms,
        PageTokens tokens,
        EntryWriter entries,
        FaultBarrier barrier,
        TimeProvider time)
    {
        _access = access;
        _planner = planner;
        _asking = asking;
        _sections = sections;
        _pages = pages;
        _discloser = discloser;
        _blocked = blocked;
        _pseudonyms = pseudonyms;
        _tokens = tokens;
        _entries = entries;
        _barrier = barrier;
        _time = time;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="encode">Puts a page into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, BasisdossierRequest request, Func<BasisdossierPage, Encoded<T>> encode, CancellationToken cancellation) =>
        _barrier.RunAsync<Released<T>>(caller, () => Draft(caller, 1), async () =>
        {
            var place = FirstPage;
            if (request.PageToken.Length > 0)
            {
                if (_tokens.Read(request.PageToken, Binding(caller, request)) is not { } known)
                    return await _entries.RefuseAsync(caller.Partnership, Draft(caller, 1), Refusals.PageTokenInvalid).ConfigureAwait(false);
                place = known;
            }

            foreach (var category in request.Categories)
            {
                if (!caller.Covenant.Categories.ContainsKey(category))
                {
                    return await _entries.RefuseAsync(
                        caller.Partnership,
                        Draft(caller, place.Page),
                        new Refusal(RefusalReason.CategoryUnknown, "The covenant does not define a category that the request names.")).ConfigureAwait(false);
                }
            }

            var replies = new Dictionary<string, Reply>(StringComparer.Ordinal);
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                // 1. May this caller know of this case?
                var entry = Draft(caller, place.Page);
                var access = await _access.DecideReadingAsync(caller, request.Purpose, request.Reference, entry, _entries, cancellation).ConfigureAwait(false);
                if (access.Value is not { } granted)
                    return await _entries.RefuseAsync(caller.Partnership, entry, access.Refusal!).ConfigureAwait(false);

                // 2. What do the sources say that may be asked? They are asked for the first page only.
                IReadOnlyList<PlannedQuestion> plan = place.Page == 1 ? _planner.Plan(caller, request, granted, _time.GetUtcNow()) : [];
                PlannedQuestion[] unasked = plan.Count == 0 ? [] : [.. plan.Where(q => !replies.ContainsKey(q.Source.Partner))];
                if (unasked.Length > 0)
                {
                    var asked = await _asking.AskAsync(caller, entry, granted.Guards, unasked, request.AnswerBy, cancellation).ConfigureAwait(false);
                    if (!asked.HasLog)
                        return Refusals.LogUnavailable;
                    foreach (var reply in asked.All)
                        replies.Add(reply.Source, reply);
                    if (asked.HasMoved)
                        continue;
                }

                // 3. What may the caller see, and what does that look like?
                var now = _time.GetUtcNow();
                var decided = Decide(request, granted, now);
                var known = place == FirstPage && plan.Count == 0 ? CircumstancesOf(caller, request, granted, decided, now) : null;
                var encoded = known is null ? null : _pages.Find<T>(granted.Case.Sections, known, decided, entry);
                IReadOnlyList<ILoggedChange> changes = [];
                if (encoded is null)
                {
                    Reply[] told = [.. plan.Select(q => replies[q.Source.Partner])];
                    if (await _discloser.DiscloseAsync(caller, request, new DecidedPage(granted, decided, told, place, now), entry, cancellation).ConfigureAwait(false)
                        is not { } disclosed)
                    {
                        return await _entries.RefuseAsync(caller.Partnership, entry, Refusals.ViewDamaged).ConfigureAwait(false);
                    }

                    if (disclosed.Finding is { } finding)
                    {
                        var notified = await _blocked.TellAsync(caller, request.Purpose, granted.Case.Case.Id, finding, entry, cancellation).ConfigureAwait(false);
                        if (await _entries.RefuseAsync(caller.Partnership, entry, BlockedRelease.Refusal, granted.Guards, notified).ConfigureAwait(false) is { } no)
                            return no;
                        continue;
                    }

                    encoded = encode(disclosed.Page);
                    changes = disclosed.Change is { } change ? [change] : [];
                    if (known is not null && changes.Count == 0 && disclosed.Page.NextPageToken.Length == 0)
                        _pages.Keep(granted.Case.Sections, known, decided, encoded, entry);
                }

                // 4. On the log, or not at all.
                entry.Outcome = Outcome.Released;
                var nonce = _entries.Evidence(entry, caller.Partnership, caller.Controller, encoded.Bytes.Span);
                cancellation.ThrowIfCancellationRequested();
                switch (await _entries.AppendAsync(caller.Partnership, entry, granted.Guards, changes).ConfigureAwait(false))
                {
                    case AppendOutcome.Appended appended:
                        return new Released<T>(encoded.Message, nonce, Receipt.Of(appended)); // 5.
                    case AppendOutcome.EpochMoved or AppendOutcome.Conflicting:
                        continue; // another look made what is seen in the meeting first, say
                    default:
                        return Refusals.LogUnavailable;
                }
            }

            return await _entries.RefuseAsync(caller.Partnership, Draft(caller, place.Page), Refusals.ConcurrentChange).ConfigureAwait(false);
        });

    private Entry Draft(Admitted caller, int page)
    {
        var entry = _entries.Draft(caller);
        entry.DossierRead = new DossierRead { Page = page };
        return entry;
    }

    // Every section that is asked for is decided about for every request, whatever was shown before.
    private static List<DecidedSection> Decide(BasisdossierRequest request, GrantedAccess granted, DateTimeOffset now)
    {
        var today = AmsterdamCalendar.DayOf(now);
        var sections = granted.Case.Sections;
        var decided = new List<DecidedSection>(sections.Count);
        for (var i = 0; i < sections.Count; i++)
        {
            var section = sections[i];
            if (request.Categories.Count > 0 && !request.Categories.Contains(section.Category, StringComparer.Ordinal))
                continue;
            var (handling, decision) = granted.Decide(section, request.Purpose, now, today);
            decided.Add(new DecidedSection(section, handling, decision));
        }

        return decided;
    }

    // All that a page is made from besides the sections and what was decided about them; null where there is no key, or nothing
    // to open with it.
    private RememberedPages.Circumstances? CircumstancesOf(
        Admitted caller, BasisdossierRequest request, GrantedAccess granted, List<DecidedSection> decided, DateTimeOffset now)
    {
        if (granted.Case.Sections.Count == 0 || _sections.FindKeyOf(caller.Partnership, granted.Case.Case.Id) is not { } key)
            return null;
        var today = AmsterdamCalendar.DayOf(now);
        return new(
            key,
            caller.Covenant,
            granted.Name(caller, request.Purpose, _pseudonyms, today),
            granted.ViewLevel,
            request.Purpose,
            request.PageSize,
            today,
            PageDiscloser.ReferenceDay(granted, today),
            granted.Meeting?.Id,
            decided.Exists(d => d.Section.Source == caller.Partner && PageDiscloser.IsBelowFull(d.Decision)) ? caller.Partner : null);
    }

    /// <summary>What a page token is good for: this caller and this request.</summary>
    internal static byte[] Binding(Admitted caller, BasisdossierRequest request)
    {
        var (@case, alias, meeting) = request.Reference;
        var pseudonym = request.Reference.Pseudonym;
        return PageTokens.Binding(
            caller,
            nameof(GetBasisdossier),
            [request.Purpose, @case?.Value, alias, pseudonym, meeting?.Value, .. request.Categories.Order(StringComparer.Ordinal)]);
    }
}
