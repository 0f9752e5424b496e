using Exchange.Audit;
using Exchange.Audit.V1;

namespace Exchange.Commands;

/// <summary>What a command may release.</summary>
/// <typeparam name="T">The endpoint's response message.</typeparam>
/// <param name="Guards">The epochs under which that was decided.</param>
/// <param name="Response">The response.</param>
internal sealed record Release<T>(IReadOnlyList<EpochGuard> Guards, Encoded<T> Response);

/// <summary>
/// How a command runs that releases something and changes nothing: (1) decide and make the answer, (2) append the entry with its
/// evidence under the epochs of the decision, (3) release. When the records moved in between, it is decided again.
/// </summary>
internal sealed class ReadRunner(EntryWriter entries, FaultBarrier barrier)
{
    /// <summary>The most bytes that a response may have: what the contract promises.</summary>
    public const int MaxResponseBytes = 1024 * 1024;

    private const int Attempts = 5;

    /// <summary>Runs a reading.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="draft">Begins an entry.</param>
    /// <param name="decide">Makes the answer, filling the entry, or says why there is none.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> RunAsync<T>(
        Admitted caller, Func<Entry> draft, Func<Entry, Task<Outcome<Release<T>>>> decide, CancellationToken cancellation) =>
        RunAsync(caller, draft, decide, EntryWriter.MakeNonce(), cancellation);

    /// <summary>Runs a reading of which the answer is one message of a stream, under the stream's nonce.</summary>
    public Task<Outcome<Released<T>>> RunAsync<T>(
        Admitted caller,
        Func<Entry> draft,
        Func<Entry, Task<Outcome<Release<T>>>> decide,
        ReadOnlyMemory<byte> nonce,
        CancellationToken cancellation) =>
        barrier.RunAsync<Released<T>>(caller, draft, async () =>
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                // 1. What may be told?
                var entry = draft();
                var decided = await decide(entry).ConfigureAwait(false);
                if (decided.Value is not { } release)
                    return await entries.RefuseAsync(caller.Partnership, entry, decided.Refusal!).ConfigureAwait(false);

                if (release.Response.Bytes.Length > MaxResponseBytes)
                    throw new InvalidOperationException("The response is larger than the contract promises.");

                // 2. On the log, or not at all.
                entry.Outcome = Outcome.Released;
                entries.Evidence(entry, caller.Partnership, caller.Controller, release.Response.Bytes.Span, nonce);
                cancellation.ThrowIfCancellationRequested();
                switch (await entries.AppendAsync(caller.Partnership, entry, release.Guards, []).ConfigureAwait(false))
                {
                    case AppendOutcome.Appended appended:
                        return new Released<T>(release.Response.Message, nonce, Receipt.Of(appended)); // 3.
                    case AppendOutcome.EpochMoved:
                        continue;
                    default:
                        return Refusals.LogUnavailable;
                }
            }

            return await entries.RefuseAsync(caller.Partnership, draft(), Refusals.ConcurrentChange).ConfigureAwait(false);
        });
}
