using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>The cases that the caller may see are asked for.</summary>
/// <param name="Purpose">The purpose that the caller states.</param>
/// <param name="Meeting">The meeting whose agenda is asked for, or null for all cases outside any meeting.</param>
/// <param name="PageSize">The most cases on a page; 0 leaves it to the gateway.</param>
/// <param name="PageToken">Where to go on, or empty.</param>
public sealed record CaseListRequest(string Purpose, MeetingId? Meeting, int PageSize, string PageToken);

/// <summary>A case as a list tells of it: by its alias and no more where the view is anonymised, by its pseudonym where it is pseudonymised.</summary>
/// <param name="Case">The case; null below a full view.</param>
/// <param name="Alias">Its alias at the meeting, where the view is anonymised; else null.</param>
/// <param name="View">The level of the view that the caller would have of it.</param>
/// <param name="Relation">What the caller is to it; null where the view is anonymised.</param>
/// <param name="State">Where it stands; only in a full view.</param>
/// <param name="OpenedOn">When it was opened; only in a full view.</param>
public sealed record CaseItem(CaseId? Case, string? Alias, Level View, Relation? Relation, CaseState? State, DateOnly? OpenedOn)
{
    /// <summary>Its pseudonym, where the view is pseudonymised; else null.</summary>
    public string? Pseudonym { get; init; }
}

/// <summary>One page of the cases that a caller may see.</summary>
/// <param name="Cases">The cases, in an order that tells nothing.</param>
/// <param name="NextPageToken">Where the next page begins, or empty on the last page.</param>
public sealed record CaseListPage(IReadOnlyList<CaseItem> Cases, string NextPageToken);

/// <summary>
/// Lists the cases that a caller may see. Which those are follows from its relation to each and the state of each, by the rule that
/// decides about a case that is named: what is listed can be asked for, and what can be asked for is listed.
/// </summary>
public sealed class ListCases
{
    /// <summary>The most cases on a page.</summary>
    public const int MaxPageSize = 100;

    private const int DefaultPageSize = 50;

    private readonly IDossierStore _store;
    private readonly Pseudonyms _pseudonyms;
    private readonly PageTokens _tokens;
    private readonly EntryWriter _entries;
    private readonly ReadRunner _reads;
    private readonly TimeProvider _time;

    internal ListCases(IDossierStore store, Pseudonyms pseudonyms, PageTokens tokens, EntryWriter entries, ReadRunner reads, TimeProvider time)
    {
        _store = store;
        _pseudonyms = pseudonyms;
        _tokens = tokens;
        _entries = entries;
        _reads = reads;
        _time = time;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="encode">Puts a page into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, CaseListRequest request, Func<CaseListPage, Encoded<T>> encode, CancellationToken cancellation) =>
        _reads.RunAsync(
            caller,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.CasesListed = new CasesListed { Page = 1 };
                return entry;
            },
            entry => DecideAsync(caller, request, encode, entry, cancellation),
            cancellation);

    private async Task<Outcome<Release<T>>> DecideAsync<T>(
        Admitted caller, CaseListRequest request, Func<CaseListPage, Encoded<T>> encode, Entry entry, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var binding = PageTokens.Binding(caller, nameof(ListCases), request.Purpose, request.Meeting?.Value);
        if (_tokens.ReadOrFirst(request.PageToken, binding) is not { } place)
            return Refusals.PageTokenInvalid;
        entry.CasesListed.Page = place.Page;

        // 1. From where does the caller look?
        if (Standpoint.Begin(entry, caller, request.Purpose, AmsterdamCalendar.DayOf(now)) is { } refusal)
            return refusal;
        var planned = request.Meeting == MeetingId.Meldpunt ? null : request.Meeting;
        var (meeting, epoch) = planned is { } id
            ? await _store.ReadMeetingAsync(caller.Partnership, id, cancellation).ConfigureAwait(false)
            : (null, await _store.ReadPartnershipEpochAsync(caller.Partnership, cancellation).ConfigureAwait(false));
        var taken = Standpoint.Take(entry, caller, request.Purpose, request.Meeting, meeting, now);
        if (taken.Value is not { } standpoint)
            return taken.Refusal!;

        // 2. Which cases does it see from there?
        var levels = Visible(standpoint);
        var size = request.PageSize == 0 ? DefaultPageSize : Math.Min(request.PageSize, MaxPageSize);
        var reading = await _store.ListCasesAsync(
            caller.Partnership,
            new CaseListQuery(caller.Partner, caller.Actor, planned, levels.Keys, place.Key, size + 1)
            {
                InFull = [.. levels.Where(l => l.Value == Level.Full).Select(l => l.Key)],
            },
            cancellation).ConfigureAwait(false);
        var cases = reading.Cases.Take(size).ToList();

        entry.CasesListed.Count = cases.Count;
        entry.CasesListed.Cases.AddRange(_entries.SealCases(entry, caller.Partnership, cases.Select(c => c.Case)));
        var next = reading.Cases.Count > size ? _tokens.Issue(binding, new PageTokens.Place(0, place.Page + 1, cases[^1].Key)) : "";
        return new Release<T>(
            [
                // The two readings are of one state of the partnership, or one of these no longer holds.
                new EpochGuard(null, epoch),
                new EpochGuard(null, reading.PartnershipEpoch),
                .. cases.Select(c => new EpochGuard(c.Case.Id.Value, c.Epoch)),
            ],
            encode(new CaseListPage([.. Shuffled(cases.Select(c => Item(caller, request.Purpose, now, c, levels[c.Standing])))], next)));
    }

    private static Dictionary<CaseStanding, Level> Visible(Standpoint standpoint)
    {
        var levels =
            from relation in Enum.GetValues<Relation>()
            from state in Enum.GetValues<CaseState>()
            let level = standpoint.SeeNamed(relation, state, CaseCircumstances.Ordinary).Level
            where level > Level.None
            select KeyValuePair.Create(new CaseStanding(relation, state), level);
        return levels.ToDictionary();
    }

    // The order of ids is the same for all partners, and would tell which pseudonyms are of one case.
    private static IEnumerable<CaseItem> Shuffled(IEnumerable<CaseItem> items) =>
        items.OrderBy(item => item.Pseudonym ?? "", StringComparer.Ordinal); // a stable order: what has none keeps its place before those

    private CaseItem Item(Admitted caller, string purpose, DateTimeOffset now, ListedCase listed, Level level) => level switch
    {
        Level.Full => new CaseItem(listed.Case.Id, null, level, listed.Relation, listed.Case.State, listed.Case.OpenedOn),
        Level.Pseudonymised => new CaseItem(null, null, level, listed.Relation, null, null)
        {
            Pseudonym = _pseudonyms.Of(caller.Partnership, caller.Partner, purpose, AmsterdamCalendar.DayOf(now), listed.Case.Id.Value),
        },
        _ => new CaseItem(null, listed.Alias, level, null, null, null),
    };
}
