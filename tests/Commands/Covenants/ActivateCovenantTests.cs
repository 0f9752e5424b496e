using System.Security.Cryptography;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Covenants;

public sealed class ActivateCovenantTests : IAsyncDisposable
{
    private readonly Installation _installation = new();

    [Fact]
    public async Task ActivateCovenant_First_IsOnTheLogWithItsDigest()
    {
        var entry = Assert.Single(await _installation.EntriesOfAsync(async () => Assert.Null(await ActivateAsync())));

        Assert.Null(entry.Caller);
        Assert.Equal((_installation.Covenant.Id, _installation.Covenant.Version), (entry.CovenantActivated.Covenant, entry.CovenantActivated.Version));
        Assert.Equal(_installation.Covenant.Digest.ToArray(), entry.CovenantDigest.ToByteArray());
        Assert.Equal(
            _installation.Covenant.Digest.ToArray(),
            (await _installation.Get<IDossierStore>().ReadCovenantDigestAsync(_installation.Partnership, TestContext.Current.CancellationToken))?.ToArray());
    }

    [Fact]
    public async Task ActivateCovenant_TheOneThatDecidesAlready_ChangesNothing()
    {
        Assert.Null(await ActivateAsync());

        Assert.Empty(await _installation.EntriesOfAsync(async () => Assert.Null(await ActivateAsync())));
    }

    [Fact]
    public async Task ActivateCovenant_AnotherText_MovesTheEpochSoThatNothingIsReleasedOnTheOldOne()
    {
        var lead = _installation.Person("politie", "agent-1", "regisseur");
        var found = await _installation.ActiveCaseAsync(lead.As(Relation.Lead));
        var readings = 0;
        _installation.Faults.AfterReading = async () =>
        {
            if (readings++ == 0)
                await _installation.ApplyAsync(new CovenantActivated(SHA256.HashData([1])));
        };

        Assert.NotNull((await lead.GetAsync("regie", found.ById())).Value);

        Assert.Equal(2, readings); // decided again
    }

    [Fact]
    public async Task ActivateCovenant_LogUnwritable_IsNotInForce()
    {
        _installation.Faults.LogUnwritable = true;

        Assert.Equal(RefusalReason.LogUnavailable, (await ActivateAsync())?.Reason);
        Assert.Null(await _installation.Get<IDossierStore>().ReadCovenantDigestAsync(_installation.Partnership, TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();

    private Task<Refusal?> ActivateAsync() => _installation.Get<ActivateCovenant>().HandleAsync(
        _installation.Partnership, _installation.Covenant, TestContext.Current.CancellationToken);
}
