using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Exchange.Consent;
using Exchange.Disclosure;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>
/// The reference population of a partnership: whom the values of an anonymised view may fit. The people of active cases that come from two
/// sources at least, by distinct BSN.
/// </summary>
/// <remarks>
/// It is read from the records, part by part, when a case is frozen for a meeting, and remembered for some minutes with generalised values
/// only; a BSN is in it as a hash under a key that never leaves the process. A case of which one section cannot be read counts for nobody.
/// When the records or the keys cannot be reached nothing comes of it, and whoever asked releases nothing. What is secret, or under an
/// embargo, or past its retention, is not read.
/// </remarks>
internal sealed class ReferencePopulation(IActiveCaseStore store, CaseCipher cipher, TimeProvider time)
{
    /// <summary>For how long a reading is remembered.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private const int CasesAtOnce = 250;
    private const int MostRemembered = 4;

    // Every case has a key, for which the key store is asked one by one: that is waiting, mostly.
    private static readonly ParallelOptions KeysAtOnce = new() { MaxDegreeOfParallelism = 8 };

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Lock _lock = new();
    private readonly Dictionary<Place, (Task<Population> Reading, DateTimeOffset Began)> _readings = [];

    /// <summary>
    /// The people among whom the look-alikes of one case are counted, without its subject, and how many must look alike: one more than the
    /// covenant says when nobody knows which of them may be the subject.
    /// </summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="covenant">The covenant that decides, with a release gate.</param>
    /// <param name="own">The case itself: all of its sections.</param>
    /// <param name="meetingDay">The Amsterdam day on which the meeting starts, on which ages are counted.</param>
    /// <param name="cancellation">Ends the waiting, not the reading that others wait for too.</param>
    /// <exception cref="Audit.StoreUnavailableException">The records cannot be read.</exception>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    public async Task<(Population Population, int K)> AroundAsync(
        PartnershipId partnership, Covenant covenant, CaseTraits own, DateOnly meetingDay, CancellationToken cancellation)
    {
        var gate = covenant.ReleaseGate ?? throw new ArgumentException("The covenant names no reference population.", nameof(covenant));
        var people = await ReadAsync(new Place(partnership, covenant, meetingDay)).WaitAsync(cancellation).ConfigureAwait(false);
        if (gate.Of == PopulationOf.District)
            people = own.Area is { } area ? people.Within(area) : Population.Empty;
        foreach (var bsn in own.Bsns)
            people = people.Without(NumberOf(partnership, bsn));
        return (people, own.Bsns.Count > 0 ? gate.K : gate.K + 1);
    }

    private Task<Population> ReadAsync(Place place)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            foreach (var old in _readings.Where(r => r.Value.Reading.IsFaulted || now - r.Value.Began >= Remembered || now < r.Value.Began).ToList())
                _readings.Remove(old.Key);
            if (_readings.TryGetValue(place, out var known))
                return known.Reading;
            if (_readings.Count == MostRemembered)
                _readings.Remove(_readings.MinBy(r => r.Value.Began).Key);

            // Whoever waits first may go away; the others still want it.
            var reading = Task.Run(() => ReadAllAsync(place));
            _readings.Add(place, (reading, now));
            return reading;
        }
    }

    private async Task<Population> ReadAllAsync(Place place)
    {
        var now = time.GetUtcNow();
        var people = new Population.Builder();
        CaseId? last = null;
        for (var more = true; more;)
        {
            var reading = await store
                .ReadActiveCasesAsync(place.Partnership, AmsterdamCalendar.DayOf(now), last, CasesAtOnce, CancellationToken.None).ConfigureAwait(false);
            var found = new CaseTraits?[reading.Cases.Count];
            await Parallel.ForEachAsync(Enumerable.Range(0, found.Length), KeysAtOnce, (i, _) =>
            {
                found[i] = Read(place, reading.Cases[i], now);
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
            foreach (var traits in found)
            {
                if (traits is { Counts: true })
                    people.Add(NumberOf(place.Partnership, traits.Bsns.Single()), traits.Area, traits.Held);
            }

            (last, more) = (reading.Cases is [.., var end] ? end.Id : last, reading.More);
        }

        return people.Build();
    }

    private CaseTraits? Read(Place place, ActiveCase @case, DateTimeOffset now)
    {
        try
        {
            return CaseTraits.Of(
                place.Covenant,
                @case.Sections
                    .Where(s => s.Handling != Handling.Secret && !(now < s.EmbargoUntil))
                    .Select(s => (s, SectionContent.FromBytes(cipher.Decrypt(place.Partnership, @case.Id.Value, s.Id.Value, s.Version, s.EncryptedContent.Span)))),
                place.MeetingDay);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private UInt128 NumberOf(PartnershipId partnership, string bsn) =>
        BinaryPrimitives.ReadUInt128BigEndian(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{partnership.Value}\n{bsn}")));

    // A covenant is read once while it decides, so that the same one is the same object.
    private sealed record Place(PartnershipId Partnership, Covenant Covenant, DateOnly MeetingDay);
}
