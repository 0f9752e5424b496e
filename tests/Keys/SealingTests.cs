using System.Security.Cryptography;
using Exchange.Consent;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Keys.Tests;

public sealed class SealingTests
{
    private static readonly PartnershipId Amsterdam = new("amsterdam"), Utrecht = new("utrecht");
    private static readonly KeyName Log = new(KeyKind.ControllerLog, "politie");
    private static readonly byte[] Actor = "agent-1"u8.ToArray();

    private readonly MemoryKeyStore _store = new();
    private readonly EphemeralDataProtectionProvider _protection = new();

    private Sealing Sealing() => new(new KeyVault(_store, _protection));

    [Fact]
    public void Open_WhatWasSealed_GivesItBack()
    {
        var value = Sealing().Seal(Amsterdam, Log, Actor);
        Assert.Equal(Actor, Sealing().Open(Amsterdam, value.KeyId, value.Ciphertext));
    }

    [Fact]
    public void Open_KeyDestroyed_GivesNull()
    {
        var value = Sealing().Seal(Amsterdam, Log, Actor);
        _store.Destroy(value.KeyId);
        Assert.Null(Sealing().Open(Amsterdam, value.KeyId, value.Ciphertext));
    }

    [Fact]
    public void Open_OfAnotherPartnership_GivesNull()
    {
        var value = Sealing().Seal(Amsterdam, Log, Actor);
        Assert.Null(Sealing().Open(Utrecht, value.KeyId, value.Ciphertext));
    }

    [Fact]
    public void Open_UnderAnotherKeyOrAltered_Throws()
    {
        var sealing = Sealing();
        var value = sealing.Seal(Amsterdam, Log, Actor);
        var other = sealing.Seal(Amsterdam, new KeyName(KeyKind.ControllerLog, "om"), Actor);
        Assert.ThrowsAny<CryptographicException>(() => sealing.Open(Amsterdam, other.KeyId, value.Ciphertext));
        value.Ciphertext[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => sealing.Open(Amsterdam, value.KeyId, value.Ciphertext));
    }
}
