using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Google.Protobuf;

namespace Exchange.Commands;

/// <summary>Somebody recognised whom a case is about in a view that does not say it.</summary>
/// <param name="Purpose">The purpose for which the caller saw it.</param>
/// <param name="Reference">The case, as the caller names it, at a planned meeting.</param>
/// <param name="Reason">By what; not who it is.</param>
/// <param name="Idempotency">The key under which the request may come again.</param>
public sealed record RecognitionRequest(string Purpose, CaseReference Reference, string Reason, Idempotency Idempotency);

/// <summary>
/// An attendee reports that a view below full told after all who it is about. In one transaction the privacy coordinators are told, and
/// the views below full of the case are withdrawn from the meeting: nobody sees it there any more but who sees it by name.
/// </summary>
/// <remarks>Others who see a view that is withdrawn may report as well, and none of them learns that somebody did.</remarks>
public sealed class ReportRecognition
{
    private static readonly Refusal NothingToRecognise = Refusals.ActNotAllowed("The caller sees this case by name: there is nobody to recognise.");

    private readonly CaseAccess _access;
    private readonly EntryWriter _entries;
    private readonly Notifier _notifier;
    private readonly ChangeRunner _changes;
    private readonly TimeProvider _time;

    internal ReportRecognition(CaseAccess access, EntryWriter entries, Notifier notifier, ChangeRunner changes, TimeProvider time)
    {
        _access = access;
        _entries = entries;
        _notifier = notifier;
        _changes = changes;
        _time = time;
    }

    /// <summary>Answers one request with the moment of the report.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is reported.</param>
    /// <param name="encode">Puts the moment into the form in which it leaves.</param>
    /// <param name="decode">Reads an answer that was given before.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller,
        RecognitionRequest request,
        Func<DateTimeOffset, Encoded<T>> encode,
        Func<ReadOnlyMemory<byte>, T> decode,
        CancellationToken cancellation)
        where T : class =>
        _changes.RunAsync(
            caller,
            request.Idempotency,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.RecognitionReported = new RecognitionReported();
                return entry;
            },
            entry => DecideAsync(caller, request, encode, entry, cancellation),
            decode,
            cancellation);

    private async Task<Outcome<PermittedChange<T>>> DecideAsync<T>(
        Admitted caller, RecognitionRequest request, Func<DateTimeOffset, Encoded<T>> encode, Entry entry, CancellationToken cancellation)
        where T : class
    {
        var access = await _access.DecideAsync(
            caller, request.Purpose, request.Reference, _ => CaseCircumstances.ForReporting, entry, _entries, cancellation).ConfigureAwait(false);
        if (access.Value is not { } granted)
            return access.Refusal!;
        if (granted.ViewLevel == Level.Full || granted.Meeting is not { } meeting)
            return NothingToRecognise;
        return new PermittedChange<T>(granted.Guards, () => Task.FromResult(Plan(caller, request, granted, meeting, encode, entry)));
    }

    private Outcome<PlannedChange<T>> Plan<T>(
        Admitted caller, RecognitionRequest request, GrantedAccess granted, Meeting meeting, Func<DateTimeOffset, Encoded<T>> encode, Entry entry)
        where T : class
    {
        var (found, now) = (granted.Case, _time.GetUtcNow());
        var report = entry.RecognitionReported;
        report.View = Words.Of(granted.ViewLevel);
        var changes = new List<ILoggedChange>();
        if (meeting.Agenda.First(item => item.Case == found.Case.Id).WithdrawnAt is null)
            changes.Add(new ViewsWithdrawn(found.Case.Id, meeting.Id, now));
        var deed = new Deed(NotificationKind.RecognitionReported, request.Purpose, found.Case.Id, now, now);
        foreach (var controller in Overseers.Of(caller, found))
        {
            // Under the keys of who is told, and not of the case: nobody else is to read how it was done.
            var notification = _notifier.Write(caller, controller, deed, request.Reason);
            report.Notified.Add(controller);
            report.Reasons.Add(new Sealed { KeyId = notification.ReasonKey, Ciphertext = ByteString.CopyFrom(notification.SealedReason.Span) });
            changes.Add(new ControllerNotified(notification));
        }

        return new PlannedChange<T>(changes, encode(now));
    }
}
