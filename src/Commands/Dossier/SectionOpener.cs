using System.Collections.Concurrent;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;

namespace Exchange.Commands;

/// <summary>
/// Opens what sections say. What was opened under a key is remembered with that key for a short while, so that the many looks at a
/// dossier in a meeting decrypt and parse it once; the same ciphertext in the same place under the same key always says the same.
/// </summary>
/// <remarks>
/// The key is asked for at every look: when the vault no longer has it, nothing that it opened can be had here. Contents are
/// forgotten within two minutes after they were last asked for, sooner when there are many.
/// </remarks>
internal sealed class SectionOpener : IDisposable
{
    private const long Capacity = 32L * 1024 * 1024;
    private static readonly TimeSpan Generation = TimeSpan.FromMinutes(1);

    private readonly CaseCipher _cipher;
    private readonly Lock _turn = new();
    private readonly ITimer _timer;
    private volatile Opened _young = new();
    private volatile Opened _old = new();

    public SectionOpener(CaseCipher cipher, TimeProvider time)
    {
        _cipher = cipher;
        _timer = time.CreateTimer(_ => Turn(_young), null, Generation, Generation);
    }

    /// <summary>What a section of a case says.</summary>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The case's key is destroyed, or the content altered.</exception>
    /// <exception cref="System.Text.Json.JsonException">The content is none.</exception>
    public SectionContent Open(PartnershipId partnership, CaseId @case, Section section)
    {
        var place = new Place(_cipher.KeyOf(partnership, @case.Value), section.Id, section.Version);
        var young = _young;
        if (young.Find(place, section) is { } known)
            return known;
        known = _old.Find(place, section) ?? SectionContent.FromBytes(
            _cipher.Decrypt(partnership, @case.Value, section.Id.Value, section.Version, section.EncryptedContent.Span));
        if (young.Add(place, section, known) > Capacity / 2)
            Turn(young);
        return known;
    }

    /// <summary>The id of the key that opens a case now, or null when it has none; see <see cref="CaseCipher.FindKeyOf"/>.</summary>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The case's key does not unwrap.</exception>
    public string? FindKeyOf(PartnershipId partnership, CaseId @case) => _cipher.FindKeyOf(partnership, @case.Value);

    /// <summary>What is told of the documents of a section.</summary>
    /// <inheritdoc cref="Open" path="/exception"/>
    public IReadOnlyList<KnownDocument> OpenDocuments(PartnershipId partnership, CaseId @case, Section section) =>
        _cipher.OpenAll(partnership, @case, section);

    public void Dispose() => _timer.Dispose();

    private void Turn(Opened young)
    {
        lock (_turn)
        {
            if (!ReferenceEquals(young, _young))
                return;
            _old = young;
            _young = new Opened();
        }
    }

    // The id of a key is its own: another key for the same case has another.
    private readonly record struct Place(string Key, SectionId Section, int Version);

    private sealed class Opened
    {
        // Text takes two bytes a character in memory, and what is around it again as much.
        private const int Growth = 4;

        private readonly ConcurrentDictionary<Place, (ReadOnlyMemory<byte> Ciphertext, SectionContent Content)> _contents = new();
        private long _size;

        public SectionContent? Find(Place place, Section section) =>
            _contents.TryGetValue(place, out var found) && found.Ciphertext.Span.SequenceEqual(section.EncryptedContent.Span) ? found.Content : null;

        public long Add(Place place, Section section, SectionContent content)
        {
            _contents[place] = (section.EncryptedContent, content);
            return Interlocked.Add(ref _size, Growth * (long)section.EncryptedContent.Length);
        }
    }
}
