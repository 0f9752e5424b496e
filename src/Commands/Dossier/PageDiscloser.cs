using System.Text;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>What a page of a basisdossier is made from, as it was decided.</summary>
/// <param name="Granted">The case, and what the caller may see of it.</param>
/// <param name="Decided">What was decided about each section that is asked for.</param>
/// <param name="Told">What the sources said that were asked.</param>
/// <param name="Place">Where the page begins.</param>
/// <param name="Now">The moment of the decision.</param>
internal sealed record DecidedPage(
    GrantedAccess Granted, IReadOnlyList<DecidedSection> Decided, IReadOnlyList<Reply> Told, PageTokens.Place Place, DateTimeOffset Now);

/// <summary>A page as it would leave.</summary>
/// <param name="Page">The page.</param>
/// <param name="Finding">What the release gate found in it; null when it may leave.</param>
/// <param name="Change">What must be written before it may leave; null when nothing.</param>
internal sealed record DisclosedPage(BasisdossierPage Page, GateFinding? Finding, ViewFrozen? Change);

/// <summary>
/// Discloses one page: (1) what sections look like below full, the same for every caller, (2) what sources answered, (3) what is stored,
/// up to the size of a page, (4) the finished page once more through the release gate. Fills the entry with what was decided.
/// </summary>
internal sealed class PageDiscloser(
    SectionOpener sections, TextsBelowFull below, Pseudonyms pseudonyms, PageTokens tokens)
{
    private const int DefaultPageSize = 50;

    // What a section costs besides its content: names, article, obligations. Contents shrink in translation, never grow. Codes, years
    // and areas fit in it too; of texts below full what is left of them counts, for how long a hidden text is must not show in the pages.
    private const int SectionOverhead = 4096;

    // The same for what sources answered, of which there may be 16 sections each: six answers at their largest leave room.
    private const int AnswerOverhead = 1024;

    /// <summary>What is anonymised is the same for all attendees, whenever they look and whatever else they see.</summary>
    public static DateOnly ReferenceDay(GrantedAccess granted, DateOnly today) =>
        granted.Meeting is { } meeting ? AmsterdamCalendar.DayOf(meeting.StartsAt) : today;

    /// <summary>A page, or null when what is seen anonymised in this meeting cannot be read: nothing of it leaves.</summary>
    /// <exception cref="Audit.StoreUnavailableException">The records cannot be read.</exception>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    public async Task<DisclosedPage?> DiscloseAsync(
        Admitted caller, BasisdossierRequest request, DecidedPage from, Entry entry, CancellationToken cancellation)
    {
        var (granted, decided, told, place, now) = from;
        var (covenant, of, today) = (caller.Covenant, granted.Case.Case.Id, AmsterdamCalendar.DayOf(now));
        var meetingDay = ReferenceDay(granted, today);

        // 1. Below full.
        var answered = told.SelectMany(reply => reply.Sections.Select(s => Unkept(covenant, reply.Source, s))).ToList();
        var reference = granted.Name(caller, request.Purpose, pseudonyms, today);
        if (await below.OfAsync(caller, granted, decided, answered, (entry.DecisionInput.Forum, reference), meetingDay, cancellation).ConfigureAwait(false)
            is not { } known)
        {
            return null;
        }

        var look = known.Look;
        var view = new BasisdossierViewBuilder(reference, granted.ViewLevel, today, request.Purpose);
        var trail = new DecisionTrail();
        var pageSize = request.PageSize == 0 ? DefaultPageSize : Math.Min(request.PageSize, GetBasisdossier.MaxPageSize);
        var (count, bytes, last) = (0, 0, place.After);
        BasisdossierView? fullPage = null;
        var more = false;

        // 2. What the sources answered is bounded, so that it fits on the first page, and comes before what is stored.
        foreach (var (section, content) in answered)
        {
            var (handling, decision) = granted.Decide(section, request.Purpose, now, today);
            var kind = trail.Of(section, handling, decision);
            if (decision.Level > Level.None && Show(section, decision, content, [], FittingIn(content, IsBelowFull(decision) ? known.Answered?.Of(section) : null)))
            {
                kind.Released++;
                bytes += AnswerOverhead + content.ToBytes().Length;
            }
            else
            {
                kind.Withheld++;
            }
        }

        // 3. What is stored.
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
            var isFrozen = look is not null && decision.Level == Level.Anonymised;
            var content = isFrozen ? look!.Case.ContentOf(section)
                : decision.Level == Level.Existence ? SectionContent.Empty
                : sections.Open(caller.Partnership, of, section);
            var texts = isFrozen ? TextsIn(covenant.Categories[section.Category], content) : TextsOf(section, decision, content);
            var size = SectionOverhead + (decision.Level == Level.Full ? SizeInFull(section) : texts?.Sum(t => Encoding.UTF8.GetByteCount(t.Value)) ?? 0);
            if (size > GetBasisdossier.MaxPageBytes && decision.Level < Level.Full)
            {
                content = isFrozen ? new SectionContent(content.Fields.RemoveRange(texts!.Keys)) : content;
                (texts, size) = (null, SectionOverhead);
            }

            if (fullPage is null && (count == pageSize || (bytes > 0 && bytes + size > GetBasisdossier.MaxPageBytes)))
                fullPage = view.Build();

            var documents = decision.Level == Level.Full ? sections.OpenDocuments(caller.Partnership, of, section) : [];
            var isShown = isFrozen ? view.AddFrozen(section, decision, content) : Show(section, decision, content, documents, texts);
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
        var next = more ? tokens.Issue(GetBasisdossier.Binding(caller, request), new PageTokens.Place(last, place.Page + 1)) : "";
        var page = new BasisdossierPage((fullPage ?? view.Build()).Counted(covenant), next) { Sources = [.. told.Select(reply => reply.ToPage())] };

        // 4. By a reader that knows nothing of how it was made.
        return new DisclosedPage(page, known.Gate is null ? null : FindIn(page.View, covenant, known.Gate), look?.Change);

        // Not frozen, so that nobody counted whom its values fit: where the covenant wants that, only its texts are left anonymised.
        bool Show(
            Section section,
            Decision decision,
            SectionContent content,
            IReadOnlyList<KnownDocument> documents,
            IReadOnlyDictionary<string, string>? texts) => view.Add(
            covenant.Categories[section.Category],
            covenant.Districts,
            section,
            decision,
            decision.Level == Level.Anonymised && covenant.ReleaseGate is not null ? CaseTexts.OnlyIn(covenant.Categories[section.Category], content) : content,
            decision.Level == Level.Anonymised ? meetingDay : today,
            documents,
            texts);

        IReadOnlyDictionary<string, string>? TextsOf(Section section, Decision decision, SectionContent content) =>
            !IsBelowFull(decision) ? null
            : section.Source == caller.Partner ? below.OfOwn(caller, granted, known.Redacted!, section, content)
            : known.Stored?.Of(section);
    }

    /// <summary>Whether what is shown is less than what was contributed, and texts are redacted.</summary>
    public static bool IsBelowFull(Decision decision) => decision.Level is Level.Anonymised or Level.Pseudonymised;

    private static GateFinding? FindIn(BasisdossierView view, Covenant covenant, ReleaseGate gate)
    {
        foreach (var section in view.Sections)
        {
            if (section.Level < Level.Full && gate.Find(section, covenant.Categories[section.Category], covenant.Districts) is { } kind)
                return new GateFinding(section.Category, section.Source, kind);
        }

        return null;
    }

    private static Dictionary<string, string> TextsIn(CategoryRule rule, SectionContent frozen) => frozen.Fields
        .Where(f => rule.Fields[f.Key].Type == FieldType.FreeText)
        .ToDictionary(f => f.Key, f => ((TextValue)f.Value).Text, StringComparer.Ordinal);

    // What a source answered is bounded: a text that grows beyond that has no place on the page.
    private static IReadOnlyDictionary<string, string>? FittingIn(SectionContent content, IReadOnlyDictionary<string, string>? texts) =>
        texts is null || texts.Sum(t => Encoding.UTF8.GetByteCount(t.Value)) <= content.ToBytes().Length + (AnswerOverhead / 2) ? texts : null;

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
