using Exchange.Audit;
using Exchange.Dossiers;

namespace Exchange.Storage.Tests.Suite;

/// <summary>Who broke the glass on which case, and what privacy coordinators are told of it.</summary>
public abstract class GlassSuite : StorageSuite
{
    private static readonly BrokenGlass Glass = new("caseworker", "casusoverleg", Moment.AddHours(1));

    private readonly CaseId _case = CaseId.Create();

    [Fact]
    public async Task GlassBroken_IsTheActorsOwnAndMovesTheCasesEpoch()
    {
        Write(Amsterdam, Opened(_case));
        Assert.True(Write(Amsterdam, Broken(Glass)));
        Assert.True(Write(Amsterdam, Broken(Glass with { Role = "regisseur" })));
        Storage.Restart();

        var reading = await ReadAsync(Amsterdam, _case);
        Assert.Equal([Glass, Glass with { Role = "regisseur" }], reading.Case!.Glass);
        Assert.Equal(3, reading.Case.Epoch);
        Assert.Equal(0, reading.PartnershipEpoch);
        Assert.Empty((await ReadAsync(Amsterdam, _case, "oov", "b")).Case!.Glass);
        Assert.Empty((await ReadAsync(Amsterdam, _case, "om", "a")).Case!.Glass);
    }

    [Fact]
    public async Task GlassBroken_Again_HasTheNewEndAlsoWhenThatIsEarlier()
    {
        Write(Amsterdam, Opened(_case));
        Write(Amsterdam, Broken(Glass));
        var sooner = Glass with { Until = Moment.AddMinutes(5) };
        Assert.True(Write(Amsterdam, Broken(sooner)));
        Assert.Equal([sooner], (await ReadAsync(Amsterdam, _case)).Case!.Glass);
    }

    [Fact]
    public async Task GlassBroken_OnNoCaseOrAnotherPartnerships_Conflicts()
    {
        Assert.False(Write(Amsterdam, Broken(Glass)));
        Write(Amsterdam, Opened(_case));
        Assert.False(Write(Utrecht, Broken(Glass)));
        Assert.Empty((await ReadAsync(Amsterdam, _case)).Case!.Glass);
    }

    [Theory]
    [InlineData(3601)]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task GlassBroken_ForMoreThanAnHourOrNoTime_IsNotWritten(int seconds)
    {
        Write(Amsterdam, Opened(_case));
        Assert.Throws<StoreUnavailableException>(() => Write(Amsterdam, Broken(Glass with { Until = Moment.AddSeconds(seconds) })));
        Assert.Empty((await ReadAsync(Amsterdam, _case)).Case!.Glass);
    }

    [Fact]
    public async Task ControllerNotified_IsFiledUnderTheEntryThatItComesWith()
    {
        Write(Amsterdam, Opened(_case));
        Assert.True(Write(Amsterdam, Broken(Glass), Told("politie"), Told("om")));
        Assert.True(Write(Amsterdam, Broken(Glass), Told("politie")));
        Write(Utrecht, Told("politie"));
        Storage.Restart();

        Assert.Equal([2, 1], (await ListAsync("politie")).Notifications.Select(n => n.Entry));
        var filed = Assert.Single((await ListAsync("om")).Notifications);
        Assert.Equal(1, filed.Entry);
        Assert.Equal("reason"u8.ToArray(), filed.Notification.SealedReason.ToArray());
        Assert.Equal(Told("om").Notification with { SealedReason = filed.Notification.SealedReason }, filed.Notification);
        Assert.Empty((await ListAsync("ggd")).Notifications);
    }

    [Fact]
    public async Task ListNotifications_InParts_GivesEachOnceTheNewestFirst()
    {
        for (var i = 0; i < 5; i++)
            Write(Amsterdam, Told("politie"));
        var (before, seen) = (long.MaxValue, new List<long>());
        while (true)
        {
            var part = await Storage.Dossiers.ListNotificationsAsync(Amsterdam, "politie", before, 2, null, Cancellation);
            seen.AddRange(part.Notifications.Select(n => n.Entry));
            if (!part.More)
                break;
            before = part.Notifications[^1].Entry;
        }

        Assert.Equal([4, 3, 2, 1, 0], seen);
    }

    [Fact]
    public async Task ListNotifications_WithoutAKind_GivesTheOthersAndCountsThemAlone()
    {
        foreach (var kind in new[] { NotificationKind.BreakGlass, NotificationKind.RecognitionReported, NotificationKind.ReleaseBlocked, NotificationKind.RecognitionReported })
            Write(Amsterdam, Told("politie", kind));
        var left = await Storage.Dossiers.ListNotificationsAsync(Amsterdam, "politie", long.MaxValue, 2, NotificationKind.RecognitionReported, Cancellation);
        Assert.Equal([2, 0], left.Notifications.Select(n => n.Entry));
        Assert.False(left.More);
    }

    [Fact]
    public async Task ControllerNotified_TwiceByOneEntry_Conflicts()
    {
        Assert.False(Write(Amsterdam, Told("politie"), Told("politie")));
        Assert.Empty((await ListAsync("politie")).Notifications);
    }

    [Fact]
    public async Task GlassBroken_WithoutItsEntry_LeavesNeitherGlassNorNotification()
    {
        Write(Amsterdam, Opened(_case));
        using (var transaction = Storage.Log.Begin(Amsterdam))
            Assert.True(transaction.TryApply([Broken(Glass), Told("politie")])); // and the append never comes

        Assert.False(Write(Amsterdam, Broken(Glass), Told("politie"), new MeetingClosed(MeetingId.Create(), Moment))); // another change of it conflicts
        Storage.Restart();
        Assert.Empty((await ReadAsync(Amsterdam, _case)).Case!.Glass);
        Assert.Empty((await ListAsync("politie")).Notifications);
    }

    private GlassBroken Broken(BrokenGlass glass) => new(_case, "oov", "a", Moment, glass);

    private static ControllerNotified Told(string controller, NotificationKind kind = NotificationKind.BreakGlass) => new(new Notification
    {
        Controller = controller,
        Kind = kind,
        At = Moment,
        Partner = "oov",
        Role = "caseworker",
        Purpose = "casusoverleg",
        CasePseudonym = "pseudonym",
        Until = Moment.AddHours(1),
        ReasonKey = "key",
        SealedReason = "reason"u8.ToArray(),
    });

    private Task<NotificationsReading> ListAsync(string controller) =>
        Storage.Dossiers.ListNotificationsAsync(Amsterdam, controller, long.MaxValue, 100, null, Cancellation);
}
