using System.Security.Cryptography;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Commands.Tests.Dossier;

public sealed class SectionOpenerTests : IDisposable
{
    private static readonly PartnershipId Amsterdam = new("amsterdam");

    private readonly CaseId _case = CaseId.Create();
    private readonly CaseCipher _cipher;
    private readonly Turning _time = new();
    private readonly SectionOpener _opener;

    public SectionOpenerTests()
    {
        _cipher = new CaseCipher(new KeyVault(new Keys(), new EphemeralDataProtectionProvider()));
        _opener = new SectionOpener(_cipher, _time);
    }

    public void Dispose() => _opener.Dispose();

    [Fact]
    public void Open_Again_GivesWhatWasOpened()
    {
        var section = SectionSaying("iets");

        var opened = _opener.Open(Amsterdam, _case, section);
        Assert.Equal(new TextValue("iets"), opened.Fields["narrative"]);
        Assert.Same(opened, _opener.Open(Amsterdam, _case, section with { EncryptedContent = section.EncryptedContent.ToArray() }));
    }

    [Fact]
    public void Open_AlteredSinceItWasOpened_Throws()
    {
        var section = SectionSaying("iets");
        _opener.Open(Amsterdam, _case, section);
        var altered = section.EncryptedContent.ToArray();
        altered[^1] ^= 1;

        Assert.ThrowsAny<CryptographicException>(() => _opener.Open(Amsterdam, _case, section with { EncryptedContent = altered }));
    }

    [Fact]
    public void Open_InThePlaceOfAnother_Throws()
    {
        var section = SectionSaying("iets");
        var other = CaseId.Create();
        _cipher.Encrypt(Amsterdam, other.Value, section.Id.Value, 1, section.EncryptedContent.Span);
        _opener.Open(Amsterdam, _case, section);

        Assert.ThrowsAny<CryptographicException>(() => _opener.Open(Amsterdam, other, section));
        Assert.ThrowsAny<CryptographicException>(() => _opener.Open(Amsterdam, _case, section with { Id = SectionId.Create() }));
        Assert.ThrowsAny<CryptographicException>(() => _opener.Open(Amsterdam, _case, section with { Version = 2 }));
        Assert.ThrowsAny<CryptographicException>(() => _opener.Open(new PartnershipId("utrecht"), _case, section));
    }

    [Fact]
    public void Open_AnotherVersion_GivesWhatItSays()
    {
        var first = SectionSaying("eerst");
        var second = first with { Version = 2, EncryptedContent = Encrypt(first.Id, 2, "later") };
        _opener.Open(Amsterdam, _case, first);

        Assert.Equal(new TextValue("later"), _opener.Open(Amsterdam, _case, second).Fields["narrative"]);
    }

    [Fact]
    public void Open_NotAskedForInTwoTurns_IsOpenedAnew()
    {
        var section = SectionSaying("iets");
        var opened = _opener.Open(Amsterdam, _case, section);
        _time.Turn();
        Assert.Same(opened, _opener.Open(Amsterdam, _case, section));
        _time.Turn();
        _time.Turn();

        Assert.NotSame(opened, _opener.Open(Amsterdam, _case, section));
    }

    private Section SectionSaying(string text)
    {
        var id = SectionId.Create();
        return new Section
        {
            Id = id,
            Category = "signals",
            Source = "politie",
            Ground = "Wpg art. 16",
            Handling = Handling.Open,
            Secrecy = Secrecy.NotLifted,
            KeepUntil = new DateOnly(2030, 1, 1),
            EncryptedContent = Encrypt(id, 1, text),
        };
    }

    private byte[] Encrypt(SectionId id, int version, string text) =>
        _cipher.Encrypt(Amsterdam, _case.Value, id.Value, version, SectionContent.Of(("narrative", new TextValue(text))).ToBytes());

    private sealed class Keys : IKeyStore
    {
        private readonly Dictionary<(PartnershipId, KeyName), WrappedKey> _keys = [];

        public WrappedKey? Find(PartnershipId partnership, KeyName name) => _keys.GetValueOrDefault((partnership, name));

        public WrappedKey? FindById(PartnershipId partnership, string id) => _keys.Values.FirstOrDefault(k => k.Id == id);

        public IReadOnlyList<KeyName> List(PartnershipId partnership, KeyKind kind) =>
            [.. _keys.Keys.Where(k => k.Item1 == partnership && k.Item2.Kind == kind).Select(k => k.Item2)];

        public WrappedKey AddOrGet(PartnershipId partnership, WrappedKey key) => _keys[(partnership, key.Name)] = key;

        public void Destroy(PartnershipId partnership, string id) => throw new NotSupportedException();
    }
}
