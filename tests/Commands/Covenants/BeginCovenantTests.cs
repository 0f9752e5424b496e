using System.Security.Cryptography;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Covenants;

public sealed class BeginCovenantTests : IAsyncDisposable
{
    private readonly Installation _installation = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BeginCovenant_First_IsKeptAndOnTheLogWithItsDigest()
    {
        var entry = Assert.Single(await _installation.EntriesOfAsync(async () => Assert.NotNull((await BeginAsync()).Value)));

        Assert.Null(entry.Caller);
        Assert.Equal((_installation.Covenant.Id, _installation.Covenant.Version), (entry.CovenantActivated.Covenant, entry.CovenantActivated.Version));
        Assert.Equal(_installation.Covenant.Digest.ToArray(), entry.CovenantActivated.Digest.ToByteArray());
        Assert.Empty(entry.CovenantActivated.Replaces);
        var reading = await _installation.Get<ICovenantStore>().ReadAsync(_installation.Partnership, Cancellation);
        Assert.Equal(1, reading.Epoch);
        var kept = Assert.Single(reading.Versions);
        Assert.Null(kept.ProposedBy);
        Assert.Null(kept.Activation!.Replaces);
        Assert.Equal(
            Repository.TextOf(_installation.Covenant).ToArray(),
            (await _installation.Get<ICovenantStore>().ReadTextAsync(_installation.Partnership, kept.Digest, Cancellation))?.ToArray());
    }

    [Fact]
    public async Task BeginCovenant_TheOneThatDecidesAlready_ChangesNothing()
    {
        await BeginAsync();

        Assert.Empty(await _installation.EntriesOfAsync(async () => Assert.Same(_installation.Covenant, (await BeginAsync()).Value)));
    }

    [Fact]
    public async Task BeginCovenant_ActivatedByAProgramThatKeptNoTexts_GoesOnOnlyWithTheSame()
    {
        await BeginAsync();
        _installation.Tamper("DELETE FROM covenant_activations; DELETE FROM covenant_versions; UPDATE partnerships SET covenant_epoch = 0");
        Assert.NotNull((await BeginAsync()).Value);

        _installation.Tamper(
            "DELETE FROM covenant_activations; DELETE FROM covenant_versions; UPDATE partnerships SET covenant_epoch = 0, covenant_digest = zeroblob(32)");
        Assert.Equal(RefusalReason.CovenantUnavailable, (await BeginAsync()).Refusal?.Reason);
    }

    [Fact]
    public async Task BeginCovenant_LogUnwritable_IsNotInForce()
    {
        _installation.Faults.LogUnwritable = true;

        Assert.Equal(RefusalReason.LogUnavailable, (await BeginAsync()).Refusal?.Reason);
        Assert.Null(await _installation.Get<IDossierStore>().ReadCovenantDigestAsync(_installation.Partnership, Cancellation));
    }

    [Fact]
    public async Task Release_DecidedUnderACovenantThatAnotherTookThePlaceOf_IsNotAppended()
    {
        await BeginAsync();
        var lead = _installation.Person("politie", "agent-1", "regisseur");
        var found = await _installation.ActiveCaseAsync(lead.As(Relation.Lead));
        var moved = false;
        _installation.Faults.AfterReading = async () =>
        {
            if (!moved)
                await _installation.ApplyAsync(new CovenantActivated(SHA256.HashData([1])));
            moved = true;
        };

        var entries = await _installation.EntriesOfAsync(async () =>
            Refused.As(RefusalReason.ConcurrentChange, await lead.GetAsync("regie", found.ById())));

        Assert.DoesNotContain(entries, e => e.Outcome == Audit.V1.Outcome.Released);
    }

    [Fact]
    public async Task Call_WhileWhatWasActivatedDoesNotVerify_IsRefusedAndLogged()
    {
        await BeginAsync();
        var lead = _installation.Person("politie", "agent-1", "regisseur");
        await _installation.ApplyAsync(
            new CovenantProposed(
                new KeptCovenant(SHA256.HashData([1]), "x", "1", new DateOnly(2020, 1, 1), null, [], _installation.Clock.Now, null), new byte[] { 1 }),
            new CovenantActivated(SHA256.HashData([1])) { Replaces = _installation.Covenant.Digest, At = _installation.Clock.Now });

        var entry = await Refused.WithOneEntryAsync(
            _installation, RefusalReason.CovenantUnavailable, () => _installation.Get<Admission>().AdmitAsync(lead.Call()));

        Assert.Equal("politie", entry.Caller.Partner);
        Assert.Contains(_installation.LogLines.All, line => line.Contains("does not verify here", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private Task<Outcome<Covenant>> BeginAsync() => _installation.Get<BeginCovenant>().HandleAsync(_installation.Partnership, Cancellation);
}
