using System.Text;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>Where the records or the marks in the index say something else than the log.</summary>
/// <param name="What">What differs, without a name of a person.</param>
public sealed record StateDifference(string What);

/// <summary>What a comparison of the records with the log found.</summary>
/// <param name="Entries">How many entries were read.</param>
/// <param name="Facts">How many facts of the records are as the log has them.</param>
/// <param name="Unreadable">How many facts could not be compared, because their keys are destroyed or their entries pruned.</param>
/// <param name="Differences">What differs.</param>
public sealed record StateVerification(long Entries, int Facts, int Unreadable, IReadOnlyList<StateDifference> Differences);

/// <summary>
/// Rebuilds from the entries what decides who may see what (the covenant in force, teams, meetings, who broke the glass, what sources agreed to) and compares
/// it with the records, and holds the marks of callers and cases in the index against the entries: it catches somebody who edits the
/// database. It does not verify the log itself, nor the rest of the index: see <see cref="LogVerifier"/> and <see cref="IndexVerifier"/>.
/// </summary>
/// <remarks>It needs the keys: who is in a team, and in which case, is sealed.</remarks>
public sealed class StateVerifier(ILogStore log, ILogIndex index, IDossierStore records, Sealing sealing, BlindIndex marks)
{
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
        var (entries, first) = (0L, -1L);
        foreach (var stored in log.Read(partnership, 0).TakeWhile(stored => stored.Index < size))
        {
            cancellation.ThrowIfCancellationRequested();
            first = first < 0 ? stored.Index : first;
            entries++;
            var entry = Entry.Parser.ParseFrom(stored.Leaf.Span);
            rebuilt.Take(entry);
            if (!IsFound(partnership, stored.Index, entry))
                differences.Add(new StateDifference($"the index does not find entry {stored.Index} by its caller or case"));
        }

        // 2. What the records say of that.
        var (facts, unknown) = (0, rebuilt.Unreadable);
        var of = RebuiltState.Of(recorded);
        foreach (var fact in of)
        {
            if (rebuilt.Facts.Contains(fact))
                facts++;
            else if (first > 0)
                unknown++; // it may stand on what was pruned
            else if (!rebuilt.IsUnreadable(fact))
                differences.Add(new StateDifference($"{fact.What} is in the records and not on the log"));
        }

        foreach (var fact in rebuilt.Facts.Where(fact => fact.MustBeRecorded && !of.Contains(fact)))
            differences.Add(new StateDifference($"{fact.What} is on the log and not in the records"));
        return new StateVerification(entries, facts, unknown, differences);
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

    // By what is sealed in it and can still be opened.
    private bool IsFound(PartnershipId partnership, long place, Entry entry)
    {
        var about = new List<long>();
        if (entry.Caller?.Actor is { } sealedActor && Open(partnership, sealedActor) is { Length: > 0 } actor)
            about.Add(marks.OfActorInLog(partnership, entry.Caller.Controller, Encoding.UTF8.GetString(actor)));
        if (entry.CaseAndSubject is { } sealedCase && Open(partnership, sealedCase) is { } named)
            about.Add(marks.OfCaseInLog(partnership, CaseAndSubject.Parser.ParseFrom(named).CaseId));
        return about.TrueForAll(mark => index.Marked(partnership, [mark], new LogSpan(place - 1, place + 1), 1).Count > 0);
    }

    private byte[]? Open(PartnershipId partnership, Sealed value) => sealing.Open(partnership, value.KeyId, value.Ciphertext.Span);
}
