using Exchange.Audit.V1;
using Exchange.Commands.Tests.Harness;
using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Commands.Tests.Cases;

/// <summary>What the circumstances of a case do, and that the log has them.</summary>
public sealed class CaseAccessTests : IAsyncDisposable
{
    private readonly Installation _installation = new();
    private readonly Person _police;

    public CaseAccessTests() => _police = _installation.Person("politie", "agent-1", "regisseur");

    [Fact]
    public async Task Decide_Ordinary_IsOnTheEntry()
    {
        var (_, entry) = await DecideAsync(CaseCircumstances.Ordinary, inAMeeting: true);

        Assert.Equal(("none", false), (entry.DecisionInput.Restriction, entry.DecisionInput.BreakGlass));
    }

    [Theory]
    [InlineData(Restriction.Restricted, "restricted")]
    [InlineData(null, "")]
    public async Task Decide_RestrictedOrUnknownWhether_FindsNoCaseAndTellsTheLogWhy(Restriction? restriction, string word)
    {
        var (outcome, entry) = await DecideAsync(new CaseCircumstances(restriction, BreakGlass: false), inAMeeting: true);

        Assert.Equal(RefusalReason.CaseNotFound, outcome.Refusal?.Reason);
        Assert.Equal(("GUARD", word), (entry.InnerReason, entry.DecisionInput.Restriction));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Decide_BreakGlassWithoutAMeeting_FindsWhatAMeetingShows(bool broken)
    {
        var (outcome, entry) = await DecideAsync(new CaseCircumstances(Restriction.None, broken), inAMeeting: false);

        Assert.Equal(broken ? Level.Full : null, outcome.Value?.ViewLevel);
        Assert.Equal(broken ? "" : "NO_GRANT", entry.InnerReason);
        Assert.Equal(broken, entry.DecisionInput.BreakGlass);
    }

    private async Task<(Outcome<GrantedAccess> Outcome, Entry Entry)> DecideAsync(CaseCircumstances circumstances, bool inAMeeting)
    {
        var found = await _installation.ActiveCaseAsync();
        var meeting = inAMeeting ? await _installation.MeetingAsync("regieoverleg", found, _police) : null;
        var (caller, entries) = (await _police.AdmittedAsync(), _installation.Get<EntryWriter>());
        var entry = entries.Draft(caller);
        var outcome = await _installation.Get<CaseAccess>().DecideAsync(
            caller, "casusoverleg", found.ById(meeting), _ => circumstances, entry, entries, TestContext.Current.CancellationToken);
        return (outcome, entry);
    }

    public ValueTask DisposeAsync() => _installation.DisposeAsync();
}
