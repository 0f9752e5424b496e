using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Exchange.Audit.Tests.Checkpoints;

public sealed class TrustedKeysTests
{
    // The public key of the example that the implementation which defines type 0x02 gives; the id there is made up.
    private const string Example = "AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNhtmPtrWm3U1eQXBogSMdGvXwBcK5AW5i0hrZLOC96l+smGNM7nwZ4QvFK/4sueRoVj//QP22Ni4Qt9DPfkWLc=";

    private static readonly Checkpoint Head = new(SampleLog.Origin, 7, MerkleHash.Leaf([1]));

    private readonly LogKey _key = new();

    [Fact]
    public void Vkey_OfTheExample_HasTheIdThatItsTypeDefines()
    {
        var publicKey = Convert.FromBase64String(Example)[1..];
        var id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(publicKey));

        var key = NoteKey.Parse($"rekor.sigstore.dev+{id:x8}+{Example}")!;

        Assert.Equal(("rekor.sigstore.dev", NoteKeyKind.Log, id), (key.Name, key.Kind, key.Id));
        Assert.Equal(publicKey, key.PublicKey.ToArray());
        Assert.Equal($"rekor.sigstore.dev+{id:x8}+{Example}", key.ToString());
        Assert.Null(NoteKey.Parse($"rekor.sigstore.dev+12345678+{Example}"));
    }

    [Fact]
    public void Check_SignedByATrustedKey_IsSigned()
    {
        Assert.Equal(CheckpointTrust.Signed, _key.Trusted().Check(_key.Sign(Head)));
        Assert.Equal(CheckpointTrust.Signed, TrustedKeys.Parse(_key.Pem)!.Check(_key.Sign(Head)));
        Assert.Equal(CheckpointTrust.Signed, TrustedKeys.Parse($"{_key.Of(SampleLog.Origin)}\n{_key.Pem}\n")!.Check(_key.Sign(Head)));
    }

    [Fact]
    public void Check_AnyBitTurned_IsNotSigned()
    {
        var bytes = _key.Sign(Head).Note.ToBytes();
        foreach (var keys in new[] { _key.Trusted(), TrustedKeys.Parse(_key.Pem)! })
        {
            for (var bit = 0; bit < bytes.Length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                var read = SignedCheckpoint.Parse(bytes);
                Assert.True(read is null || keys.Check(read) != CheckpointTrust.Signed, $"bit {bit}");
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Fact]
    public void Check_AnotherKeyOrLog_IsNotSigned()
    {
        var signed = _key.Sign(Head);
        Assert.Equal(CheckpointTrust.NotSigned, new LogKey().Trusted().Check(signed));
        Assert.Equal(CheckpointTrust.OtherLog, _key.Trusted("exchange/other/utrecht").Check(signed));
        Assert.Equal(CheckpointTrust.NotSigned, new TrustedKeys([]).Check(signed));

        // The right key under another log's name does not vouch for this one.
        var misnamed = signed with { Note = signed.Note with { Signatures = [signed.Note.Signatures[0] with { KeyName = "other" }] } };
        Assert.Equal(CheckpointTrust.NotSigned, _key.Trusted().Check(misnamed));
        Assert.Equal(CheckpointTrust.NotSigned, TrustedKeys.Parse(_key.Pem)!.Check(misnamed));
    }

    [Fact]
    public void Check_DuringARotation_IsSignedForOwnersOfEitherKey()
    {
        var successor = new LogKey();
        var signed = SignedCheckpoint.Sign(Head, [successor.Signer, _key.Signer]);

        Assert.Equal(2, signed.Note.Signatures.Count);
        Assert.Equal(CheckpointTrust.Signed, _key.Trusted().Check(signed));
        Assert.Equal(CheckpointTrust.Signed, successor.Trusted().Check(signed));
        Assert.Equal(CheckpointTrust.Signed, _key.Trusted().And(successor.Trusted()).Check(signed));
        Assert.Equal(CheckpointTrust.Signed, _key.Trusted().And(successor.Trusted()).Check(_key.Sign(Head)));

        // One that does not hold spoils the note for whoever knows that key, whatever the other is worth.
        var first = signed.Note.Signatures[0];
        var spoilt = signed with { Note = signed.Note with { Signatures = [first with { Bytes = signed.Note.Signatures[1].Bytes }, signed.Note.Signatures[1]] } };
        Assert.Equal(CheckpointTrust.SignatureWrong, successor.Trusted().And(_key.Trusted()).Check(spoilt));
        Assert.Equal(CheckpointTrust.Signed, _key.Trusted().Check(spoilt));
    }

    [Fact]
    public void Parse_WhatIsNoKey_GivesNull()
    {
        var vkey = _key.Of(SampleLog.Origin).ToString();
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var ownPrivate = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var text in new[]
        {
            "", " \n", "key", vkey[..^1], vkey.Replace('+', '-'), vkey + "+", vkey + "\nmore", _key.Pem + "more", _key.Pem[..60],
            p384.ExportSubjectPublicKeyInfoPem(), rsa.ExportSubjectPublicKeyInfoPem(), ownPrivate.ExportPkcs8PrivateKeyPem(),
            "name+00000000+AQ==", "name+00000000+/w==", "name+zzzzzzzz+AjA=", "+00000000+AjA=", new string('x', TrustedKeys.MaxLength + 1),
            "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        })
        {
            Assert.Null(TrustedKeys.Parse(text));
        }

        Assert.NotNull(TrustedKeys.Parse(vkey + "\r\n" + _key.Pem.ReplaceLineEndings("\r\n")));
    }

    [Fact]
    public void Parse_AnyCharacterOfAVkeyChanged_IsNotTheSameKey()
    {
        var vkey = _key.Of(SampleLog.Origin).ToString();
        for (var i = 0; i < vkey.Length; i++)
        {
            foreach (var c in "A+ /=é\n0")
            {
                var changed = vkey[..i] + c + vkey[(i + 1)..];
                if (changed != vkey && TrustedKeys.Parse(changed) is { } keys)
                    Assert.NotEqual(CheckpointTrust.Signed, keys.Check(_key.Sign(Head)));
            }
        }
    }
}
