using Exchange.Audit.V1;
using Exchange.Consent;

namespace Exchange.Commands;

/// <summary>
/// How every look at the log runs: (1) is the caller a reviewer, (2) look, (3) append the entry of the look itself with the evidence
/// of the answer, (4) release. What was looked at was written before and never changes, so nothing is decided twice.
/// </summary>
internal sealed class LogLook(ReadRunner reads, EntryWriter entries, TimeProvider time)
{
    /// <summary>Runs a look.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="tell">Says on the entry what kind of look it is; what was asked for only as far as it is no free text.</param>
    /// <param name="look">Makes the answer, filling the entry, or says why there is none.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> RunAsync<T>(
        Admitted caller, Action<Entry> tell, Func<Entry, Outcome<Encoded<T>>> look, CancellationToken cancellation) =>
        RunAsync(caller, tell, entry => Task.FromResult(look(entry)), cancellation);

    /// <inheritdoc cref="RunAsync{T}(Admitted, Action{Entry}, Func{Entry, Outcome{Encoded{T}}}, CancellationToken)"/>
    public Task<Outcome<Released<T>>> RunAsync<T>(
        Admitted caller, Action<Entry> tell, Func<Entry, Task<Outcome<Encoded<T>>>> look, CancellationToken cancellation) =>
        reads.RunAsync(caller, () => Draft(caller, tell), entry => LookAsync(caller, look, entry), cancellation);

    private static async Task<Outcome<Release<T>>> LookAsync<T>(Admitted caller, Func<Entry, Task<Outcome<Encoded<T>>>> look, Entry entry)
    {
        if (!Reviewers.Are(caller.Role))
            return Refusals.ActNotAllowed("Only reviewers look at the log.");
        var found = await look(entry).ConfigureAwait(false);
        return found.Value is { } response ? new Release<T>([], response) : found.Refusal!;
    }

    private Entry Draft(Admitted caller, Action<Entry> tell)
    {
        var entry = entries.Draft(caller);
        entry.DecisionInput = new Audit.V1.DecisionInput
        {
            Purpose = caller.Covenant.Purposes.Contains(Reviewers.Purpose) ? Reviewers.Purpose : "",
            Date = AmsterdamCalendar.DayOf(time.GetUtcNow()).ToString("O"),
        };
        tell(entry);
        return entry;
    }
}
