using Exchange.Consent;
using Exchange.Dossiers;

namespace Exchange.Storage.Tests.Suite;

/// <summary>What of a case is seen anonymised in a meeting: the first counts, and who adds to it follows the last.</summary>
public abstract class FrozenViewSuite : StorageSuite
{
    private readonly CaseId _case = CaseId.Create(), _other = CaseId.Create();
    private readonly MeetingId _meeting = MeetingId.Create(), _next = MeetingId.Create();

    [Fact]
    public async Task ViewFrozen_IsOfOneCaseMeetingAndPartnershipAndMovesNoEpoch()
    {
        Fill(Amsterdam);
        Fill(Utrecht);
        var before = await ReadAsync(Amsterdam, _case);
        Assert.True(Write(Amsterdam, Frozen(1, 10)));
        Assert.True(Write(Amsterdam, Frozen(1, 20) with { Meeting = _next }));
        Storage.Restart();

        Assert.Equal<(int, int)?>((1, 10), await FindAsync());
        Assert.Equal<(int, int)?>((1, 20), await FindAsync(meeting: _next));
        Assert.Null(await FindAsync(id: _other));
        Assert.Null(await FindAsync(Utrecht));
        var after = await ReadAsync(Amsterdam, _case);
        Assert.Equal((before.PartnershipEpoch, before.Case!.Epoch), (after.PartnershipEpoch, after.Case!.Epoch));
    }

    [Fact]
    public async Task ViewFrozen_ThatDoesNotFollowTheLast_Conflicts()
    {
        Fill(Amsterdam);
        Assert.False(Write(Amsterdam, Frozen(2, 20)));
        Assert.True(Write(Amsterdam, Frozen(1, 10)));
        Assert.False(Write(Amsterdam, Frozen(1, 11)));
        Assert.False(Write(Amsterdam, Frozen(3, 30)));
        Assert.Equal<(int, int)?>((1, 10), await FindAsync());
        Assert.True(Write(Amsterdam, Frozen(2, 20)));
        Assert.False(Write(Amsterdam, Frozen(2, 21)));
        Assert.Equal<(int, int)?>((2, 20), await FindAsync());
    }

    [Fact]
    public async Task ViewFrozen_OfACaseThatIsNotOnTheAgenda_Conflicts()
    {
        Fill(Amsterdam);
        Assert.False(Write(Amsterdam, Frozen(1, 10) with { Case = _other }));
        Assert.False(Write(Amsterdam, Frozen(1, 10) with { Meeting = MeetingId.Create() }));
        Assert.False(Write(Utrecht, Frozen(1, 10)));
        Assert.Null(await FindAsync(id: _other));
    }

    private void Fill(PartnershipId partnership) => Assert.True(Write(
        partnership,
        Opened(_case),
        Opened(_other),
        new MeetingPlanned(MeetingOf(_meeting, (_case, "Zilver"))),
        new MeetingPlanned(MeetingOf(_next, (_case, "Goud")))));

    private ViewFrozen Frozen(int number, byte content) => new(_meeting, _case, new FrozenView(number, new[] { content }));

    private async Task<(int Number, int Content)?> FindAsync(PartnershipId? partnership = null, MeetingId? meeting = null, CaseId? id = null) =>
        await Storage.Dossiers.FindFrozenViewAsync(partnership ?? Amsterdam, meeting ?? _meeting, id ?? _case, Cancellation) is { } view
            ? (view.Number, Assert.Single(view.Values.ToArray()))
            : null;
}
