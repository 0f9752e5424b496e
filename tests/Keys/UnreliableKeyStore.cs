using Exchange.Consent;

namespace Exchange.Keys.Tests;

internal sealed class UnreliableKeyStore(IKeyStore store) : IKeyStore
{
    public bool Fails { get; set; }

    public WrappedKey? Find(PartnershipId partnership, KeyName name) => Working().Find(partnership, name);

    public WrappedKey? FindById(PartnershipId partnership, string id) => Working().FindById(partnership, id);

    public IReadOnlyList<KeyName> List(PartnershipId partnership, KeyKind kind) => Working().List(partnership, kind);

    public WrappedKey AddOrGet(PartnershipId partnership, WrappedKey key) => Working().AddOrGet(partnership, key);

    public void Destroy(PartnershipId partnership, string id) => Working().Destroy(partnership, id);

    private IKeyStore Working() => Fails ? throw new IOException("The key store cannot be read or written.") : store;
}
