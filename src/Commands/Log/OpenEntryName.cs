using Exchange.Audit.V1;
using Exchange.Dossiers;

namespace Exchange.Commands;

/// <summary>
/// A reviewer asks which case an entry is about, and says why. The entry of that is found by the case, so that whoever follows the case
/// sees who opened its name.
/// </summary>
public sealed class OpenEntryName
{
    private readonly LogLook _looks;
    private readonly LogReader _log;
    private readonly EntryWriter _entries;

    internal OpenEntryName(LogLook looks, LogReader log, EntryWriter entries)
    {
        _looks = looks;
        _log = log;
        _entries = entries;
    }

    /// <summary>Answers one request.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="index">The entry, from 0.</param>
    /// <param name="reason">Why.</param>
    /// <param name="encode">Puts the cases into the form in which they leave.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, long index, string reason, Func<IReadOnlyList<CaseId>, Encoded<T>> encode, CancellationToken cancellation) =>
        _looks.RunAsync<T>(
            caller,
            entry => entry.LogNameOpened = new LogNameOpened { Index = index },
            entry =>
            {
                entry.LogNameOpened.Reason = _entries.SealFor(caller.Partnership, caller.Controller, reason);
                if (!Reviewers.MayOpenNames(caller.Role))
                    return Refusals.ActNotAllowed("An auditor follows cases by their pseudonyms.");
                if (_log.Find(caller, index) is not { } seen)
                    return Refusals.EntryNotFound;
                var cases = _log.CasesOf(caller, seen).DistinctBy(c => c.CaseId).ToList();
                entry.LogNameOpened.Count = cases.Count;
                foreach (var about in cases)
                    _entries.About(entry, caller.Partnership, new Case(new CaseId(about.CaseId), new SubjectId(about.SubjectId), default, default));
                if (cases.Count != 1)
                    entry.CaseAndSubject = null;
                return encode([.. cases.Select(c => new CaseId(c.CaseId))]);
            },
            cancellation);
}
