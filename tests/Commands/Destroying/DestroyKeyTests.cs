using Exchange.Audit;
using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;
using Exchange.Keys;
using Why = Exchange.Audit.V1.KeyDestroyed.Types.Why;

namespace Exchange.Commands.Tests.Destroying;

/// <summary>Destroying a key makes what is under it unreadable, and breaks nothing else.</summary>
public sealed class DestroyKeyTests : IAsyncDisposable
{
    private readonly Installation _installation = new(Reviewing.Covenant);
    private readonly Person _lead;
    private readonly Person _reviewer;

    public DestroyKeyTests()
    {
        _lead = _installation.Person("politie", "agent-1", "regisseur");
        _reviewer = _installation.Person("politie", "wpg-1", "wpgPrivacyOfficer");
    }

    [Fact]
    public async Task Destroy_LogKeyOfACase_HidesTheCaseAndKeepsEveryProof()
    {
        var found = await ReadAsync();
        var before = Assert.Single(await _reviewer.AllOfAsync("dossier_read"));
        var root = MerkleTree.Root(_installation.Get<ILogStore>().ReadHead(_installation.Partnership));
        var size = _installation.LogSize;

        Assert.True((await DestroyAsync(new KeyName(KeyKind.CaseLog, found.Id.Value))).Value!.WasThere);

        var entry = _installation.Entries()[^1];
        Assert.Equal((Audit.V1.Outcome.Done, KeyDestroyed.Types.Kind.CaseLog), (entry.Outcome, entry.KeyDestroyed.Kind));
        Assert.DoesNotContain(found.Id.Value, entry.ToString(), StringComparison.Ordinal);
        var after = Assert.Single(await _reviewer.AllOfAsync("dossier_read"));
        Assert.Equal(("agent-1", null, before.Index), (after.Caller!.Actor, after.CasePseudonym, after.Index));
        Assert.Empty(await _reviewer.AllAsync(Reviewing.Anything with { Case = before.CasePseudonym }));
        Assert.Empty((await _reviewer.OpenEntryNameAsync(before.Index)).Value!.Message.Value);
        Assert.Contains(await _reviewer.AllAsync(Reviewing.Anything with { Event = "key_destroyed" }), i => i.Details.Contains(new LogDetail("kind", "KIND_CASE_LOG")));

        // Every entry hashes as it did, and the tree of before is in the tree of now.
        var verified = LogVerifier.Verify(_installation.Get<ILogStore>(), _installation.Partnership, TestContext.Current.CancellationToken);
        Assert.True(verified.IsSound);
        var leaves = _installation.Get<ILogStore>().Read(_installation.Partnership, 0).Take((int)size);
        var head = leaves.Aggregate(MerkleTree.Empty, (tree, leaf) => MerkleTree.Append(tree, MerkleHash.Leaf(leaf.Leaf.Span), []));
        Assert.Equal(root, MerkleTree.Root(head));
    }

    [Fact]
    public async Task Destroy_LogKeyOfAController_HidesWhoCalled()
    {
        await ReadAsync();
        Assert.True((await DestroyAsync(new KeyName(KeyKind.ControllerLog, "politie"))).Value!.WasThere);
        var after = Assert.Single(await _reviewer.AllOfAsync("dossier_read"));
        Assert.Equal(("politie", null), (after.Caller!.Partner, after.Caller.Actor));
        Assert.NotNull(after.CasePseudonym);
    }

    [Fact]
    public async Task Replay_OverAnOlderBackupOfTheKeys_DestroysAgain()
    {
        var found = await ReadAsync();
        var name = new KeyName(KeyKind.CaseLog, found.Id.Value);
        var backup = _installation.Get<IKeyStore>().Find(_installation.Partnership, name)!;
        Assert.True((await DestroyAsync(name)).Value!.WasThere);
        Assert.Null(_installation.Get<IKeyStore>().Find(_installation.Partnership, name));

        _installation.Get<IKeyStore>().AddOrGet(_installation.Partnership, backup);
        Assert.NotNull(_installation.Get<IKeyStore>().FindById(_installation.Partnership, backup.Id));
        _installation.Get<DestroyKey>().Replay(_installation.Partnership);

        Assert.Null(_installation.Get<IKeyStore>().FindById(_installation.Partnership, backup.Id));
        Assert.Null(_installation.Get<KeyVault>().FindById(_installation.Partnership, backup.Id));
        Assert.Null(_installation.Get<KeyVault>().Find(_installation.Partnership, name));
    }

    [Fact]
    public async Task Destroy_LogThatCannotBeWritten_LeavesTheKey()
    {
        var found = await ReadAsync();
        var name = new KeyName(KeyKind.CaseLog, found.Id.Value);
        _installation.Faults.LogUnwritable = true;
        Assert.Equal(RefusalReason.LogUnavailable, (await DestroyAsync(name)).Refusal?.Reason);
        Assert.NotNull(_installation.Get<KeyVault>().Find(_installation.Partnership, name));
    }

    [Fact]
    public async Task Destroy_WhatIsNotThere_HasNoEntry()
    {
        Assert.Empty(await _installation.EntriesOfAsync(async () => Assert.False((await DestroyAsync(new KeyName(KeyKind.CaseLog, "nowhere"))).Value!.WasThere)));
        await Assert.ThrowsAsync<ArgumentException>(() => DestroyAsync(new KeyName(KeyKind.Signing, "")));
    }

    [Fact]
    public async Task OfCase_ThatMayStillBeWorkedOn_IsRefusedUntilItIsClosed()
    {
        var found = await ReadAsync();
        Assert.Empty(await _installation.EntriesOfAsync(async () =>
        {
            Refused.As(RefusalReason.FieldInvalid, await OfCaseAsync(found.Id));
            Assert.False((await OfCaseAsync(CaseId.Create())).Value!.WasThere);
            await Assert.ThrowsAsync<ArgumentException>(() => OfCaseAsync(CaseId.Create(), Why.Unspecified));
        }));
        Assert.NotNull(Assert.Single(await _reviewer.AllOfAsync("dossier_read")).CasePseudonym);

        await _installation.ApplyAsync(new Dossiers.CaseMoved(found.Id, CaseState.Active, CaseState.Closed));
        Assert.True((await OfCaseAsync(found.Id, Why.Erasure)).Value!.WasThere);

        Assert.Equal(Why.Erasure, _installation.Entries()[^1].KeyDestroyed.Why);
        Assert.Null(Assert.Single(await _reviewer.AllOfAsync("dossier_read")).CasePseudonym);
        Assert.Contains(await _reviewer.AllOfAsync("key_destroyed"), i => i.Details.Contains(new LogDetail("why", "WHY_ERASURE")));
        Assert.False((await OfCaseAsync(found.Id)).Value!.WasThere);
    }

    [Fact]
    public async Task OfController_ThatIsInTheCovenant_IsRefused()
    {
        await ReadAsync();
        var destroy = _installation.Get<DestroyKey>();
        Refused.As(RefusalReason.FieldInvalid, await destroy.OfControllerAsync(_installation.Partnership, _installation.Covenant, "politie", Why.Compromised));
        Assert.Equal("agent-1", Assert.Single(await _reviewer.AllOfAsync("dossier_read")).Caller!.Actor);

        // One that the covenant does not know any more, such as a partner of a version before.
        _installation.Get<KeyVault>().GetOrCreate(_installation.Partnership, new KeyName(KeyKind.ControllerLog, "gone"));
        Assert.True((await destroy.OfControllerAsync(_installation.Partnership, _installation.Covenant, "gone", Why.RetentionEnded)).Value!.WasThere);
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private Task<Outcome<DestroyedKey>> DestroyAsync(KeyName name) =>
        _installation.Get<DestroyKey>().HandleAsync(_installation.Partnership, _installation.Covenant, name, Why.RetentionEnded);

    private Task<Outcome<DestroyedKey>> OfCaseAsync(CaseId id, Why why = Why.RetentionEnded) =>
        _installation.Get<DestroyKey>().OfCaseAsync(_installation.Partnership, _installation.Covenant, id, why, CancellationToken.None);

    private async Task<Case> ReadAsync()
    {
        var found = await _installation.ActiveCaseAsync(_lead.As(Relation.Lead));
        await _lead.GetAsync("regie", found.ById());
        return found;
    }
}
