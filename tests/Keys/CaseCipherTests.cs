using System.Security.Cryptography;
using System.Text;
using Exchange.Consent;
using Microsoft.AspNetCore.DataProtection;

namespace Exchange.Keys.Tests;

public sealed class CaseCipherTests
{
    private static readonly PartnershipId Amsterdam = new("amsterdam"), Utrecht = new("utrecht");
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("{\"name\":\"Voorbeeld\"}");

    private readonly MemoryKeyStore _store = new();
    private readonly EphemeralDataProtectionProvider _protection = new();

    private CaseCipher Cipher() => new(new KeyVault(_store, _protection));

    [Fact]
    public void Decrypt_WhatWasEncrypted_GivesItBack()
    {
        var box = Cipher().Encrypt(Amsterdam, "case", "section", 1, Text);
        Assert.Equal(Text, Cipher().Decrypt(Amsterdam, "case", "section", 1, box));
        Assert.Equal(12 + Text.Length + 16, box.Length);
    }

    [Fact]
    public void Encrypt_Twice_GivesDifferentCiphertexts() =>
        Assert.NotEqual(Cipher().Encrypt(Amsterdam, "c", "s", 1, Text), Cipher().Encrypt(Amsterdam, "c", "s", 1, Text));

    [Theory]
    [InlineData("case", "section", 2)]
    [InlineData("case", "other", 1)]
    [InlineData("other", "section", 1)]
    [InlineData("cases", "ection", 1)]
    public void Decrypt_MovedElsewhere_Throws(string caseId, string sectionId, int version)
    {
        var cipher = Cipher();
        cipher.Encrypt(Amsterdam, caseId, sectionId, version, Text); // the other place has a key too
        var box = cipher.Encrypt(Amsterdam, "case", "section", 1, Text);
        Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt(Amsterdam, caseId, sectionId, version, box));
    }

    [Theory]
    [InlineData("case", "document", 1, false)]
    [InlineData("case", "document", 0, true)]
    [InlineData("case", "other", 0, false)]
    [InlineData("other", "document", 0, false)]
    public void DecryptChunk_MovedElsewhereOrCutOff_Throws(string caseId, string documentId, int number, bool isLast)
    {
        var cipher = Cipher();
        foreach (var known in new[] { "case", "other" })
            cipher.Encrypt(Amsterdam, known, "section", 1, Text);
        var box = cipher.EncryptChunk(Amsterdam, "case", "document", 0, false, Text);
        Assert.Equal(Text, cipher.DecryptChunk(Amsterdam, "case", "document", 0, false, box));
        Assert.ThrowsAny<CryptographicException>(() => cipher.DecryptChunk(Amsterdam, caseId, documentId, number, isLast, box));
        Assert.ThrowsAny<CryptographicException>(() => cipher.DecryptChunk(Utrecht, "case", "document", 0, false, box));
    }

    [Fact]
    public void EncryptChunk_OfACaseWithoutKey_MakesNone()
    {
        Assert.ThrowsAny<CryptographicException>(() => Cipher().EncryptChunk(Amsterdam, "case", "document", 0, true, Text));
        Assert.ThrowsAny<CryptographicException>(() => Cipher().EncryptDescription(Amsterdam, "case", "section", "document", Text));
        Assert.False(Cipher().HasKey(Amsterdam, "case"));
    }

    [Fact]
    public void DecryptDescription_InItsOwnPlaceOnly()
    {
        var cipher = Cipher();
        cipher.Encrypt(Amsterdam, "case", "section", 1, Text);
        var box = cipher.EncryptDescription(Amsterdam, "case", "section", "document", Text);
        Assert.Equal(Text, cipher.DecryptDescription(Amsterdam, "case", "section", "document", box));
        Assert.ThrowsAny<CryptographicException>(() => cipher.DecryptDescription(Amsterdam, "case", "other", "document", box));
        Assert.ThrowsAny<CryptographicException>(() => cipher.DecryptDescription(Amsterdam, "case", "section", "other", box));
    }

    [Fact]
    public void DecryptView_InItsOwnPlaceOnly()
    {
        var cipher = Cipher();
        foreach (var partnership in new[] { Amsterdam, Utrecht })
            cipher.Encrypt(partnership, "case", "section", 1, Text);
        cipher.Encrypt(Amsterdam, "other", "section", 1, Text);
        var box = cipher.EncryptView(Amsterdam, "case", "meeting", 1, Text);
        Assert.Equal(Text, cipher.DecryptView(Amsterdam, "case", "meeting", 1, box));
        Assert.ThrowsAny<CryptographicException>(() => cipher.DecryptView(Utrecht, "case", "meeting", 1, box));
        Assert.ThrowsAny<CryptographicException>(() => cipher.DecryptView(Amsterdam, "other", "meeting", 1, box));
        Assert.ThrowsAny<CryptographicException>(() => cipher.DecryptView(Amsterdam, "case", "next", 1, box));
        Assert.ThrowsAny<CryptographicException>(() => cipher.DecryptView(Amsterdam, "case", "meeting", 2, box));

        // Nor as a section, and none is made of a case that has no key.
        Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt(Amsterdam, "case", "meeting", 1, box));
        Assert.ThrowsAny<CryptographicException>(() => cipher.DecryptView(Amsterdam, "case", "section", 1, cipher.Encrypt(Amsterdam, "case", "section", 1, Text)));
        Assert.ThrowsAny<CryptographicException>(() => cipher.EncryptView(Amsterdam, "never", "meeting", 1, Text));
    }

    [Fact]
    public void KeyOfView_IsItsOwnForEveryViewCaseAndPartnership_AndGoesWithTheKeyOfTheCase()
    {
        var cipher = Cipher();
        foreach (var partnership in new[] { Amsterdam, Utrecht })
            cipher.Encrypt(partnership, "case", "section", 1, Text);
        cipher.Encrypt(Amsterdam, "other", "section", 1, Text);
        byte[][] keys =
        [
            cipher.KeyOfView(Amsterdam, "case", "meeting", "m"),
            cipher.KeyOfView(Amsterdam, "case", "meetingm"),
            cipher.KeyOfView(Amsterdam, "case", "reader", "m"),
            cipher.KeyOfView(Amsterdam, "other", "meeting", "m"),
            cipher.KeyOfView(Utrecht, "case", "meeting", "m"),
        ];
        Assert.All(keys, key => Assert.Equal(32, key.Length));
        Assert.Equal(keys.Length, keys.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(keys[0], Cipher().KeyOfView(Amsterdam, "case", "meeting", "m"));

        Assert.ThrowsAny<CryptographicException>(() => cipher.KeyOfView(Amsterdam, "never", "meeting", "m"));
        new KeyVault(_store, _protection).Destroy(Amsterdam, cipher.KeyOf(Amsterdam, "case"));
        Assert.ThrowsAny<CryptographicException>(() => Cipher().KeyOfView(Amsterdam, "case", "meeting", "m"));
    }

    [Fact]
    public void DecryptEvidence_InItsOwnPlaceOnly()
    {
        var cipher = Cipher();
        cipher.Encrypt(Amsterdam, "other", "section", 1, Text);
        var box = cipher.EncryptEvidence(Amsterdam, "case", "section/a/1", Text);
        Assert.Equal(Text, cipher.DecryptEvidence(Amsterdam, "case", "section/a/1", box));
        Assert.ThrowsAny<CryptographicException>(() => cipher.DecryptEvidence(Amsterdam, "case", "section/a/2", box));
        Assert.ThrowsAny<CryptographicException>(() => cipher.DecryptEvidence(Amsterdam, "other", "section/a/1", box));
        Assert.ThrowsAny<CryptographicException>(() => cipher.DecryptEvidence(Amsterdam, "never", "section/a/1", box));

        // Nor as what a section says, and the other way round.
        Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt(Amsterdam, "case", "section/a/1", 1, box));
        Assert.ThrowsAny<CryptographicException>(
            () => cipher.DecryptEvidence(Amsterdam, "case", "section", cipher.Encrypt(Amsterdam, "case", "section", 1, Text)));
    }

    [Fact]
    public void Decrypt_InAnotherPartnership_Throws()
    {
        var cipher = Cipher();
        cipher.Encrypt(Utrecht, "case", "section", 1, Text);
        var box = cipher.Encrypt(Amsterdam, "case", "section", 1, Text);
        Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt(Utrecht, "case", "section", 1, box));
    }

    [Fact]
    public void Decrypt_AnyBitTurned_Throws()
    {
        var cipher = Cipher();
        var box = cipher.Encrypt(Amsterdam, "case", "section", 1, Text);
        for (var bit = 0; bit < box.Length * 8; bit++)
        {
            var altered = (byte[])box.Clone();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt(Amsterdam, "case", "section", 1, altered));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(27)]
    public void Decrypt_TooShort_Throws(int length)
    {
        var cipher = Cipher();
        cipher.Encrypt(Amsterdam, "case", "section", 1, Text);
        Assert.ThrowsAny<CryptographicException>(() => cipher.Decrypt(Amsterdam, "case", "section", 1, new byte[length]));
    }

    [Fact]
    public void Decrypt_CaseWithoutKey_ThrowsAndMakesNone()
    {
        Assert.ThrowsAny<CryptographicException>(() => Cipher().Decrypt(Amsterdam, "case", "section", 1, new byte[64]));
        Assert.Empty(_store.All);
    }
}
