using System.Security.Cryptography;
using Exchange.Consent;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Keys.Tests;

public sealed class SigningKeysTests
{
    private static readonly PartnershipId Amsterdam = new("amsterdam"), Utrecht = new("utrecht");

    private readonly MemoryKeyStore _store = new();
    private readonly EphemeralDataProtectionProvider _protection = new();
    private readonly MovingClock _clock = new();

    private SigningKeys Keys() => new(new KeyVault(_store, _protection), _clock);

    [Fact]
    public void Current_BeforeAnyWasMade_IsNone()
    {
        Assert.Empty(Keys().Current(Amsterdam));
        Assert.Null(Keys().LogIdOf(Amsterdam));
    }

    [Fact]
    public void MakeFirst_TwiceAndElsewhere_IsOneKeyAPartnership()
    {
        Keys().MakeFirst(Amsterdam);
        Keys().MakeFirst(Amsterdam);
        Keys().MakeFirst(Utrecht);

        var key = Assert.Single(Keys().Current(Amsterdam));
        Assert.NotEqual(key.PublicKey.ToArray(), Assert.Single(Keys().Current(Utrecht)).PublicKey.ToArray());
        Assert.Equal(22, Keys().LogIdOf(Amsterdam)!.Length);
        Assert.NotEqual(Keys().LogIdOf(Amsterdam), Keys().LogIdOf(Utrecht));
    }

    [Fact]
    public void Sign_IsVerifiedByThePublicKey_AndByNoOther()
    {
        Keys().MakeFirst(Amsterdam);
        Keys().MakeFirst(Utrecht);
        var signature = Assert.Single(Keys().Current(Amsterdam)).Sign("head"u8);

        Assert.True(Verifies(Assert.Single(Keys().Current(Amsterdam)), signature));
        Assert.False(Verifies(Assert.Single(Keys().Current(Utrecht)), signature));
    }

    [Fact]
    public void Keep_WithinTheOverlap_BothSign_AndThenTheNewOne()
    {
        Keys().MakeFirst(Amsterdam);
        var (first, id) = (Assert.Single(Keys().Current(Amsterdam)), Keys().LogIdOf(Amsterdam));
        _clock.Now += TimeSpan.FromDays(400);
        var second = Keys().Propose();
        Assert.Equal([Text(first)], Keys().Current(Amsterdam).Select(Text));

        Assert.True(Keys().Keep(Amsterdam, second));
        Assert.Equal([Text(second), Text(first)], Keys().Current(Amsterdam).Select(Text));
        _clock.Now += SigningKeys.Overlap - TimeSpan.FromSeconds(1);
        Assert.Equal([Text(second), Text(first)], Keys().Current(Amsterdam).Select(Text));
        _clock.Now += TimeSpan.FromSeconds(2);
        Assert.Equal([Text(second)], Keys().Current(Amsterdam).Select(Text));
        Assert.Equal(id, Keys().LogIdOf(Amsterdam));
    }

    [Fact]
    public void Keep_ThirdWithinTheOverlap_AllThreeSign()
    {
        Keys().MakeFirst(Amsterdam);
        for (var i = 0; i < 2; i++)
        {
            _clock.Now += TimeSpan.FromDays(10);
            Assert.True(Keys().Keep(Amsterdam, Keys().Propose()));
        }

        Assert.Equal(3, Keys().Current(Amsterdam).Count);
    }

    [Fact]
    public void Keep_TwoWithinASecond_TheFirstStays()
    {
        var (one, other) = (Keys().Propose(), Keys().Propose());
        Assert.True(Keys().Keep(Amsterdam, one));
        Assert.False(Keys().Keep(Amsterdam, other));
        Assert.Equal([Text(one)], Keys().Current(Amsterdam).Select(Text));
    }

    [Fact]
    public void Current_KeyMovedToAnotherPartnership_DoesNotUnwrap()
    {
        Keys().MakeFirst(Amsterdam);
        _store.Plant(Utrecht, _store.All.Single());
        Assert.ThrowsAny<CryptographicException>(() => Keys().Current(Utrecht));
    }

    private static string Text(SigningKey key) => Convert.ToHexString(key.PublicKey.Span);

    private static bool Verifies(SigningKey key, byte[] signature)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportSubjectPublicKeyInfo(key.PublicKey.Span, out _);
        return ecdsa.VerifyData("head"u8, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private sealed class MovingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 2, 2, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
