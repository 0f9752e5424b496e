using Exchange.Consent;

namespace Exchange.Keys.Tests;

/// <summary>A store whose first answer is on its way while something else happens.</summary>
internal sealed class HeldUpKeyStore(IKeyStore store) : IKeyStore
{
    /// <summary>What happens when the next key was read and before its reader has it; once.</summary>
    public Action? AfterReading { get; set; }

    public WrappedKey? Find(PartnershipId partnership, KeyName name) => Late(store.Find(partnership, name));

    public WrappedKey? FindById(PartnershipId partnership, string id) => Late(store.FindById(partnership, id));

    public IReadOnlyList<KeyName> List(PartnershipId partnership, KeyKind kind) => store.List(partnership, kind);

    public WrappedKey AddOrGet(PartnershipId partnership, WrappedKey key) => store.AddOrGet(partnership, key);

    public void Destroy(PartnershipId partnership, string id) => store.Destroy(partnership, id);

    private WrappedKey? Late(WrappedKey? read)
    {
        var happens = AfterReading;
        AfterReading = null;
        happens?.Invoke();
        return read;
    }
}
