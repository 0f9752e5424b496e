using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>A change that the caller may ask for. What it would make is not made yet: the request may have come before.</summary>
/// <typeparam name="T">The endpoint's response message.</typeparam>
/// <param name="Guards">The epochs under which that was decided.</param>
/// <param name="Plan">Looks at what is offered, and makes what is to be written or says why not.</param>
internal sealed record PermittedChange<T>(IReadOnlyList<EpochGuard> Guards, Func<Task<Outcome<PlannedChange<T>>>> Plan);

/// <summary>What a command wants written.</summary>
/// <typeparam name="T">The endpoint's response message.</typeparam>
/// <param name="Changes">The changes, all or none.</param>
/// <param name="Response">The answer that the caller gets once they are in force.</param>
internal sealed record PlannedChange<T>(IReadOnlyList<ILoggedChange> Changes, Encoded<T> Response)
{
    /// <summary>Whether what is asked for is so already, by an earlier request: then there are no changes.</summary>
    public bool IsRepetition { get; init; }
}

/// <summary>
/// How every command that changes something runs: (1) may this caller ask for it, (2) did the request come before, (3) make what
/// is to be written, (4) write the change, its entry and the answer under the caller's idempotency key in one transaction. When
/// the records moved in between, it is decided again.
/// </summary>
/// <remarks>
/// A repetition is decided about like any other request, so that nobody is told again what may no longer be known; but what it
/// offers is not looked at again, for a day or an embargo in it may have passed since.
/// </remarks>
internal sealed class ChangeRunner(EntryWriter entries, IDossierStore store, FaultBarrier barrier)
{
    private const int Attempts = 5;

    /// <summary>Runs a change.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="idempotency">The key under which the request may come again, or null when it has none.</param>
    /// <param name="draft">Begins an entry.</param>
    /// <param name="decide">Decides whether the caller may ask for the change, filling the entry, or says why not.</param>
    /// <param name="decode">Reads a remembered answer.</param>
    /// <param name="cancellation">Ends the work; a change that is already offered to the log may still happen.</param>
    public Task<Outcome<Released<T>>> RunAsync<T>(
        Admitted caller,
        Idempotency? idempotency,
        Func<Entry> draft,
        Func<Entry, Task<Outcome<PermittedChange<T>>>> decide,
        Func<ReadOnlyMemory<byte>, T> decode,
        CancellationToken cancellation)
        where T : class =>
        barrier.RunAsync<Released<T>>(caller, draft, async () =>
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                // 1. May this caller ask for it?
                var entry = draft();
                var decided = await decide(entry).ConfigureAwait(false);
                if (decided.Value is not { } permitted)
                    return await entries.RefuseAsync(caller.Partnership, entry, decided.Refusal!).ConfigureAwait(false);

                // 2. Did it come before?
                IReadOnlyList<ILoggedChange> changes;
                Encoded<T> response;
                if (idempotency is not null
                    && await store.FindAnswerAsync(caller.Partnership, caller.Partner, idempotency.Key, cancellation).ConfigureAwait(false) is { } answer)
                {
                    if (!idempotency.Matches(answer))
                        return await entries.RefuseAsync(caller.Partnership, entry, Refusals.KeyReused).ConfigureAwait(false);
                    entry.Outcome = Outcome.Repeated;
                    (changes, response) = ([], new Encoded<T>(decode(answer.Response), answer.Response));
                }
                else
                {
                    // 3. Make what is to be written.
                    var planned = await permitted.Plan().ConfigureAwait(false);
                    if (planned.Value is not { } change)
                        return await entries.RefuseAsync(caller.Partnership, entry, planned.Refusal!).ConfigureAwait(false);
                    entry.Outcome = change.IsRepetition ? Outcome.Repeated : Outcome.Done;
                    (changes, response) = (change.Changes, change.Response);
                    if (idempotency is not null)
                        changes = [.. changes, new AnswerRemembered(caller.Partner, idempotency.Key, idempotency.Digest, response.Bytes)];
                }

                // 4. All of it, or nothing.
                var nonce = entries.Evidence(entry, caller.Partnership, caller.Controller, response.Bytes.Span);
                cancellation.ThrowIfCancellationRequested();
                switch (await entries.AppendAsync(caller.Partnership, entry, permitted.Guards, changes).ConfigureAwait(false))
                {
                    case AppendOutcome.Appended appended:
                        return new Released<T>(response.Message, nonce, Receipt.Of(appended));
                    case AppendOutcome.EpochMoved or AppendOutcome.Conflicting:
                        continue;
                    default:
                        return Refusals.LogUnavailable;
                }
            }

            return await entries.RefuseAsync(caller.Partnership, draft(), Refusals.ConcurrentChange).ConfigureAwait(false);
        });
}
