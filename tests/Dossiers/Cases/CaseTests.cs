using Exchange.Consent;

namespace Exchange.Dossiers.Tests.Cases;

public sealed class CaseTests
{
    [Fact]
    public void MayMove_OnlyAlongItsLife()
    {
        (CaseState From, CaseState To)[] allowed =
        [
            (CaseState.Signal, CaseState.Weighed),
            (CaseState.Weighed, CaseState.Declined),
            (CaseState.Weighed, CaseState.Active),
            (CaseState.Active, CaseState.OnHold),
            (CaseState.OnHold, CaseState.Active),
            (CaseState.Active, CaseState.Closed),
            (CaseState.OnHold, CaseState.Closed),
            (CaseState.Closed, CaseState.Destroyed),
            (CaseState.Declined, CaseState.Destroyed),
        ];

        foreach (var from in Enum.GetValues<CaseState>())
        {
            foreach (var to in Enum.GetValues<CaseState>())
                Assert.Equal(allowed.Contains((from, to)), Case.MayMove(from, to));
        }
    }

    [Fact]
    public void MayMove_Destroyed_StaysDestroyed() =>
        Assert.DoesNotContain(Enum.GetValues<CaseState>(), to => Case.MayMove(CaseState.Destroyed, to));
}
