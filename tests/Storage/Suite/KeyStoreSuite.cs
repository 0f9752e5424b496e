using Exchange.Keys;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Storage.Tests.Suite;

public abstract class KeyStoreSuite : StorageSuite
{
    private static readonly KeyName Name = new(KeyKind.Case, "case");

    [Fact]
    public void AddOrGet_First_IsThereAfterARestart()
    {
        var key = new WrappedKey("id", Name, [1, 2, 3]);
        Assert.Equal("id", Storage.Keys.AddOrGet(Amsterdam, key).Id);
        Storage.Restart();
        AssertSame(key, Storage.Keys.Find(Amsterdam, Name));
        AssertSame(key, Storage.Keys.FindById(Amsterdam, "id"));
    }

    [Fact]
    public void AddOrGet_Second_GivesTheFirst()
    {
        Storage.Keys.AddOrGet(Amsterdam, new WrappedKey("first", Name, [1]));
        AssertSame(new WrappedKey("first", Name, [1]), Storage.Keys.AddOrGet(Amsterdam, new WrappedKey("second", Name, [2])));
        Assert.Null(Storage.Keys.FindById(Amsterdam, "second"));
    }

    [Fact]
    public void Find_OtherNameOrPartnership_GivesNull()
    {
        Storage.Keys.AddOrGet(Amsterdam, new WrappedKey("id", Name, [1]));
        Assert.Null(Storage.Keys.Find(Utrecht, Name));
        Assert.Null(Storage.Keys.FindById(Utrecht, "id"));
        Assert.Null(Storage.Keys.Find(Amsterdam, Name with { Kind = KeyKind.CaseLog }));
        Assert.Null(Storage.Keys.Find(Amsterdam, Name with { Scope = "CASE" }));
        Assert.Null(Storage.Keys.Find(Amsterdam, Name with { Scope = "" }));
    }

    [Fact]
    public void List_IsEveryKeyOfThatKindAndPartnership()
    {
        Storage.Keys.AddOrGet(Amsterdam, new WrappedKey("one", Name, [1]));
        Storage.Keys.AddOrGet(Amsterdam, new WrappedKey("two", Name with { Scope = "" }, [2]));
        Storage.Keys.AddOrGet(Amsterdam, new WrappedKey("three", Name with { Kind = KeyKind.Signing }, [3]));
        Storage.Keys.AddOrGet(Utrecht, new WrappedKey("four", Name with { Scope = "other" }, [4]));

        Assert.Equal(["", "case"], Storage.Keys.List(Amsterdam, KeyKind.Case).Select(n => n.Scope).Order(StringComparer.Ordinal));
        Assert.Equal([Name with { Kind = KeyKind.Signing }], Storage.Keys.List(Amsterdam, KeyKind.Signing));
        Assert.Empty(Storage.Keys.List(Utrecht, KeyKind.Signing));
    }

    [Fact]
    public void Destroy_AKey_IsForGoodAndLeavesTheOthers()
    {
        Storage.Keys.AddOrGet(Amsterdam, new WrappedKey("one", Name, [1]));
        Storage.Keys.AddOrGet(Amsterdam, new WrappedKey("two", Name with { Scope = "other" }, [2]));
        Storage.Keys.AddOrGet(Utrecht, new WrappedKey("one", Name, [3]));

        Storage.Keys.Destroy(Amsterdam, "one");
        Storage.Keys.Destroy(Amsterdam, "one");
        Storage.Restart();

        Assert.Null(Storage.Keys.Find(Amsterdam, Name));
        Assert.Null(Storage.Keys.FindById(Amsterdam, "one"));
        Assert.NotNull(Storage.Keys.FindById(Amsterdam, "two"));
        Assert.NotNull(Storage.Keys.FindById(Utrecht, "one"));
    }

    [Fact]
    public void AddOrGet_IdOfAnotherKey_ThrowsAndAddsNothing()
    {
        Storage.Keys.AddOrGet(Amsterdam, new WrappedKey("id", Name, [1]));
        Assert.ThrowsAny<IOException>(() => Storage.Keys.AddOrGet(Amsterdam, new WrappedKey("id", Name with { Scope = "other" }, [2])));
        Assert.Null(Storage.Keys.Find(Amsterdam, Name with { Scope = "other" }));
        Storage.Keys.AddOrGet(Amsterdam, new WrappedKey("id2", Name with { Scope = "other" }, [2]));
    }

    [Fact]
    public void AddOrGet_ManyVaultsAtOnce_AgreeOnOneKey()
    {
        var protection = new EphemeralDataProtectionProvider();
        var keys = new Key[24];
        Parallel.For(0, keys.Length, i => keys[i] = new KeyVault(Storage.Keys, protection).GetOrCreate(Amsterdam, Name));
        Assert.Single(keys.Select(k => Convert.ToHexString(k.Bytes.Span)).Distinct());
    }

    private static void AssertSame(WrappedKey expected, WrappedKey? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal((expected.Id, expected.Name), (actual.Id, actual.Name));
        Assert.Equal(expected.Wrapped, actual.Wrapped);
    }
}
