using System.Text;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Cases;

public sealed class ChangeTeamTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Person _worker;

    public ChangeTeamTests() => _worker = _installation.Person("scw", "werker-1", "caseworker");

    [Fact]
    public async Task ChangeTeam_Added_SeesTheCaseFromThenOn()
    {
        var found = await _installation.ActiveCaseAsync();
        Refused.As(RefusalReason.CaseNotFound, await _worker.GetAsync("interventie", found.ById()));

        Assert.Null(await _installation.ChangeTeamAsync(found, _worker.As(Relation.Member)));

        Assert.NotNull((await _worker.GetAsync("interventie", found.ById())).Value);
    }

    [Fact]
    public async Task ChangeTeam_Withdrawn_SeesNothingFromTheMomentItIsAcknowledged()
    {
        var found = await _installation.ActiveCaseAsync(_worker.As(Relation.Member));
        Assert.NotNull((await _worker.GetAsync("interventie", found.ById())).Value);

        Assert.Null(await _installation.ChangeTeamAsync(found, _worker.As(Relation.None)));

        Refused.As(RefusalReason.CaseNotFound, await _worker.GetAsync("interventie", found.ById()));
    }

    [Fact]
    public async Task ChangeTeam_WithdrawnBetweenDecisionAndRelease_IsDecidedAgain()
    {
        var found = await _installation.ActiveCaseAsync(_worker.As(Relation.Member));
        _installation.Faults.AfterReading = async () =>
        {
            _installation.Faults.AfterReading = null;
            Assert.Null(await _installation.ChangeTeamAsync(found, _worker.As(Relation.None)));
        };

        var entries = await _installation.EntriesOfAsync(
            async () => Refused.As(RefusalReason.CaseNotFound, await _worker.GetAsync("interventie", found.ById())));

        Assert.Equal(["", "CASE_NOT_FOUND"], entries.Select(e => e.Reason));
    }

    [Fact]
    public async Task ChangeTeam_PlacesTheChangeOnTheLogWithTheActorUnderTheOwnControllersKey()
    {
        var found = await _installation.ActiveCaseAsync();

        var entry = Assert.Single(await _installation.EntriesOfAsync(() => _installation.ChangeTeamAsync(found, _worker.As(Relation.Member))));

        Assert.Equal(("scw", "member"), (entry.TeamChanged.Partner, entry.TeamChanged.Relation));
        Assert.Equal("werker-1", Encoding.UTF8.GetString(_installation.Open(entry.TeamChanged.Actor)));
        Assert.DoesNotContain("werker-1", Encoding.UTF8.GetString(Google.Protobuf.MessageExtensions.ToByteArray(entry)), StringComparison.Ordinal);
        Assert.Equal(found.Id.Value, _installation.About(entry)!.CaseId);
        var read = Assert.Single(await _installation.EntriesOfAsync(() => _worker.GetAsync("interventie", found.ById())));
        Assert.Equal(read.Caller.Actor.KeyId, entry.TeamChanged.Actor.KeyId);
    }

    [Fact]
    public async Task ChangeTeam_SameActorNameAtAnotherPartner_ChangesNothingForThisOne()
    {
        var namesake = _installation.Person("lse", "werker-1", "caseworker");
        var found = await _installation.ActiveCaseAsync(_worker.As(Relation.Member), namesake.As(Relation.Member));

        await _installation.ChangeTeamAsync(found, namesake.As(Relation.None));

        Assert.NotNull((await _worker.GetAsync("interventie", found.ById())).Value);
        Refused.As(RefusalReason.CaseNotFound, await namesake.GetAsync("interventie", found.ById()));
    }

    [Fact]
    public async Task ChangeTeam_UnknownPartner_IsRefusedWithoutAnEntry()
    {
        var found = await _installation.ActiveCaseAsync();

        var entries = await _installation.EntriesOfAsync(async () => Assert.Equal(
            RefusalReason.PartnerUnknown, (await _installation.ChangeTeamAsync(found, new TeamMember("fbi", "agent-1", Relation.Lead)))?.Reason));

        Assert.Empty(entries);
    }

    [Fact]
    public async Task ChangeTeam_CaseThatIsNotThere_ChangesNothing()
    {
        var nowhere = new Case(CaseId.Create(), SubjectId.Create(), CaseState.Active, _installation.Today);

        var entries = await _installation.EntriesOfAsync(async () => Assert.NotNull(await _installation.ChangeTeamAsync(nowhere, _worker.As(Relation.Member))));

        Assert.Empty(entries);
    }

    [Fact]
    public async Task ChangeTeam_LogUnwritable_IsNotInForce()
    {
        var found = await _installation.ActiveCaseAsync();
        _installation.Faults.LogUnwritable = true;
        Assert.Equal(RefusalReason.LogUnavailable, (await _installation.ChangeTeamAsync(found, _worker.As(Relation.Member)))?.Reason);
        _installation.Faults.LogUnwritable = false;

        Refused.As(RefusalReason.CaseNotFound, await _worker.GetAsync("interventie", found.ById()));
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();
}
