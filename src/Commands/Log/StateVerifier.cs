using System.Text;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>Where the records or the index say something else than the log.</summary>
/// <param name="What">What differs, without a name of a person.</param>
public sealed record StateDifference(string What);

/// <summary>What a comparison of the records with the log found.</summary>
/// <param name="Entries">How many entries were read.</param>
/// <param name="Facts">How many facts of the records are as the log has them.</param>
/// <param name="Unreadable">How many facts could not be compared, because their keys are destroyed.</param>
/// <param name="Differences">What differs.</param>
public sealed record StateVerification(long Entries, int Facts, int Unreadable, IReadOnlyList<StateDifference> Differences);

/// <summary>
/// Rebuilds from the entries what decides who may see what (the covenant in force, teams, meetings, what sources agreed to) and compares
/// it with the records, and the rows by which entries are found with the entries: it catches somebody who edits the database. It does not
/// verify the log itself.
/// </summary>
/// <remarks>It needs the keys: who is in a team, and in which case, is sealed.</remarks>
public sealed class StateVerifier(ILogStore log, ILogIndex index, IDossierStore records, Sealing sealing, BlindIndex marks)
{
    private const int EntriesPerRead = 500;
    private const int Attempts = 1000;

    /// <summary>Compares.</summary>
    /// <exception cref="StoreUnavailableException">The log or the records cannot be read.</exception>
    /// <exception cref="IOException">The keys cannot be read.</exception>
    public async Task<StateVerification> VerifyAsync(PartnershipId partnership, CancellationToken cancellation)
    {
        var differences = new List<StateDifference>();

        // 1. What the log says, up to where it was when the records were read.
        var (recorded, size) = await ReadAsync(partnership, cancellation).ConfigureAwait(false);
        var rebuilt = new RebuiltState(value => Open(partnership, value));
        var shapes = index.ReadShapes(partnership, 0).ToDictionary(s => s.Shape.Id, s => s.Shape.Bytes);
        long entries = 0;
        foreach (var leaves in log.Read(partnership, 0).TakeWhile(stored => stored.Index < size).Chunk(EntriesPerRead))
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = index.Newest(partnership, new LogSpan(leaves[0].Index - 1, leaves[^1].Index + 1), EntriesPerRead).ToDictionary(r => r.Entry);
            foreach (var stored in leaves)
            {
                entries++;
                var entry = Entry.Parser.ParseFrom(stored.Leaf.Span);
                rebuilt.Take(entry);
                differences.AddRange(CheckIndex(partnership, stored.Index, entry, rows, shapes));
            }
        }

        // 2. What the records say of that.
        var facts = 0;
        var of = RebuiltState.Of(recorded);
        foreach (var fact in of)
        {
            if (rebuilt.Facts.Contains(fact))
                facts++;
            else if (!rebuilt.IsUnreadable(fact))
                differences.Add(new StateDifference($"{fact.What} is in the records and not on the log"));
        }

        foreach (var fact in rebuilt.Facts.Where(fact => fact.MustBeRecorded && !of.Contains(fact)))
            differences.Add(new StateDifference($"{fact.What} is on the log and not in the records"));
        return new StateVerification(entries, facts, rebuilt.Unreadable, differences);
    }

    // A gateway may be writing: read again until nothing came in between.
    private async Task<(RecordedState State, long Size)> ReadAsync(PartnershipId partnership, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var size = log.ReadHead(partnership).Size;
            var recorded = await records.ReadStateAsync(partnership, cancellation).ConfigureAwait(false);
            if (log.ReadHead(partnership).Size == size)
                return (recorded, size);
        }

        throw new StoreUnavailableException("The log grows too fast to read the records of one moment. Try again when less is asked.");
    }

    private IEnumerable<StateDifference> CheckIndex(
        PartnershipId partnership, long place, Entry entry, Dictionary<long, IndexedRow> rows, Dictionary<long, ReadOnlyMemory<byte>> shapes)
    {
        var expected = IndexedEntry.Of(entry);
        if (!rows.TryGetValue(place, out var row))
            yield return new StateDifference($"entry {place} has no row in the index");
        else if (row.Time != expected.Time || row.Shape != expected.Shape.Id)
            yield return new StateDifference($"the index has entry {place} under another time or shape");
        else if (!shapes.TryGetValue(row.Shape, out var shape) || !shape.Span.SequenceEqual(expected.Shape.Bytes.Span))
            yield return new StateDifference($"the shape of entry {place} is missing in the index, or altered");

        var about = new List<long>();
        if (entry.Caller?.Actor is { } sealedActor && Open(partnership, sealedActor) is { Length: > 0 } actor)
            about.Add(marks.OfActorInLog(partnership, entry.Caller.Controller, Encoding.UTF8.GetString(actor)));
        if (entry.CaseAndSubject is { } sealedCase && Open(partnership, sealedCase) is { } named)
            about.Add(marks.OfCaseInLog(partnership, CaseAndSubject.Parser.ParseFrom(named).CaseId));
        foreach (var mark in about)
        {
            if (index.Marked(partnership, [mark], new LogSpan(place - 1, place + 1), 1).Count == 0)
                yield return new StateDifference($"the index does not find entry {place} by its caller or case");
        }
    }

    private byte[]? Open(PartnershipId partnership, Sealed value) => sealing.Open(partnership, value.KeyId, value.Ciphertext.Span);
}
