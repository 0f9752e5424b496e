using System.Security.Cryptography;

namespace Exchange.Audit.Tests.Witnesses;

public sealed class WitnessTests : IDisposable
{
    private readonly Folder _state = new(), _export = new(), _other = new();
    private readonly Clock _clock = new();
    private readonly WitnessKey _key;

    public WitnessTests() => _key = WitnessKey.Make(_state.Path, "fg.example.nl/witness");

    private string MemoryFile => Directory.GetFiles(_state.Path, "*.seen").Single();

    public void Dispose()
    {
        _state.Dispose();
        _export.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Look_LogThatGrows_CountersignsEachTime()
    {
        var log = new SampleLog(1);
        foreach (var by in new[] { 0, 0, 1, 300, 300, 256 })
        {
            log.Grow(by);
            log.Export(_export);

            var signed = Countersigned(Look(_export, log));

            Assert.Equal(log.State.Head.Size, signed.Checkpoint.Size);
            Assert.Equal(CheckpointTrust.Signed, log.Keys.And(Trusted(_key)).Check(Reread(signed)));
        }
    }

    [Fact]
    public void Countersignature_IsOfTheWitness_TheMomentAndTheText_ToTheLastBit()
    {
        var log = new SampleLog(3);
        log.Export(_export);
        var signed = Countersigned(Look(_export, log));
        var keys = log.Keys.And(Trusted(_key));

        Assert.Equal(CheckpointTrust.NotWitnessed, keys.Check(log.Head()));
        Assert.Equal(CheckpointTrust.Signed, log.Keys.Check(signed)); // unknown signatures are ignored
        Assert.Equal(CheckpointTrust.NotSigned, Trusted(_key).Check(signed)); // a witness is no log
        Assert.Equal(_clock.GetUtcNow().ToUnixTimeSeconds(), Cosignature.Read(signed.Note.Signatures[1].Bytes.Span)!.Value.At);
        var bytes = signed.Note.ToBytes();
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(SignedCheckpoint.Parse(bytes) is { } read && keys.Check(read) == CheckpointTrust.Signed, $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(_key.PublicKey.ToString(), NoteKey.Parse(_key.PublicKey.ToString())!.ToString());
    }

    [Theory]
    [InlineData(300, 300)] // as long as what was seen
    [InlineData(300, 301)]
    [InlineData(300, 900)]
    [InlineData(1, 2)]
    public void Look_TwoHistories_AreCaught_AndTheEvidenceIsKept(int seen, int size)
    {
        var log = new SampleLog(seen);
        var second = new SampleLog(size, "second") { Key = log.Key };
        log.Export(_export);
        second.Export(_other);
        Countersigned(Look(_export, log));

        var refused = Assert.IsType<WitnessAnswer.Refused>(Look(_other, log));

        Assert.Equal((WitnessRefusal.TwoHistories, log.Head().Checkpoint), (refused.Why, refused.Seen));
        var evidence = SignedCheckpoint.Parse(File.ReadAllBytes(refused.Evidence!))!;
        Assert.Equal((CheckpointTrust.Signed, second.Head().Checkpoint), (log.Keys.Check(evidence), evidence.Checkpoint));
        Countersigned(Look(_export, log)); // what was seen first stays what was seen
    }

    [Fact]
    public void Look_HistoriesThatPartLater_AreCaughtByWhoeverSawTheOther()
    {
        var log = new SampleLog(500);
        var second = new SampleLog(500) { Key = log.Key };
        log.Export(_export);
        Countersigned(Look(_export, log));
        log.Grow(100, "one");
        second.Grow(200, "two");
        log.Export(_export);
        second.Export(_other);

        Countersigned(Look(_other, log)); // both go on from 500
        Assert.Equal(WitnessRefusal.Shrunk, Refused(Look(_export, log)));
        log.Grow(200, "one");
        log.Export(_export);
        Assert.Equal(WitnessRefusal.TwoHistories, Refused(Look(_export, log)));
    }

    [Fact]
    public void Look_TilesThatAreNotThoseOfTheCheckpoint_ProveNothing()
    {
        var log = new SampleLog(300);
        log.Export(_export);
        Countersigned(Look(_export, log));
        log.Grow(300);
        log.Export(_export);

        _export.WithBitTurned("tile/0/001", 44 * 32 * 8, () => Assert.Equal(WitnessRefusal.Unproved, Refused(Look(_export, log))));
        File.Move(_export.At("tile/0/001"), _export.At("away"));
        Assert.Equal(WitnessRefusal.Unproved, Refused(Look(_export, log)));
        File.Move(_export.At("away"), _export.At("tile/0/001"));
        Countersigned(Look(_export, log));
    }

    [Fact]
    public void Look_WhatNobodyTrustedSigned_IsRefused()
    {
        var log = new SampleLog(3);
        Assert.Equal(WitnessRefusal.Unreadable, Refused(Look(_export, log)));
        log.Export(_export);
        Assert.Equal(WitnessRefusal.NotTrusted, Refused(Look(_export, new SampleLog(3))));
        Assert.Empty(Directory.GetFiles(_state.Path, "*.seen"));
    }

    // Remembered, and then nothing was answered: the crash between the two.
    [Fact]
    public void Look_AfterACrashBetweenRememberingAndAnswering_AnswersTheSameAgain()
    {
        var log = new SampleLog(300);
        log.Export(_export);
        using (var memory = WitnessMemory.Open(_state.Path, SampleLog.Origin))
            memory.Remember(log.Head());

        Assert.Equal(300, Countersigned(Look(_export, log)).Checkpoint.Size);
        new SampleLog(300, "second") { Key = log.Key }.Export(_other);
        Assert.Equal(WitnessRefusal.TwoHistories, Refused(Look(_other, log)));
    }

    // A crash while remembering leaves any part of it; nothing was answered yet, so what was seen before counts.
    [Fact]
    public void Look_AfterACrashWhileRemembering_KnowsWhatItVouchedFor()
    {
        var log = new SampleLog(300);
        log.Export(_export);
        Countersigned(Look(_export, log));
        log.Grow(1);
        log.Export(_export);
        Countersigned(Look(_export, log));
        var vouched = File.ReadAllBytes(MemoryFile);
        log.Grow(1);
        log.Export(_export);
        Countersigned(Look(_export, log));
        var next = File.ReadAllBytes(MemoryFile);
        var changed = Enumerable.Range(0, next.Length).Where(i => i >= vouched.Length || next[i] != vouched[i]).ToList();
        Assert.NotEmpty(changed);

        foreach (var cut in changed.Where((_, i) => i % 7 == 0))
        {
            var torn = next.ToArray();
            vouched.AsSpan(Math.Min(cut, vouched.Length)).CopyTo(torn.AsSpan(Math.Min(cut, vouched.Length)));
            File.WriteAllBytes(MemoryFile, torn);
            using var memory = WitnessMemory.Open(_state.Path, SampleLog.Origin);
            Assert.InRange(memory.Last!.Checkpoint.Size, 301, 302);
        }
    }

    [Fact]
    public void Look_AfterALookThatSawNothing_Countersigns()
    {
        var log = new SampleLog(3);
        using (var memory = WitnessMemory.Open(_state.Path, SampleLog.Origin))
            Assert.Null(memory.Last);
        log.Export(_export);

        Assert.Equal(3, Countersigned(Look(_export, log)).Checkpoint.Size);
        log.Grow(1);
        log.Export(_export);
        Assert.Equal(4, Countersigned(Look(_export, log)).Checkpoint.Size);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Look_AfterItsMemoryWasDamaged_DoesNotBeginAnew(int left)
    {
        var log = new SampleLog(300);
        log.Export(_export);
        Countersigned(Look(_export, log));
        File.WriteAllBytes(MemoryFile, new byte[left]);
        new SampleLog(200, "second") { Key = log.Key }.Export(_other);

        Assert.Throws<StoreUnavailableException>(() => Look(_other, log));
    }

    [Fact]
    public void Look_NothingCanBeRemembered_CountersignsNothing()
    {
        var log = new SampleLog(3);
        log.Export(_export);
        using var taken = WitnessMemory.Open(_state.Path, SampleLog.Origin); // another witness is at work

        Assert.Throws<StoreUnavailableException>(() => Look(_export, log));
    }

    [Fact]
    public void Look_TwoLogs_AreRememberedApart()
    {
        var (one, two) = (new SampleLog(300), new SampleLog(5));
        one.Export(_export);
        LogExport.Write(
            two.Store, SampleLog.Amsterdam, _other.Path, (size, root) => two.Key.Sign(new Checkpoint("other", size, root)), TestContext.Current.CancellationToken);

        Countersigned(Look(_export, one));
        Assert.Equal("other", Countersigned(new Witness(_state.Path, _key, _clock).Look(_other.Tiles, two.Key.Trusted("other"))).Checkpoint.Origin);
    }

    [Fact]
    public void Make_FolderWithAKey_LeavesIt()
    {
        Assert.Throws<StoreUnavailableException>(() => WitnessKey.Make(_state.Path, "another"));
        Assert.Equal(_key.PublicKey.ToString(), WitnessKey.Find(_state.Path)!.PublicKey.ToString());
        Assert.Null(WitnessKey.Find(_other.Path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_state.At("witness.key")));
    }

    [Fact]
    public void Find_DamagedKey_IsAFault()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        foreach (var pem in new[] { "", "key", ecdsa.ExportPkcs8PrivateKeyPem(), ecdsa.ExportSubjectPublicKeyInfoPem() })
        {
            File.WriteAllText(_state.At("witness.key"), pem);
            Assert.Throws<StoreUnavailableException>(() => WitnessKey.Find(_state.Path));
        }
    }

    private WitnessAnswer Look(Folder export, SampleLog log) => new Witness(_state.Path, _key, _clock).Look(export.Tiles, log.Keys);

    private static SignedCheckpoint Countersigned(WitnessAnswer answer) => Assert.IsType<WitnessAnswer.Countersigned>(answer).Checkpoint;

    private static WitnessRefusal Refused(WitnessAnswer answer) => Assert.IsType<WitnessAnswer.Refused>(answer).Why;

    private static SignedCheckpoint Reread(SignedCheckpoint signed) => SignedCheckpoint.Parse(signed.Note.ToBytes())!;

    private static TrustedKeys Trusted(WitnessKey key) => new([key.PublicKey]);

    private sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 2, 2, 9, 0, 0, TimeSpan.Zero);
    }
}
