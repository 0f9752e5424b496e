using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>A part of what is asked of a partner.</summary>
/// <param name="Requests">The requests, in the order of asking.</param>
/// <param name="NextToken">Where to go on; empty when a list ends here.</param>
public sealed record RequestsPage(IReadOnlyList<ReceivedRequest> Requests, string NextToken);

/// <summary>What was read for a page.</summary>
/// <param name="Requests">The requests that there are.</param>
/// <param name="After">The place behind all that was looked at.</param>
/// <param name="More">Whether others follow.</param>
/// <param name="Guards">The epochs under which this holds.</param>
internal sealed record ReadRequests(IReadOnlyList<ReceivedRequest> Requests, long After, bool More, IReadOnlyList<EpochGuard> Guards);

/// <summary>Reads what is asked of the caller's partner, for who lists it and for who watches.</summary>
internal sealed class RequestReader(IDossierStore store, CaseCipher cipher, EntryWriter entries, TimeProvider time)
{
    /// <summary>Reads a part, of sections of these categories that may still be released.</summary>
    public async Task<ReadRequests> ReadAsync(
        Admitted caller,
        IReadOnlyCollection<string> categories,
        IReadOnlyCollection<RequestState> states,
        long after,
        int count,
        CancellationToken cancellation)
    {
        var today = AmsterdamCalendar.DayOf(time.GetUtcNow());
        var reading = await store.ListRequestsAsync(
            caller.Partnership, new ReceivedRequestsQuery(caller.Partner, categories, states, today, after, count), cancellation).ConfigureAwait(false);
        var requests = reading.Requests.Where(r => IsKept(caller.Partnership, r)).ToList();
        return new ReadRequests(
            requests,
            reading.Requests is [.., var last] ? last.Request.Sequence : after,
            reading.More,
            [new EpochGuard(null, reading.PartnershipEpoch), .. requests.DistinctBy(r => r.Case.Id).Select(r => new EpochGuard(r.Case.Id.Value, r.CaseEpoch))]);
    }

    /// <summary>Whether the section is still there: what a destroyed key leaves is not.</summary>
    public bool IsKept(PartnershipId partnership, ReceivedRequest request) =>
        request.KeepUntil >= AmsterdamCalendar.DayOf(time.GetUtcNow())
        && request.Case.State != CaseState.Destroyed
        && cipher.HasKey(partnership, request.Case.Id.Value);

    /// <summary>Tells the log what a page holds.</summary>
    public void Note(Entry entry, PartnershipId partnership, IReadOnlyList<ReceivedRequest> requests)
    {
        entry.SourceRequestsRead.Count = requests.Count;
        entry.SourceRequestsRead.Cases.AddRange(entries.SealCases(entry, partnership, requests.DistinctBy(r => r.Case.Id).Select(r => r.Case)));
    }
}
