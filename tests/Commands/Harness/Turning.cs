namespace Exchange.Commands.Tests.Harness;

/// <summary>A clock of which the one timer runs when the test says so.</summary>
internal sealed class Turning : TimeProvider
{
    public Action Turn { get; private set; } = () => { };

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Turn = () => callback(state);
        return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
