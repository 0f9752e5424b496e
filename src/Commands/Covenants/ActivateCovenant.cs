using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Google.Protobuf;

namespace Exchange.Commands;

/// <summary>
/// A jurist brings a version of the covenant into force that everybody who must signed, and that another person proposed. In force on
/// every gateway at the moment at which it is acknowledged, or from its first day on.
/// </summary>
public sealed class ActivateCovenant
{
    private readonly ICovenantStore _store;
    private readonly CovenantsInForce _covenants;
    private readonly ICovenantSignatures? _signatures;
    private readonly EntryWriter _entries;
    private readonly ChangeRunner _changes;
    private readonly TimeProvider _time;

    internal ActivateCovenant(
        ICovenantStore store, CovenantsInForce covenants, ICovenantSignatures? signatures, EntryWriter entries, ChangeRunner changes, TimeProvider time)
    {
        (_store, _covenants, _signatures, _entries, _changes, _time) = (store, covenants, signatures, entries, changes, time);
    }

    /// <summary>Answers one request with how the version stands then.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="digest">The version.</param>
    /// <param name="encode">Puts the version into the form in which it leaves.</param>
    /// <param name="decode">Reads an answer that was given before.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, ReadOnlyMemory<byte> digest, Func<CovenantStanding, Encoded<T>> encode, Func<ReadOnlyMemory<byte>, T> decode, CancellationToken cancellation)
        where T : class =>
        _changes.RunAsync(
            caller,
            null,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.CovenantActivated = new Audit.V1.CovenantActivated();
                return entry;
            },
            entry => DecideAsync(caller, digest, entry, encode, cancellation),
            decode,
            cancellation);

    private async Task<Outcome<PermittedChange<T>>> DecideAsync<T>(
        Admitted caller, ReadOnlyMemory<byte> digest, Entry entry, Func<CovenantStanding, Encoded<T>> encode, CancellationToken cancellation)
    {
        if (caller.Role != Jurists.Role)
            return Refusals.ActNotAllowed("Only jurists activate a covenant.");
        var reading = await _store.ReadAsync(caller.Partnership, cancellation).ConfigureAwait(false);
        if (reading.Find(digest.Span) is not { } version)
            return Refusals.CovenantNotFound;
        entry.CovenantActivated.Digest = ByteString.CopyFrom(version.Digest.Span);
        if (version.Activation is not null)
            return Refusals.CovenantAlreadyActivated;
        if (version.ProposedBy == new CovenantProposer(caller.Controller, caller.Actor))
            return Refusals.ActNotAllowed("Who proposed a version does not activate it.");

        // As whoever loads it will: the text must be what was signed, by everybody who must, for what it replaces now.
        if (await _covenants.ReadAsync(caller.Partnership, version.Digest).ConfigureAwait(false) is not { } covenant
            || reading.Activated.FirstOrDefault() is not { } last)
        {
            return Refusals.CovenantUnavailable;
        }

        var now = _time.GetUtcNow();
        var today = AmsterdamCalendar.DayOf(now);
        var statement = CovenantStatement.Of(caller.Partnership, version.Digest.Span, last.Digest.Span);
        var missing = Jurists.WhoMustAgree(reading, version with { Signatories = Jurists.SignatoriesOf(covenant) }, today)
            .Where(oin => !version.Signatures.Any(s => s.Oin == oin && _signatures?.Verify(oin, statement, s.Jws).Value is not null))
            .ToList();
        if (missing.Count > 0)
        {
            return new Refusal(RefusalReason.CovenantNotSigned, "Not everybody who must agree signed this version for what it replaces.")
            {
                Fields = [.. missing.Select(oin => new FieldViolation("digest", $"the signature of {oin} is missing"))],
            };
        }

        entry.CovenantActivated = CovenantEntries.Activated(covenant, last.Digest);
        var activated = version with { Activation = new KeptActivation(reading.Epoch + 1, last.Digest, now) };
        var then = reading with { Versions = [.. reading.Versions.Select(v => v.Digest.Span.SequenceEqual(version.Digest.Span) ? activated : v)] };
        return new PermittedChange<T>([], () => Task.FromResult<Outcome<PlannedChange<T>>>(new PlannedChange<T>(
            [new Dossiers.CovenantActivated(version.Digest) { Replaces = last.Digest, At = now }],
            encode(CovenantStanding.Of(then, activated, today)))));
    }
}
