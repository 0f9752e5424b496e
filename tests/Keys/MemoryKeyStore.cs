using System.Collections.Concurrent;
using Exchange.Consent;

namespace Exchange.Keys.Tests;

internal sealed class MemoryKeyStore : IKeyStore
{
    private readonly ConcurrentDictionary<(PartnershipId, KeyName), WrappedKey> _keys = new();

    public int Reads;

    public ICollection<WrappedKey> All => _keys.Values;

    public WrappedKey? Find(PartnershipId partnership, KeyName name)
    {
        Interlocked.Increment(ref Reads);
        return _keys.GetValueOrDefault((partnership, name));
    }

    public WrappedKey? FindById(PartnershipId partnership, string id)
    {
        Interlocked.Increment(ref Reads);
        return _keys.FirstOrDefault(k => k.Key.Item1 == partnership && k.Value.Id == id).Value;
    }

    public IReadOnlyList<KeyName> List(PartnershipId partnership, KeyKind kind) =>
        [.. _keys.Keys.Where(k => k.Item1 == partnership && k.Item2.Kind == kind).Select(k => k.Item2)];

    public WrappedKey AddOrGet(PartnershipId partnership, WrappedKey key) => _keys.GetOrAdd((partnership, key.Name), key);

    /// <summary>Puts a row where it does not belong, as somebody with write access to the file could.</summary>
    public void Plant(PartnershipId partnership, WrappedKey key) => _keys[(partnership, key.Name)] = key;

    public void Destroy(PartnershipId partnership, string id) => Destroy(id);

    public void Destroy(string id)
    {
        foreach (var row in _keys.Where(k => k.Value.Id == id))
            _keys.TryRemove(row);
    }
}
