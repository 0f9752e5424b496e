using static Exchange.Consent.Tests.Expectations;

namespace Exchange.Consent.Tests;

public sealed class GuardTests
{
    private static readonly DecisionInput Asking = Covenants.Asking;
    private static readonly Covenant Everything = Covenants.With(Identity, """id: "1", grant: full""");

    [Theory]
    [InlineData(Handling.AskSource)]
    [InlineData(Handling.Embargo)]
    [InlineData(Handling.Secret)]
    [InlineData(null)]
    public void Decide_HandlingOtherThanOpen_IsGuarded(Handling? handling) => Everything.Guards(Asking with { Handling = handling });

    [Theory]
    [InlineData(Restriction.Restricted)]
    [InlineData(null)]
    [InlineData((Restriction)77)]
    public void Decide_RestrictedOrUnknownWhether_IsGuarded(Restriction? restriction) => Everything.Guards(Asking with { Restriction = restriction });

    [Theory]
    [InlineData(CaseState.Destroyed)]
    [InlineData(null)]
    public void Decide_DestroyedOrUnknownCase_IsGuarded(CaseState? state) => Everything.Guards(Asking with { Case = state });

    [Theory]
    [InlineData("meldpunt")]
    [InlineData("voorportaal")]
    public void Decide_SignalInItsForums_IsDecidedByArticles(string forum) =>
        Everything.Grants(Asking with { Case = CaseState.Signal, Forum = forum, Partner = "oov", Role = "coordinator", Roles = ["coordinator"], Source = "politie" });

    [Theory]
    [InlineData("regieoverleg")]
    [InlineData("none")]
    [InlineData("vreemd")]
    [InlineData(null)]
    public void Decide_SignalElsewhere_IsGuarded(string? forum) => Everything.Guards(Asking with { Case = CaseState.Signal, Forum = forum });

    [Fact]
    public void Decide_SignalInAMeldpuntThatTheCovenantDoesNotDefine_IsGuarded()
    {
        var covenant = Covenants.Load(Covenants.Text(Identity).Replace("  meldpunt: { members: [oov] }\n", "", StringComparison.Ordinal));

        covenant.Guards(Asking with { Case = CaseState.Signal, Forum = "meldpunt" });
    }

    [Theory]
    [InlineData("2018-06-30", true)]
    [InlineData("2018-07-01", false)]
    [InlineData("2029-12-31", false)]
    [InlineData("2030-01-01", true)] // `until` is exclusive
    [InlineData(null, true)]
    public void Decide_OutsideTheDaysInForce_IsGuarded(string? day, bool guarded)
    {
        var input = Asking with { Date = day is null ? null : DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture) };
        if (guarded)
            Everything.Guards(input);
        else
            Everything.Grants(input);
    }

    [Fact]
    public void Decide_Guard_ComesBeforeTheCallerIsLookedAt() => Everything.Guards(Asking with { Partner = "vreemd", Handling = Handling.Secret });
}
