using System.Text;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>What came of writing the index anew.</summary>
/// <param name="Entries">How many entries are found again.</param>
/// <param name="Refusal">Why it ended before the last; null when it did not.</param>
public sealed record LogReindexing(long Entries, Refusal? Refusal);

/// <summary>
/// The operator has the rows written anew by which entries are found, from what the entries themselves say: those of before there was an
/// index, and those that somebody removed or altered. Each step is an entry. What is sealed under a destroyed key stays not found.
/// </summary>
public sealed class ReindexLog
{
    private const int Attempts = 100;

    private readonly ILogStore _log;
    private readonly EntryWriter _entries;
    private readonly Sealing _sealing;
    private readonly BlindIndex _marks;

    internal ReindexLog(ILogStore log, EntryWriter entries, Sealing sealing, BlindIndex marks)
    {
        _log = log;
        _entries = entries;
        _sealing = sealing;
        _marks = marks;
    }

    /// <summary>Writes the index anew, of every entry that there is when it begins.</summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="covenant">The covenant in force.</param>
    /// <param name="cancellation">Ends the work after a step; what is left can be done by beginning again.</param>
    /// <exception cref="StoreUnavailableException">The log cannot be read.</exception>
    /// <exception cref="IOException">The keys cannot be read.</exception>
    public async Task<LogReindexing> HandleAsync(PartnershipId partnership, Covenant covenant, CancellationToken cancellation)
    {
        var size = _log.ReadHead(partnership).Size;
        var first = _log.Read(partnership, 0).Select(leaf => leaf.Index).FirstOrDefault();
        var written = 0L;
        for (var from = first - (first % EntriesReindexed.Width); from < size; from += EntriesReindexed.Width)
        {
            cancellation.ThrowIfCancellationRequested();
            if (await WriteAsync(partnership, covenant, from).ConfigureAwait(false) is not { } count)
                return new LogReindexing(written, Refusals.LogUnavailable);
            written += count;
        }

        return new LogReindexing(written, null);
    }

    // Others may write meanwhile: of the last entries, what came in between is read again.
    private async Task<long?> WriteAsync(PartnershipId partnership, Covenant covenant, long from)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var until = Math.Min(from + EntriesReindexed.Width, _log.ReadHead(partnership).Size);
            var rows = _log.Read(partnership, from).TakeWhile(leaf => leaf.Index < until).Select(leaf => (leaf.Index, Indexed(partnership, leaf))).ToList();
            var entry = _entries.Draft(partnership, covenant, "", null);
            entry.Outcome = Outcome.Done;
            entry.LogReindexed = new LogReindexed { FirstIndex = from, EndIndex = until };
            switch (await _entries.AppendAsync(partnership, entry, [], [new EntriesReindexed(from, until, rows)]).ConfigureAwait(false))
            {
                case AppendOutcome.Appended:
                    return rows.Count;
                case AppendOutcome.Conflicting:
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    private IndexedEntry Indexed(PartnershipId partnership, StoredLeaf leaf)
    {
        var entry = Entry.Parser.ParseFrom(leaf.Leaf.Span);
        if (entry.Caller?.Actor is { } sealedActor && Open(partnership, sealedActor) is { Length: > 0 } actor)
            entry.Mark(new EntryMark(_marks.OfActorInLog(partnership, entry.Caller.Controller, Encoding.UTF8.GetString(actor))));
        foreach (var about in Cases(partnership, entry))
            entry.Mark(new EntryMark(_marks.OfCaseInLog(partnership, about.CaseId), _marks.OfSubjectInLog(partnership, about.SubjectId)));
        return IndexedEntry.Of(entry);
    }

    private IEnumerable<CaseAndSubject> Cases(PartnershipId partnership, Entry entry)
    {
        var named = Named(entry);
        if (entry is { CaseAndSubject: null, LogNameOpened.Count: > 0 } && _log.ReadBackwards(partnership, entry.LogNameOpened.Index + 1, 1) is [var opened])
            named = Named(Entry.Parser.ParseFrom(opened.Leaf.Span)); // of more than one case: those of the entry of which the name was opened
        return named.Select(value => Open(partnership, value)).OfType<byte[]>().Select(CaseAndSubject.Parser.ParseFrom);
    }

    private static IEnumerable<Sealed> Named(Entry entry)
    {
        var listed = entry.EventCase == Entry.EventOneofCase.MeetingPlanned ? entry.MeetingPlanned.Agenda : LogReader.Listed(entry);
        return entry.CaseAndSubject is { } about ? listed.Prepend(about) : listed;
    }

    private byte[]? Open(PartnershipId partnership, Sealed value) => _sealing.Open(partnership, value.KeyId, value.Ciphertext.Span);
}
