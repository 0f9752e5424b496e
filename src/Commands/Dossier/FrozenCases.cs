using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>What of a case is seen anonymised in the meeting that the caller names.</summary>
/// <param name="Case">What is left of each section.</param>
/// <param name="Change">What must be written with the look that shows it; null when everything was kept before.</param>
internal sealed record FrozenLook(FrozenCase Case, ViewFrozen? Change);

/// <summary>
/// Keeps what of a case is seen anonymised in a meeting: made at the first look, written with the entry of that look, and then read by
/// every gateway. Who is second finds what the first made, or conflicts with it and decides again.
/// </summary>
/// <remarks>What was read is remembered with the texts of the case, which go when the records, the key or the covenant do.</remarks>
internal sealed class FrozenCases(
    IDossierStore store, CaseCipher cipher, SectionOpener sections, ReferencePopulation people, ForumSights sights, NumberedCases numbered, TimeProvider time)
{
    private readonly ConditionalWeakTable<CaseTexts, FrozenCase> _known = [];

    /// <summary>What is seen of a case, or null when that, or a section of the case, cannot be read: then nothing may be seen anonymised.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="granted">The case, in a meeting.</param>
    /// <param name="texts">Its texts, redacted, as <see cref="RedactedCases.Of"/> gives them.</param>
    /// <param name="meetingDay">The Amsterdam day on which the meeting starts.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="Audit.StoreUnavailableException">The records cannot be read.</exception>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    public async Task<FrozenLook?> OfAsync(
        Admitted caller, GrantedAccess granted, CaseTexts texts, DateOnly meetingDay, CancellationToken cancellation)
    {
        if (_known.TryGetValue(texts, out var known))
            return new FrozenLook(known, null);
        if (!texts.KnowsEverybody)
            return null;
        var (id, stored, meeting) = (granted.Case.Case.Id, granted.Case.Sections, granted.Meeting!.Id);
        var kept = await store.FindFrozenViewAsync(caller.Partnership, meeting, id, cancellation).ConfigureAwait(false);
        try
        {
            var before = kept is null
                ? FrozenCase.Empty
                : FrozenCase.FromBytes(cipher.DecryptView(caller.Partnership, id.Value, meeting.Value, kept.Number, kept.Values.Span));
            if (before.IsWhole(caller.Covenant, stored))
            {
                _known.AddOrUpdate(texts, before);
                return new FrozenLook(before, null);
            }

            (Section Section, SectionContent Content)[] opened = [.. stored.Select(s => (s, sections.Open(caller.Partnership, id, s)))];
            var crowd = caller.Covenant.ReleaseGate is null ? null : await GatherAsync(caller, granted, opened, meetingDay, cancellation).ConfigureAwait(false);
            var after = CaseFreezer.Freeze(before, caller.Covenant, meetingDay, opened, texts, numbered.AtMeeting(caller, granted), crowd);
            var number = (kept?.Number ?? 0) + 1;
            var values = cipher.EncryptView(caller.Partnership, id.Value, meeting.Value, number, after.ToBytes());
            return new FrozenLook(after, new ViewFrozen(meeting, id, new FrozenView(number, values)));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    // What is secret, held back or past its date now is in no view: its values do not come into this meeting, also when an embargo ends in it.
    private async Task<Crowd> GatherAsync(
        Admitted caller, GrantedAccess granted, IReadOnlyList<(Section Section, SectionContent Content)> opened, DateOnly meetingDay, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var today = AmsterdamCalendar.DayOf(now);
        var (population, k) = await people
            .AroundAsync(caller.Partnership, caller.Covenant, CaseTraits.Of(caller.Covenant, opened, meetingDay), meetingDay, cancellation).ConfigureAwait(false);
        var sight = sights.At(caller.Covenant, granted.Meeting!.Forum, granted.Case.Case.State, today);
        var shown = opened
            .Select(s => s.Section)
            .Where(s => sight.IsSeenAnonymised(s, now))
            .Select(s => s.Id)
            .ToHashSet();
        return new Crowd(population, k, shown);
    }
}
