using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Exchange.Consent;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Keys;

/// <summary>
/// Makes keys, wraps them with ASP.NET Core Data Protection, and unwraps them. The wrapping is bound to the partnership, the
/// key's name and its id, so that a key which is moved in the store no longer unwraps.
/// </summary>
/// <remarks>
/// Unwrapped keys stay in memory, at most 10 000 by name and as many by id. Once a minute the store is asked whether a key that is used
/// is still there, so that one which another process destroyed is used here for no longer than that.
/// </remarks>
public sealed class KeyVault
{
    private const int Cached = 10_000;
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);

    private readonly IKeyStore _store;
    private readonly IDataProtectionProvider _protection;
    private readonly TimeProvider _time;
    private readonly RecentlyUsed<(PartnershipId, KeyName), Remembered> _byName = new(Cached);
    private readonly RecentlyUsed<(PartnershipId, string), Remembered> _byId = new(Cached);

    // What was destroyed here. Whoever read a key from the store just before would otherwise put it back into memory just after.
    private readonly ConcurrentDictionary<(PartnershipId, string), bool> _destroyed = new();
    private readonly Lock _destroying = new();
    private volatile bool _anyDestroyed;

    /// <summary>Makes a vault over a store of wrapped keys.</summary>
    public KeyVault(IKeyStore store, IDataProtectionProvider protection, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(protection);
        _store = store;
        _protection = protection;
    }

    /// <summary>The key of that name; made, wrapped and durably stored when there is none. Whoever comes second gets the first's.</summary>
    /// <exception cref="IOException">The store cannot be read or written.</exception>
    /// <exception cref="CryptographicException">The stored key does not unwrap: it was altered, or the wrapping key is missing.</exception>
    public Key GetOrCreate(PartnershipId partnership, KeyName name) =>
        GetOrMake(partnership, name, static () => RandomNumberGenerator.GetBytes(Key.Length));

    /// <summary>The names of all keys of a kind, by scope in ordinal order. Nothing is unwrapped.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public IReadOnlyList<KeyName> List(PartnershipId partnership, KeyKind kind)
    {
        ThrowIfUnnamed(partnership);
        return [.. _store.List(partnership, kind).Where(name => name.Kind == kind).OrderBy(name => name.Scope, StringComparer.Ordinal)];
    }

    /// <summary>The same, of a key whose bytes are not any 256 bits.</summary>
    internal Key GetOrMake(PartnershipId partnership, KeyName name, Func<byte[]> make)
    {
        if (Find(partnership, name) is { } known)
            return known;
        var fresh = new Key(NewId(), make());
        var wrapped = new WrappedKey(fresh.Id, name, Protector(partnership, name, fresh.Id).Protect(fresh.Bytes.ToArray()));
        var kept = _store.AddOrGet(partnership, wrapped);
        if (IsDestroyed(partnership, kept.Id))
        {
            lock (_destroying)
                kept = _store.AddOrGet(partnership, wrapped); // it is gone by now
            if (IsDestroyed(partnership, kept.Id))
                throw new IOException("The key store holds a key that was destroyed.");
        }

        return Remember(partnership, name, kept.Id == fresh.Id ? fresh : Unwrap(partnership, name, kept));
    }

    /// <summary>
    /// The key of that name or, when there is none, another: both are read again and the one is unwrapped again, whatever is remembered
    /// of them, so that it takes as long whether there is a key of that name or not, and whether anybody used it. The other is made when
    /// there is none.
    /// </summary>
    /// <inheritdoc cref="GetOrCreate" path="/exception"/>
    /// <returns>The key, and whether it is the one of that name.</returns>
    public (Key Key, bool IsOfName) ReadAgain(PartnershipId partnership, KeyName name, KeyName otherwise)
    {
        ThrowIfUnnamed(partnership);
        var (kept, other) = (_store.Find(partnership, name), _store.Find(partnership, otherwise));
        if (kept is not null && !IsDestroyed(partnership, kept.Id))
            return (Unwrap(partnership, name, kept), true);
        return (other is not null ? Unwrap(partnership, otherwise, other) : GetOrCreate(partnership, otherwise), false);
    }

    /// <summary>The key of that name, or null when it was never made or is destroyed.</summary>
    /// <inheritdoc cref="GetOrCreate" path="/exception"/>
    public Key? Find(PartnershipId partnership, KeyName name)
    {
        ThrowIfUnnamed(partnership);
        return _byName.Find((partnership, name)) is { } known && !IsDestroyed(partnership, known.Key.Id)
            ? FindAgain(partnership, known)
            : Take(partnership, _store.Find(partnership, name));
    }

    /// <summary>The key with that id, or null when there never was one or it is destroyed.</summary>
    /// <inheritdoc cref="GetOrCreate" path="/exception"/>
    public Key? FindById(PartnershipId partnership, string id)
    {
        ThrowIfUnnamed(partnership);
        ArgumentNullException.ThrowIfNull(id);
        if (IsDestroyed(partnership, id))
            return null;
        if (_byId.Find((partnership, id)) is { } known)
            return FindAgain(partnership, known);
        var kept = _store.FindById(partnership, id);
        if (kept is not null && kept.Id != id)
            throw new CryptographicException("The key store answered with another key than was asked for.");
        return Take(partnership, kept);
    }

    /// <summary>
    /// Destroys a key, in the store and here: what is under it can be opened no more. Whoever destroys it has its entry on the log first,
    /// by which it is destroyed again when an older backup of the store is put back. This vault never gives it again, whoever puts it back.
    /// </summary>
    /// <param name="partnership">The partnership.</param>
    /// <param name="id">The key.</param>
    /// <exception cref="IOException">The store cannot be read or written; whether the key is destroyed is unknown.</exception>
    public void Destroy(PartnershipId partnership, string id)
    {
        ThrowIfUnnamed(partnership);
        ArgumentException.ThrowIfNullOrEmpty(id);
        lock (_destroying)
        {
            if (_store.FindById(partnership, id) is { } kept)
            {
                _destroyed[(partnership, id)] = true;
                _anyDestroyed = true;
                try
                {
                    _store.Destroy(partnership, id);
                }
                catch
                {
                    _destroyed.TryRemove((partnership, id), out _);
                    throw;
                }

                _byName.Remove((partnership, kept.Name));
            }

            _byId.Remove((partnership, id));
        }
    }

    private static void ThrowIfUnnamed(PartnershipId partnership)
    {
        if (partnership.Value.Length == 0)
            throw new ArgumentException("A key belongs to a partnership.", nameof(partnership));
    }

    private static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    // What is remembered, while the store still has it. One caller a minute asks; the others do not wait for the answer.
    private Key? FindAgain(PartnershipId partnership, Remembered known)
    {
        var asked = known.Asked;
        if (_time.GetElapsedTime(asked) < AskAgainAfter || !known.TryTurn(asked, _time.GetTimestamp()))
            return known.Key;
        try
        {
            if (_store.FindById(partnership, known.Key.Id) is not null)
                return known.Key;
        }
        catch
        {
            known.TryTurn(known.Asked, asked); // the next one asks
            throw;
        }

        _byId.Remove((partnership, known.Key.Id));
        _byName.Remove((partnership, known.Name));
        return null;
    }

    private Key? Take(PartnershipId partnership, WrappedKey? kept) =>
        kept is null || IsDestroyed(partnership, kept.Id) ? null : Remember(partnership, kept.Name, Unwrap(partnership, kept.Name, kept));

    private bool IsDestroyed(PartnershipId partnership, string id) => _anyDestroyed && _destroyed.ContainsKey((partnership, id));

    private Key Remember(PartnershipId partnership, KeyName name, Key key)
    {
        var known = new Remembered(name, key, _time.GetTimestamp());
        _byName.Add((partnership, name), known);
        _byId.Add((partnership, key.Id), known);
        return key;
    }

    private Key Unwrap(PartnershipId partnership, KeyName name, WrappedKey kept)
    {
        var bytes = Protector(partnership, name, kept.Id).Unprotect(kept.Wrapped);
        if (bytes.Length != Key.Length)
            throw new CryptographicException("A wrapped key has the wrong length.");
        return new Key(kept.Id, bytes);
    }

    private IDataProtector Protector(PartnershipId partnership, KeyName name, string id) =>
        _protection.CreateProtector("Exchange.Keys.v1", partnership.Value, "kind:" + name.Kind, "scope:" + name.Scope, "id:" + id);

    private sealed class Remembered(KeyName name, Key key, long asked)
    {
        private long _asked = asked;

        public KeyName Name => name;

        public Key Key => key;

        /// <summary>When the store was last asked for it.</summary>
        public long Asked => Volatile.Read(ref _asked);

        public bool TryTurn(long from, long to) => Interlocked.CompareExchange(ref _asked, to, from) == from;
    }
}
