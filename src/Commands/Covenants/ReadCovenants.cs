using Exchange.Audit.V1;
using Exchange.Consent;
using Exchange.Dossiers;
using Google.Protobuf;

namespace Exchange.Commands;

/// <summary>A version with its text.</summary>
/// <param name="Standing">How it stands.</param>
/// <param name="Text">Its exact bytes.</param>
public sealed record CovenantText(CovenantStanding Standing, ReadOnlyMemory<byte> Text);

/// <summary>The versions of a covenant.</summary>
/// <param name="Versions">The newest first.</param>
/// <param name="LastActivated">The one that was activated last, or null.</param>
public sealed record CovenantVersions(IReadOnlyList<CovenantStanding> Versions, ReadOnlyMemory<byte>? LastActivated);

/// <summary>A jurist or a reviewer reads which versions of the covenant there are, and what one says.</summary>
public sealed class ReadCovenants
{
    /// <summary>The most versions that are listed.</summary>
    public const int MaxVersions = 100;

    private readonly ICovenantStore _store;
    private readonly EntryWriter _entries;
    private readonly ReadRunner _reads;
    private readonly TimeProvider _time;

    internal ReadCovenants(ICovenantStore store, EntryWriter entries, ReadRunner reads, TimeProvider time)
    {
        (_store, _entries, _reads, _time) = (store, entries, reads, time);
    }

    /// <summary>Answers with the text of a version.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="digest">The version; empty for the one in force.</param>
    /// <param name="encode">Puts the version into the form in which it leaves.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> GetAsync<T>(
        Admitted caller, ReadOnlyMemory<byte> digest, Func<CovenantText, Encoded<T>> encode, CancellationToken cancellation) =>
        _reads.RunAsync<T>(
            caller,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.CovenantRead = new CovenantRead();
                return entry;
            },
            async entry =>
            {
                if (!MayRead(caller))
                    return Refusals.ActNotAllowed("Only jurists and reviewers read versions of the covenant.");
                var named = digest.IsEmpty ? caller.Covenant.Digest : digest;
                var reading = await _store.ReadAsync(caller.Partnership, cancellation).ConfigureAwait(false);
                if (reading.Find(named.Span) is not { } version
                    || await _store.ReadTextAsync(caller.Partnership, named, cancellation).ConfigureAwait(false) is not { } text)
                {
                    return Refusals.CovenantNotFound;
                }

                entry.CovenantRead.Digest = ByteString.CopyFrom(version.Digest.Span);
                return new Release<T>([], encode(new CovenantText(CovenantStanding.Of(reading, version, Today), text)));
            },
            cancellation);

    /// <summary>Answers with the versions.</summary>
    /// <typeparam name="T">The endpoint's response message.</typeparam>
    /// <param name="caller">The admitted caller.</param>
    /// <param name="encode">Puts the versions into the form in which they leave.</param>
    /// <param name="cancellation">Ends the work; then nothing is released.</param>
    public Task<Outcome<Released<T>>> ListAsync<T>(Admitted caller, Func<CovenantVersions, Encoded<T>> encode, CancellationToken cancellation) =>
        _reads.RunAsync<T>(
            caller,
            () =>
            {
                var entry = _entries.Draft(caller);
                entry.CovenantsListed = new CovenantsListed();
                return entry;
            },
            async entry =>
            {
                if (!MayRead(caller))
                    return Refusals.ActNotAllowed("Only jurists and reviewers read versions of the covenant.");
                var reading = await _store.ReadAsync(caller.Partnership, cancellation).ConfigureAwait(false);
                var today = Today;
                List<CovenantStanding> versions = [.. reading.Versions.Reverse().Take(MaxVersions).Select(v => CovenantStanding.Of(reading, v, today))];
                entry.CovenantsListed.Count = versions.Count;
                return new Release<T>([], encode(new CovenantVersions(versions, reading.Activated.FirstOrDefault()?.Digest)));
            },
            cancellation);

    private DateOnly Today => AmsterdamCalendar.DayOf(_time.GetUtcNow());

    private static bool MayRead(Admitted caller) => caller.Role == Jurists.Role || Reviewers.Are(caller.Role);
}
