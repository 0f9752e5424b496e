using Exchange.Consent;

namespace Exchange.Keys;

/// <summary>What a key is for.</summary>
public enum KeyKind : byte
{
    /// <summary>Encrypts the sections of one case; the scope is the case.</summary>
    Case = 1,

    /// <summary>Seals who an entry is about; the scope is the case. Outlives the case's own key.</summary>
    CaseLog = 2,

    /// <summary>Seals who called; the scope is the controller.</summary>
    ControllerLog = 3,

    /// <summary>
    /// Makes blind indexes, so that the same value is recognised without being stored: BSNs, without scope; cases and subjects in the
    /// log, with the scope <c>log</c>; a controller's actors in the log, with the scope <c>log/</c> and the controller.
    /// </summary>
    Index = 4,

    /// <summary>Makes pseudonyms; the scope is partner, purpose and period, or the controller whose reviewers see the log.</summary>
    Pseudonym = 5,

    /// <summary>
    /// Signs the heads of the log (ECDSA P-256: the bytes are the private scalar); the scope is empty for the first, else the moment at
    /// which it was made. See <see cref="SigningKeys"/>.
    /// </summary>
    Signing = 6,
}

/// <summary>A key by its use.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="Scope">For what or whom: see <see cref="KeyKind"/>; may be empty.</param>
public readonly record struct KeyName(KeyKind Kind, string Scope);

/// <summary>A key as it is kept.</summary>
/// <param name="Id">Random, of no meaning; what a sealed value names its key by.</param>
/// <param name="Name">What it is for. The wrapping binds it: a row that is renamed no longer unwraps.</param>
/// <param name="Wrapped">The key, wrapped by ASP.NET Core Data Protection.</param>
public sealed record WrappedKey(string Id, KeyName Name, byte[] Wrapped);

/// <summary>
/// Where wrapped keys are kept: a store of its own, apart from the data, so that its backups can be short-lived and a destroyed
/// key stays destroyed.
/// </summary>
/// <remarks>Every method throws <see cref="IOException"/> when the store cannot be read or written.</remarks>
public interface IKeyStore
{
    /// <summary>The key of that name, or null.</summary>
    WrappedKey? Find(PartnershipId partnership, KeyName name);

    /// <summary>The key with that id, or null.</summary>
    WrappedKey? FindById(PartnershipId partnership, string id);

    /// <summary>The names of all keys of a kind, in no particular order.</summary>
    IReadOnlyList<KeyName> List(PartnershipId partnership, KeyKind kind);

    /// <summary>Adds a key durably, or returns the one of the same name that was there first.</summary>
    WrappedKey AddOrGet(PartnershipId partnership, WrappedKey key);

    /// <summary>Destroys a key durably; one that is not there is destroyed already.</summary>
    void Destroy(PartnershipId partnership, string id);
}
