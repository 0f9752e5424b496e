using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>A recipient asks that sources agree.</summary>
/// <param name="Purpose">The purpose that the caller states, and for which it asks.</param>
/// <param name="Reference">The case, as the caller names it.</param>
/// <param name="Categories">The categories asked for; empty means all.</param>
public sealed record SourcesRequest(string Purpose, CaseReference Reference, IReadOnlyList<string> Categories);

/// <summary>
/// Asks every source that has to agree, for what it keeps back of a case from the caller's partner and the articles would give. The
/// path is the same whether there is something to ask or not, and so is the answer.
/// </summary>
public sealed class AskSources
{
    private readonly CaseAccess _access;
    private readonly EntryWriter _entries;
    private readonly ChangeRunner _changes;
    private readonly TimeProvider _time;

    internal AskSources(CaseAccess access, EntryWriter entries, ChangeRunner changes, TimeProvider time)
    {
        _access = access;
        _entries = entries;
        _changes = changes;
        _time = time;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="acknowledgement">The answer to whoever may know of the case.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, SourcesRequest request, Encoded<T> acknowledgement, CancellationToken cancellation)
        where T : class =>
        _changes.RunAsync(
            caller,
            null, // asking twice asks nothing more
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.SourcesAsked = new SourcesAsked { Categories = { request.Categories.Where(caller.Covenant.Categories.ContainsKey) } };
                return entry;
            },
            async entry =>
            {
                if (request.Categories.Any(c => !caller.Covenant.Categories.ContainsKey(c)))
                    return new Refusal(RefusalReason.CategoryUnknown, "The covenant does not define a category that the request names.");
                var access = await _access.DecideAsync(caller, request.Purpose, request.Reference, entry, _entries, cancellation).ConfigureAwait(false);
                if (access.Value is not { } granted)
                    return access.Refusal!;
                return new PermittedChange<T>(
                    granted.Guards,
                    () =>
                    {
                        List<ILoggedChange> asked = [.. ToAsk(caller, request, granted)];
                        entry.SourcesAsked.Requests = asked.Count;
                        return Task.FromResult<Outcome<PlannedChange<T>>>(new PlannedChange<T>(asked, acknowledgement));
                    });
            },
            _ => acknowledgement.Message,
            cancellation);

    private IEnumerable<SourceAsked> ToAsk(Admitted caller, SourcesRequest request, GrantedAccess granted)
    {
        var now = _time.GetUtcNow();
        var today = AmsterdamCalendar.DayOf(now);
        return
            from section in granted.Case.Sections
            where request.Categories.Count == 0 || request.Categories.Contains(section.Category, StringComparer.Ordinal)
            where section.KeepUntil >= today && section.HandlingFor(caller.Partner, request.Purpose, now) == Handling.AskSource
            where !section.Requests.Any(r => r.Recipient == caller.Partner && r.Purpose == request.Purpose && r.Stands(now))
            where granted.Sight.Decide(section.Category, section.Source, section.Secrecy, Handling.Open).Level > Level.None
            select new SourceAsked(granted.Case.Case.Id, new SourceRequest(RequestId.Create(), section.Id, caller.Partner, request.Purpose, now));
    }
}
