using System.Text;
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
/// what is in it below full to the release gate, (4) append the entry under the epochs of the decision, (5) release. When the records moved in between, it is decided again,
/// about what sources answered too; but nobody is asked twice.
/// </remarks>
public sealed class GetBasisdossier
{
    /// <summary>The most sections on a page.</summary>
    public const int MaxPageSize = 100;

    /// <summary>The most bytes that a page's sections may take, leaving room for the rest in 1 MiB.</summary>
    public const int MaxPageBytes = 960 * 1024;

    private const int DefaultPageSize = 50;

    // What a section costs besides its content: names, article, obligations. Contents shrink in translation, never grow. Codes, years
    // and areas fit in it too; of texts below full what is left of them counts, for how long a hidden text is must not show in the pages.
    private const int SectionOverhead = 4096;

    // The same for what sources answered, of which there may be 16 sections each: six answers at their largest leave room.
    private const int AnswerOverhead = 1024;
    private const int Attempts = 5;

    private static readonly PageTokens.Place FirstPage = new(0, 1);

    private readonly CaseAccess _access;
    private readonly QuestionPlanner _planner;
    private readonly Asking _asking;
    private readonly SectionOpener _sections;
    private readonly RememberedPages _pages;
    private readonly RedactedCases _redacted;
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
        RedactedCases redacted,
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
        _redacted = redacted;
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
                PlannedQuestion[] unasked = [.. plan.Where(q => !replies.ContainsKey(q.Source.Partner))];
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
                var known = place == FirstPage && plan.Count == 0 ? CircumstancesOf(caller, request, granted, now) : null;
                var encoded = known is null ? null : _pages.Find<T>(granted.Case.Sections, known, decided, entry);
                if (encoded is null)
                {
                    Reply[] told = [.. plan.Select(q => replies[q.Source.Partner])];
                    var (page, finding) = Disclose(caller, request, granted, decided, told, place, now, entry);
                    if (finding is not null)
                    {
                        var notified = _blocked.Tell(caller, request.Purpose, granted.Case.Case.Id, finding, entry);
                        if (await _entries.RefuseAsync(caller.Partnership, entry, BlockedRelease.Refusal, granted.Guards, notified).ConfigureAwait(false) is { } no)
                            return no;
                        continue;
                    }

                    encoded = encode(page);
                    if (known is not null && page.NextPageToken.Length == 0)
                        _pages.Keep(granted.Case.Sections, known, decided, encoded, entry);
                }

                // 4. On the log, or not at all.
                entry.Outcome = Outcome.Released;
                var nonce = _entries.Evidence(entry, caller.Partnership, caller.Controller, encoded.Bytes.Span);
                cancellation.ThrowIfCancellationRequested();
                switch (await _entries.AppendAsync(caller.Partnership, entry, granted.Guards, []).ConfigureAwait(false))
                {
                    case AppendOutcome.Appended appended:
                        return new Released<T>(encoded.Message, nonce, Receipt.Of(appended)); // 5.
                    case AppendOutcome.EpochMoved:
                        continue;
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
        var decided = new List<DecidedSection>(granted.Case.Sections.Count);
        foreach (var section in granted.Case.Sections)
        {
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
        Admitted caller, BasisdossierRequest request, GrantedAccess granted, DateTimeOffset now)
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
            ReferenceDay(granted, today),
            granted.Meeting?.Id);
    }

    // What is anonymised is the same for all attendees, whenever they look and whatever else they see.
    private static DateOnly ReferenceDay(GrantedAccess granted, DateOnly today) =>
        granted.Meeting is { } meeting ? AmsterdamCalendar.DayOf(meeting.StartsAt) : today;

    private (BasisdossierPage Page, GateFinding? Finding) Disclose(
        Admitted caller,
        BasisdossierRequest request,
        GrantedAccess granted,
        IReadOnlyList<DecidedSection> decided,
        IReadOnlyList<Reply> told,
        PageTokens.Place place,
        DateTimeOffset now,
        Entry entry)
    {
        var today = AmsterdamCalendar.DayOf(now);

        var meetingDay = ReferenceDay(granted, today);
        var view = new BasisdossierViewBuilder(granted.Name(caller, request.Purpose, _pseudonyms, today), granted.ViewLevel, today, request.Purpose);
        var trail = new DecisionTrail();
        var pageSize = request.PageSize == 0 ? DefaultPageSize : Math.Min(request.PageSize, MaxPageSize);
        var (count, bytes, last) = (0, 0, place.After);
        BasisdossierView? fullPage = null;
        var more = false;

        // Texts below full: of what is stored the same for every caller, whatever a source answered to this one.
        var answered = told.SelectMany(reply => reply.Sections.Select(s => Unkept(caller.Covenant, reply.Source, s))).ToList();
        var stored = granted.ViewLevel < Level.Full || decided.Any(d => IsBelowFull(d.Decision)) ? _redacted.Of(caller, granted) : null;
        var fresh = answered.Count == 0 ? stored : _redacted.With(caller, granted, answered);

        // What the sources answered is bounded, so that it fits on the first page, and comes before what is stored.
        foreach (var (section, content) in answered)
        {
            var (handling, decision) = granted.Decide(section, request.Purpose, now, today);
            var kind = trail.Of(section, handling, decision);
            if (decision.Level > Level.None && Show(section, decision, content, [], FittingIn(content, TextsOf(fresh, section, decision, content))))
            {
                kind.Released++;
                bytes += AnswerOverhead + content.ToBytes().Length;
            }
            else
            {
                kind.Withheld++;
            }
        }

        foreach (var (section, handling, decision) in decided)
        {
            var kind = trail.Of(section, handling, decision);
            if (decision.Level == Level.None)
            {
                kind.Withheld++;
                continue;
            }

            if (section.Sequence <= place.After)
            {
                view.PassOver(section, decision);
                continue;
            }

            // A full page is kept as it is. Whether another follows shows only from a section that would be on it: one of which
            // nothing is left may not be told from none.
            if (more)
                continue;
            var content = decision.Level == Level.Existence
                ? SectionContent.Empty
                : _sections.Open(caller.Partnership, granted.Case.Case.Id, section);
            var texts = TextsOf(stored, section, decision, content);
            var size = SectionOverhead + (decision.Level == Level.Full ? SizeInFull(section) : texts?.Sum(t => Encoding.UTF8.GetByteCount(t.Value)) ?? 0);
            if (size > MaxPageBytes && decision.Level < Level.Full)
                (texts, size) = (null, SectionOverhead);
            if (fullPage is null && (count == pageSize || (bytes > 0 && bytes + size > MaxPageBytes)))
                fullPage = view.Build();

            var documents = decision.Level == Level.Full ? _sections.OpenDocuments(caller.Partnership, granted.Case.Case.Id, section) : [];
            var isShown = Show(section, decision, content, documents, texts);
            more = isShown && fullPage is not null;
            if (more)
                continue;
            last = section.Sequence;
            if (isShown)
            {
                kind.Released++;
                (count, bytes) = (count + 1, bytes + size);
            }
            else
            {
                kind.Withheld++;
            }
        }

        entry.Decisions.AddRange(trail.ToEntry());
        entry.DossierRead.Sources.AddRange(told.Select(reply => reply.ToEntry()));
        var page = new BasisdossierPage(fullPage ?? view.Build(), more ? _tokens.Issue(Binding(caller, request), new PageTokens.Place(last, place.Page + 1)) : "")
        {
            Sources = [.. told.Select(reply => reply.ToPage())],
        };
        return (page, fresh is null ? null : FindIn(page.View, caller.Covenant, fresh.Gate));

        bool Show(
            Section section,
            Decision decision,
            SectionContent content,
            IReadOnlyList<KnownDocument> documents,
            IReadOnlyDictionary<string, string>? texts) => view.Add(
            caller.Covenant.Categories[section.Category],
            caller.Covenant.Districts,
            section,
            decision,
            decision.Article is { } id ? caller.Covenant.Article(id)?.Obliges : null,
            content,
            decision.Level == Level.Anonymised ? meetingDay : today,
            documents,
            texts);

        IReadOnlyDictionary<string, string>? TextsOf(CaseTexts? known, Section section, Decision decision, SectionContent content) =>
            IsBelowFull(decision) ? known?.Of(caller.Covenant.Categories[section.Category], section, content) : null;
    }

    private static bool IsBelowFull(Decision decision) => decision.Level is Level.Anonymised or Level.Pseudonymised;

    // The finished page, once more, by a reader that knows nothing of how it was made.
    private static GateFinding? FindIn(BasisdossierView view, Covenant covenant, ReleaseGate gate)
    {
        foreach (var section in view.Sections)
        {
            if (section.Level < Level.Full && gate.Find(section, covenant.Categories[section.Category], covenant.Districts) is { } kind)
                return new GateFinding(section.Category, section.Source, kind);
        }

        return null;
    }

    // What a source answered is bounded: a text that grows beyond that has no place on the page.
    private static IReadOnlyDictionary<string, string>? FittingIn(SectionContent content, IReadOnlyDictionary<string, string>? texts) =>
        texts is null || texts.Sum(t => Encoding.UTF8.GetByteCount(t.Value)) <= content.ToBytes().Length + (AnswerOverhead / 2) ? texts : null;

    private static byte[] Binding(Admitted caller, BasisdossierRequest request)
    {
        var (@case, alias, meeting) = request.Reference;
        return PageTokens.Binding(
            caller,
            nameof(GetBasisdossier),
            [request.Purpose, @case?.Value, alias, meeting?.Value, .. request.Categories.Order(StringComparer.Ordinal)]);
    }

    // What a source answered, as a section like any other, so that it is decided about like any other: handled as the source's
    // default says, under secrecy that nobody lifted.
    private static (Section Section, SectionContent Content) Unkept(Covenant covenant, string source, SourceSection answered) => (
        new Section
        {
            Id = SectionId.Create(),
            Version = 0,
            Category = answered.Category,
            Source = source,
            Ground = "",
            Handling = covenant.Partners[source].Handling,
            Secrecy = Secrecy.NotLifted,
            Date = answered.Date,
            KeepUntil = answered.KeepUntil,
            EncryptedContent = default,
        },
        answered.Content);

    // Of a document its id, size and the rest of its description are told; the last is encrypted as it is stored.
    private static int SizeInFull(Section section) =>
        section.EncryptedContent.Length + section.Documents.Sum(d => d.EncryptedDescription.Length);
}
