using System.Security.Cryptography;
using Exchange.Consent;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Keys.Tests;

public sealed class KeyVaultTests
{
    private static readonly PartnershipId Amsterdam = new("amsterdam"), Utrecht = new("utrecht");
    private static readonly KeyName One = new(KeyKind.Case, "one"), Two = new(KeyKind.Case, "two");

    private readonly MemoryKeyStore _store = new();
    private readonly EphemeralDataProtectionProvider _protection = new();
    private byte[]? _lastWrapped;

    private KeyVault Vault() => new(_store, _protection);

    [Fact]
    public void GetOrCreate_TwoVaultsOverOneStore_GiveOneKey()
    {
        var first = Vault().GetOrCreate(Amsterdam, One);
        var second = Vault().GetOrCreate(Amsterdam, One);
        Assert.Equal(first.Id, second.Id);
        Assert.True(first.Bytes.Span.SequenceEqual(second.Bytes.Span));
        Assert.Equal(Key.Length, first.Bytes.Length);
    }

    [Fact]
    public void Find_DestroyedByAnotherProcess_IsUsedForAMinuteAtMost()
    {
        var clock = new MovableClock();
        var here = new KeyVault(_store, _protection, clock);
        var (gone, kept) = (here.GetOrCreate(Amsterdam, One), here.GetOrCreate(Amsterdam, Two));
        Vault().Destroy(Amsterdam, gone.Id);

        clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Null(here.Find(Amsterdam, One));
        Assert.Null(here.FindById(Amsterdam, gone.Id));
        Assert.Same(kept, here.Find(Amsterdam, Two)); // the very same: others remember things by it
        Assert.Same(kept, here.FindById(Amsterdam, kept.Id));
        Assert.NotEqual(gone.Id, here.GetOrCreate(Amsterdam, One).Id);
    }

    [Fact]
    public void Destroy_WhileAnotherReadsTheKeyFromTheStore_IsNotRememberedAgain()
    {
        var id = Vault().GetOrCreate(Amsterdam, One).Id;
        foreach (var read in (Func<KeyVault, Key?>[])[v => v.Find(Amsterdam, One), v => v.FindById(Amsterdam, id), v => v.ReadAgain(Amsterdam, One, Two).Key])
        {
            var row = _store.All.FirstOrDefault(r => r.Name == One);
            if (row is null)
                _store.Plant(Amsterdam, row = new WrappedKey(id, One, _lastWrapped!));
            _lastWrapped = row.Wrapped;
            var store = new HeldUpKeyStore(_store);
            var vault = new KeyVault(store, _protection);
            store.AfterReading = () => vault.Destroy(Amsterdam, id);

            Assert.NotEqual(id, read(vault)?.Id); // the row was read before, and is answered after

            Assert.Null(vault.FindById(Amsterdam, id));
            Assert.Null(vault.Find(Amsterdam, One));
            var again = vault.GetOrCreate(Amsterdam, One);
            Assert.NotEqual(id, again.Id);
            Assert.Same(again, vault.Find(Amsterdam, One));
            vault.Destroy(Amsterdam, again.Id);
        }
    }

    [Fact]
    public void Destroy_RowThatIsPutBack_IsNotUsedHere()
    {
        var vault = Vault();
        var id = vault.GetOrCreate(Amsterdam, One).Id;
        var row = _store.All.Single();
        vault.Destroy(Amsterdam, id);
        _store.Plant(Amsterdam, row);

        Assert.Null(vault.Find(Amsterdam, One));
        Assert.Null(vault.FindById(Amsterdam, id));
        Assert.Throws<IOException>(() => vault.GetOrCreate(Amsterdam, One));
        vault.Destroy(Amsterdam, id);
        Assert.NotEqual(id, vault.GetOrCreate(Amsterdam, One).Id);
    }

    [Fact]
    public void Destroy_StoreThatFails_LeavesTheKeyInUse()
    {
        var store = new UnreliableKeyStore(_store);
        var vault = new KeyVault(store, _protection);
        var key = vault.GetOrCreate(Amsterdam, One);
        store.Fails = true;
        Assert.Throws<IOException>(() => vault.Destroy(Amsterdam, key.Id));
        store.Fails = false;
        Assert.Same(key, vault.Find(Amsterdam, One));
    }

    [Fact]
    public void Find_StoreThatCannotBeAskedAgain_ThrowsUntilItCan()
    {
        var clock = new MovableClock();
        var store = new UnreliableKeyStore(_store);
        var vault = new KeyVault(store, _protection, clock);
        var key = vault.GetOrCreate(Amsterdam, One);
        store.Fails = true;
        Assert.Same(key, vault.Find(Amsterdam, One));
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Throws<IOException>(() => vault.Find(Amsterdam, One));
        Assert.Throws<IOException>(() => vault.FindById(Amsterdam, key.Id));
        store.Fails = false;
        Assert.Same(key, vault.Find(Amsterdam, One));
    }

    [Fact]
    public void GetOrCreate_ManyAtOnce_GivesOneKey()
    {
        var vaults = new[] { Vault(), Vault() };
        var keys = new Key[64];
        Parallel.For(0, keys.Length, i => keys[i] = vaults[i % 2].GetOrCreate(Amsterdam, One));
        Assert.Single(keys.Select(k => Convert.ToHexString(k.Bytes.Span)).Distinct());
        Assert.Single(_store.All);
    }

    [Fact]
    public void GetOrCreate_OtherNameOrPartnership_GivesOtherKey()
    {
        var vault = Vault();
        var keys = new[]
        {
            vault.GetOrCreate(Amsterdam, One),
            vault.GetOrCreate(Amsterdam, Two),
            vault.GetOrCreate(Utrecht, One),
            vault.GetOrCreate(Amsterdam, new KeyName(KeyKind.CaseLog, "one")),
        };
        Assert.Equal(4, keys.Select(k => Convert.ToHexString(k.Bytes.Span)).Distinct().Count());
    }

    [Fact]
    public void GetOrCreate_Stored_HoldsNoClearKey()
    {
        var key = Vault().GetOrCreate(Amsterdam, One);
        Assert.Equal(-1, _store.All.Single().Wrapped.AsSpan().IndexOf(key.Bytes.Span));
    }

    [Fact]
    public void Find_NeverMade_GivesNullAndMakesNothing()
    {
        Assert.Null(Vault().Find(Amsterdam, One));
        Assert.Null(Vault().FindById(Amsterdam, "none"));
        Assert.Empty(_store.All);
    }

    [Fact]
    public void FindById_OfAnotherPartnership_GivesNull()
    {
        var key = Vault().GetOrCreate(Amsterdam, One);
        Assert.Null(Vault().FindById(Utrecht, key.Id));
        Assert.Equal(key.Bytes.ToArray(), Vault().FindById(Amsterdam, key.Id)!.Bytes.ToArray());
    }

    [Fact]
    public void Find_RowRenamedInStore_Throws()
    {
        Vault().GetOrCreate(Amsterdam, One);
        var row = _store.All.Single();
        _store.Plant(Amsterdam, row with { Name = Two });
        Assert.ThrowsAny<CryptographicException>(() => Vault().Find(Amsterdam, Two));
    }

    [Fact]
    public void Find_RowMovedToAnotherPartnership_Throws()
    {
        Vault().GetOrCreate(Amsterdam, One);
        _store.Plant(Utrecht, _store.All.Single());
        Assert.ThrowsAny<CryptographicException>(() => Vault().GetOrCreate(Utrecht, One));
    }

    [Fact]
    public void FindById_RowUnderAnotherId_Throws()
    {
        Vault().GetOrCreate(Amsterdam, One);
        var row = _store.All.Single();
        _store.Plant(Amsterdam, row with { Id = "another" });
        Assert.ThrowsAny<CryptographicException>(() => Vault().FindById(Amsterdam, "another"));
    }

    [Fact]
    public void GetOrCreate_DefaultPartnership_Throws() =>
        Assert.Throws<ArgumentException>(() => Vault().GetOrCreate(default, One));

    [Fact]
    public void Find_Again_ReadsNoStore()
    {
        var vault = Vault();
        vault.GetOrCreate(Amsterdam, One);
        var reads = _store.Reads;
        vault.Find(Amsterdam, One);
        vault.GetOrCreate(Amsterdam, One);
        Assert.Equal(reads, _store.Reads);
    }

    [Fact]
    public void Cache_MoreThanItsCapacity_StaysBoundedAndKeepsWhatIsUsed()
    {
        var cache = new RecentlyUsed<int, Key>(100);
        for (var i = 0; i < 10_000; i++)
        {
            cache.Add(i, new Key("k", new byte[Key.Length]));
            Assert.NotNull(cache.Find(0));
            Assert.InRange(cache.Count, 1, 100);
        }
    }

    [Fact]
    public void ToString_OfKey_ShowsNoBytes() => Assert.Equal("the-id", new Key("the-id", new byte[Key.Length]).ToString());
}
