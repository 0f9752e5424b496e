using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Google.Protobuf.WellKnownTypes;
using Enum = System.Enum;

namespace Exchange.Commands;

/// <summary>Somebody wants to break the glass.</summary>
/// <param name="Purpose">The purpose that the caller states.</param>
/// <param name="Case">The case, by its id: who is entitled to an anonymised view only has none.</param>
/// <param name="Reason">Why no meeting can be waited for.</param>
/// <param name="Duration">For how long: more than nothing, and at most <see cref="BrokenGlass.Longest"/>.</param>
/// <param name="Signed">The request as the partner signed it, which is kept.</param>
/// <param name="Idempotency">The key under which the request may come again.</param>
public sealed record BreakGlassRequest(
    string Purpose, CaseId Case, string Reason, TimeSpan Duration, SignedRequest Signed, Idempotency Idempotency);

/// <summary>
/// Break-glass (<em>noodtoegang</em>): somebody who may see a case in a meeting sees it without one, for a short while. The privacy
/// coordinators who have to look at it afterwards are told in the same transaction, so that it never happens unseen.
/// </summary>
public sealed class BreakGlass
{
    private static readonly Refusal NothingGained =
        Refusals.ActNotAllowed("The caller sees as much of this case without breaking the glass.");

    private readonly CaseAccess _access;
    private readonly EvidenceKeeper _evidence;
    private readonly EntryWriter _entries;
    private readonly Notifier _notifier;
    private readonly ChangeRunner _changes;
    private readonly TimeProvider _time;

    internal BreakGlass(
        CaseAccess access, EvidenceKeeper evidence, EntryWriter entries, Notifier notifier, ChangeRunner changes, TimeProvider time)
    {
        _access = access;
        _evidence = evidence;
        _entries = entries;
        _notifier = notifier;
        _changes = changes;
        _time = time;
    }

    /// <summary>Answers one request with the moment at which it ends.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="encode">Puts the moment into the form in which it leaves.</param>
    /// <param name="decode">Reads an answer that was given before.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller,
        BreakGlassRequest request,
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
                entry.GlassBroken = new Audit.V1.GlassBroken();
                return entry;
            },
            entry => DecideAsync(caller, request, encode, entry, cancellation),
            decode,
            cancellation);

    private async Task<Outcome<PermittedChange<T>>> DecideAsync<T>(
        Admitted caller, BreakGlassRequest request, Func<DateTimeOffset, Encoded<T>> encode, Entry entry, CancellationToken cancellation)
        where T : class
    {
        // 0. For as long as the covenant lets anybody.
        if (request.Duration > TimeSpan.FromMinutes(caller.Covenant.BreakGlass.Minutes))
            return Refusals.Field("minutes", $"are more than the {caller.Covenant.BreakGlass.Minutes} that the covenant allows");

        // 1. What would it show? Who would not see the case by name even then is told what everybody is told of no case.
        var reference = new CaseReference(request.Case, null, null);
        var broken = await _access.DecideAsync(
            caller, request.Purpose, reference, _ => CaseCircumstances.WithBrokenGlass, entry, _entries, cancellation).ConfigureAwait(false);
        if (broken.Value is not { } granted)
            return broken.Refusal!;

        // 2. Is that more than the caller sees already? Who sees the case may know that it does.
        var ordinary = await _access.DecideAsync(
            caller,
            request.Purpose,
            reference,
            _ => CaseCircumstances.Ordinary with { ById = true },
            entry.Clone(),
            _entries,
            cancellation).ConfigureAwait(false);
        if (ordinary.Value is { } already && !ShowsMore(caller.Covenant, granted.Sight, already.Sight))
            return NothingGained;
        return new PermittedChange<T>(granted.Guards, () => Task.FromResult(Plan(caller, request, granted.Case, encode, entry)));
    }

    private Outcome<PlannedChange<T>> Plan<T>(
        Admitted caller, BreakGlassRequest request, CaseReading.Found found, Func<DateTimeOffset, Encoded<T>> encode, Entry entry)
        where T : class
    {
        var (partnership, id, now) = (caller.Partnership, found.Case.Id, _time.GetUtcNow());
        var until = now + request.Duration;
        var glass = RandomId.Create();
        var deed = new Deed(NotificationKind.BreakGlass, request.Purpose, id, now, until);
        var notifications = Overseers.Of(caller, found).Select(controller => _notifier.Write(caller, controller, deed, request.Reason)).ToList();
        entry.GlassBroken.Until = Timestamp.FromDateTimeOffset(until);
        entry.GlassBroken.Reason = _entries.SealReason(partnership, id, request.Reason);
        entry.GlassBroken.GlassId = glass;
        entry.GlassBroken.Notified.AddRange(notifications.Select(n => n.Controller));
        var evidence = _evidence.Keep(entry, partnership, id, EvidencePlace.Glass(glass), request.Signed);
        return new PlannedChange<T>(
            [
                new Dossiers.GlassBroken(id, caller.Partner, caller.Actor, now, new BrokenGlass(caller.Role, request.Purpose, until)),
                evidence,
                .. notifications.Select(n => new ControllerNotified(n)),
            ],
            encode(until));
    }

    private static bool ShowsMore(Covenant covenant, Sight broken, Sight ordinary) =>
    (
        from category in covenant.Categories.Keys
        from source in covenant.Partners.Keys
        from secrecy in Enum.GetValues<Secrecy>()
        select broken.Decide(category, source, secrecy, Handling.Open).Level > ordinary.Decide(category, source, secrecy, Handling.Open).Level
    ).Contains(true);
}
