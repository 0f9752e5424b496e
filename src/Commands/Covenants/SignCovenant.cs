using System.Security.Cryptography;
using System.Text;
using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Google.Protobuf;

namespace Exchange.Commands;

/// <summary>A signature under a version of the covenant.</summary>
/// <param name="Digest">The version.</param>
/// <param name="Jws">The detached JWS over the <see cref="CovenantStatement"/>.</param>
public sealed record CovenantSignature(ReadOnlyMemory<byte> Digest, string Jws);

/// <summary>A jurist hands in the signature of its organisation under a version, for what that version replaces now.</summary>
public sealed class SignCovenant
{
    private readonly ICovenantStore _store;
    private readonly ICovenantSignatures? _signatures;
    private readonly EntryWriter _entries;
    private readonly ChangeRunner _changes;
    private readonly TimeProvider _time;

    internal SignCovenant(ICovenantStore store, ICovenantSignatures? signatures, EntryWriter entries, ChangeRunner changes, TimeProvider time)
    {
        (_store, _signatures, _entries, _changes, _time) = (store, signatures, entries, changes, time);
    }

    /// <summary>Answers one request with how the version stands then.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="request">The signature.</param>
    /// <param name="encode">Puts the version into the form in which it leaves.</param>
    /// <param name="decode">Reads an answer that was given before.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<Outcome<Released<T>>> HandleAsync<T>(
        Admitted caller, CovenantSignature request, Func<CovenantStanding, Encoded<T>> encode, Func<ReadOnlyMemory<byte>, T> decode, CancellationToken cancellation)
        where T : class =>
        _changes.RunAsync(
            caller,
            null,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.CovenantSigned = new Audit.V1.CovenantSigned { Oin = caller.Oin };
                return entry;
            },
            entry => DecideAsync(caller, request, entry, encode, cancellation),
            decode,
            cancellation);

    private async Task<Outcome<PermittedChange<T>>> DecideAsync<T>(
        Admitted caller, CovenantSignature request, Entry entry, Func<CovenantStanding, Encoded<T>> encode, CancellationToken cancellation)
    {
        if (caller.Role != Jurists.Role)
            return Refusals.ActNotAllowed("Only jurists sign a covenant.");
        var reading = await _store.ReadAsync(caller.Partnership, cancellation).ConfigureAwait(false);
        if (reading.Find(request.Digest.Span) is not { } version)
            return Refusals.CovenantNotFound;
        entry.CovenantSigned.Digest = ByteString.CopyFrom(version.Digest.Span);
        var now = _time.GetUtcNow();
        var today = AmsterdamCalendar.DayOf(now);

        // One that was activated may be signed once more, for the same replacement: with a new key, before the old one goes.
        var standing = CovenantStanding.Of(reading, version, today);
        if (standing.Replaces is not { } replaces)
            return Refusals.CovenantAlreadyActivated;
        if (standing.Signatories.All(s => s.Oin != caller.Oin))
            return Refusals.ActNotAllowed("Only organisations that must agree to this version sign it.");
        entry.CovenantSigned.Replaces = ByteString.CopyFrom(replaces.Span);
        var verified = _signatures?.Verify(caller.Oin, CovenantStatement.Of(caller.Partnership, version.Digest.Span, replaces.Span), request.Jws)
            ?? throw new InvalidOperationException("This installation knows no organisation's keys.");
        if (verified.Value is not { } key)
            return verified.Refusal!;

        var signature = new KeptCovenantSignature(replaces, caller.Oin, key.Id, request.Jws, key.PublicKey, now);
        return new PermittedChange<T>([], () => Task.FromResult(Plan(reading, version, signature, today, entry, encode)));
    }

    private static Outcome<PlannedChange<T>> Plan<T>(
        CovenantsReading reading, KeptCovenant version, KeptCovenantSignature signature, DateOnly today, Entry entry, Func<CovenantStanding, Encoded<T>> encode)
    {
        if (version.Signatures.Any(s => s.Oin == signature.Oin && s.KeyId == signature.KeyId && s.Replaces.Span.SequenceEqual(signature.Replaces.Span)))
            return new PlannedChange<T>([], encode(CovenantStanding.Of(reading, version, today))) { IsRepetition = true };
        entry.Evidence = new KeptSignature
        {
            Kid = signature.KeyId,
            JwsSha256 = ByteString.CopyFrom(SHA256.HashData(Encoding.ASCII.GetBytes(signature.Jws))),
            KeySha256 = ByteString.CopyFrom(SHA256.HashData(signature.PublicKey.Span)),
        };
        var signed = version with { Signatures = [.. version.Signatures, signature] };
        return new PlannedChange<T>(
            [new Dossiers.CovenantSigned(version.Digest, signature)], encode(CovenantStanding.Of(reading, signed, today)));
    }
}
