using System.Globalization;
using System.Security.Cryptography;
using Exchange.Consent;

namespace Exchange.Keys;

/// <summary>
/// The keys that sign the heads of each partnership's log. The newest signs; the one before signs along for <see cref="Overlap"/>, so
/// that whoever verifies has the time to take the new key. Nothing is remembered of a rotation but the name of the new key, which is the
/// moment at which it was made.
/// </summary>
public sealed class SigningKeys(KeyVault keys, TimeProvider time)
{
    /// <summary>How long a key still signs beside its successor: 90 days.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(90);

    private const string MomentFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    // The same name for everybody, so that two gateways that begin together agree on one key.
    private static readonly KeyName First = new(KeyKind.Signing, "");

    /// <summary>The keys that sign now, the newest first; none when none was made yet.</summary>
    /// <exception cref="IOException">The key store cannot be read.</exception>
    /// <exception cref="CryptographicException">A key does not unwrap.</exception>
    public IReadOnlyList<SigningKey> Current(PartnershipId partnership)
    {
        var names = keys.List(partnership, KeyKind.Signing);
        var now = time.GetUtcNow();
        var signing = new List<SigningKey>();
        for (var i = names.Count - 1; i >= 0; i--)
        {
            if (i == names.Count - 1 || now < MomentOf(names[i + 1]) + Overlap)
                signing.Add(new SigningKey(names[i], Existing(partnership, names[i]).Bytes));
        }

        return signing;
    }

    /// <summary>
    /// A random name of the partnership's log at this installation: 22 characters of base64url that say nothing, stay the same as long as
    /// the keys are kept, and differ between installations. Null when no key was made yet.
    /// </summary>
    /// <inheritdoc cref="Current" path="/exception"/>
    public string? LogIdOf(PartnershipId partnership) => keys.Find(partnership, First)?.Id;

    /// <summary>Makes the first key, unless it is there.</summary>
    /// <exception cref="IOException">The key store cannot be read or written.</exception>
    /// <exception cref="CryptographicException">The key does not unwrap.</exception>
    public void MakeFirst(PartnershipId partnership) => keys.GetOrMake(partnership, First, SigningKey.NewScalar);

    /// <summary>
    /// A key that is to succeed the one that signs. It signs nothing before <see cref="Keep"/>: what tells of it can be written first.
    /// </summary>
    public SigningKey Propose() =>
        new(new KeyName(KeyKind.Signing, time.GetUtcNow().ToString(MomentFormat, CultureInfo.InvariantCulture)), SigningKey.NewScalar());

    /// <summary>Has a proposed key sign from now on, beside the one before it.</summary>
    /// <returns>False when another key was made within the same second: then that one signs.</returns>
    /// <inheritdoc cref="MakeFirst" path="/exception"/>
    public bool Keep(PartnershipId partnership, SigningKey proposed)
    {
        ArgumentNullException.ThrowIfNull(proposed);
        var scalar = proposed.Scalar();
        return CryptographicOperations.FixedTimeEquals(keys.GetOrMake(partnership, proposed.Name, () => scalar).Bytes.Span, scalar);
    }

    private Key Existing(PartnershipId partnership, KeyName name) =>
        keys.Find(partnership, name) ?? throw new CryptographicException("A signing key is gone.");

    private static DateTimeOffset MomentOf(KeyName name) =>
        DateTimeOffset.TryParseExact(name.Scope, MomentFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new CryptographicException("A signing key has a name that is no moment.");
}
