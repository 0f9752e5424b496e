namespace Exchange.Dossiers.Tests.Meetings;

public sealed class MeetingTests
{
    private static readonly DateTimeOffset Opens = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Starts = Opens.AddDays(5);
    private static readonly DateTimeOffset Ends = Starts.AddHours(2);

    private static readonly Meeting Planned = new()
    {
        Id = new MeetingId("m"),
        Forum = "itat",
        OpensAt = Opens,
        StartsAt = Starts,
        EndsAt = Ends,
        Attendees = [new Attendee("ggd", "a1")],
        Agenda = [],
    };

    [Fact]
    public void IsOpen_FromPreparationToADayAfterItsEnd()
    {
        Assert.False(Planned.IsOpen(Opens.AddTicks(-1)));
        Assert.True(Planned.IsOpen(Opens));
        Assert.True(Planned.IsOpen(Starts));
        Assert.True(Planned.IsOpen(Ends.AddDays(1).AddTicks(-1)));
        Assert.False(Planned.IsOpen(Ends.AddDays(1)));
    }

    [Fact]
    public void IsOpen_MinutesFixed_IsOverAtOnce()
    {
        var closed = Planned with { ClosedAt = Starts.AddHours(1) };

        Assert.False(closed.IsOpen(Starts.AddHours(1)));
        Assert.False(closed.IsOpen(Opens));
    }

    [Fact]
    public void IsAttendedBy_TakesPartnerAndActorTogether()
    {
        Assert.True(Planned.IsAttendedBy("ggd", "a1"));
        Assert.False(Planned.IsAttendedBy("ggd", "a2"));
        Assert.False(Planned.IsAttendedBy("oov", "a1"));
        Assert.False(Planned.IsAttendedBy("GGD", "a1"));
    }
}
