using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>What a command wants written once it has decided.</summary>
/// <typeparam name="T">The endpoint's response message.</typeparam>
/// <param name="Entry">The entry that tells of it.</param>
/// <param name="Guards">The epochs under which it was decided.</param>
/// <param name="Changes">The changes, all or none.</param>
/// <param name="Response">The answer that the caller gets once they are in force.</param>
internal sealed record PlannedChange<T>(
    Entry Entry, IReadOnlyList<EpochGuard> Guards, IReadOnlyList<ILoggedChange> Changes, Encoded<T> Response);

/// <summary>
/// How every command that changes something ends: the change, its entry and the answer under the caller's idempotency key in
/// one transaction, decided again when the records moved, answered again when the request came before.
/// </summary>
internal sealed class ChangeRunner(EntryWriter entries, IDossierStore store, FaultBarrier barrier)
{
    private const int Attempts = 5;

    /// <summary>Runs a change.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="idempotency">The key under which the request may come again, or null when it has none.</param>
    /// <param name="draft">Begins an entry.</param>
    /// <param name="plan">Decides, filling the entry, and plans the change or says why not.</param>
    /// <param name="decode">Reads a remembered answer.</param>
    /// <param name="cancellation">Ends the work; a change that is already offered to the log may still happen.</param>
    public Task<Outcome<Released<T>>> RunAsync<T>(
        Admitted caller,
        Idempotency? idempotency,
        Func<Entry> draft,
        Func<Entry, Task<Outcome<PlannedChange<T>>>> plan,
        Func<ReadOnlyMemory<byte>, T> decode,
        CancellationToken cancellation)
        where T : class =>
        barrier.RunAsync<Released<T>>(caller, draft, async () =>
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var entry = draft();
                var planned = await plan(entry).ConfigureAwait(false);
                if (planned.Value is not { } change)
                    return await entries.RefuseAsync(caller.Partnership, entry, planned.Refusal!).ConfigureAwait(false);

                IReadOnlyList<ILoggedChange> changes = change.Changes;
                if (idempotency is not null)
                {
                    if (await store.FindAnswerAsync(caller.Partnership, caller.Partner, idempotency.Key, cancellation).ConfigureAwait(false) is { } answer)
                        return await RepeatAsync(caller, idempotency, answer, entry, decode).ConfigureAwait(false);
                    changes = [.. changes, new AnswerRemembered(caller.Partner, idempotency.Key, idempotency.Digest, change.Response.Bytes)];
                }

                entry.Outcome = Outcome.Done;
                var nonce = entries.Evidence(entry, caller.Partnership, caller.Controller, change.Response.Bytes.Span);
                cancellation.ThrowIfCancellationRequested();
                switch (await entries.AppendAsync(caller.Partnership, entry, change.Guards, changes).ConfigureAwait(false))
                {
                    case AppendOutcome.Appended:
                        return new Released<T>(change.Response.Message, nonce);
                    case AppendOutcome.EpochMoved or AppendOutcome.Conflicting:
                        continue;
                    default:
                        return Refusals.LogUnavailable;
                }
            }

            return await entries.RefuseAsync(caller.Partnership, draft(), Refusals.ConcurrentChange).ConfigureAwait(false);
        });

    private async Task<Outcome<Released<T>>> RepeatAsync<T>(
        Admitted caller, Idempotency idempotency, RememberedAnswer answer, Entry entry, Func<ReadOnlyMemory<byte>, T> decode)
        where T : class
    {
        if (!idempotency.Matches(answer))
            return await entries.RefuseAsync(caller.Partnership, entry, Refusals.KeyReused).ConfigureAwait(false);
        entry.Outcome = Outcome.Repeated;
        var nonce = entries.Evidence(entry, caller.Partnership, caller.Controller, answer.Response.Span);
        return await entries.AppendAsync(caller.Partnership, entry, [], []).ConfigureAwait(false) is AppendOutcome.Appended
            ? new Released<T>(decode(answer.Response), nonce)
            : Refusals.LogUnavailable;
    }
}
