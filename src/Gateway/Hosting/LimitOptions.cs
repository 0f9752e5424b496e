namespace Exchange.Gateway.Hosting;

/// <summary>
/// How much one caller, or all together, may ask of the gateway's network side: configuration section <c>Gateway:Limits</c>. What
/// is over a limit is refused; nothing waits for it without an end.
/// </summary>
public sealed class LimitOptions
{
    /// <summary>The most connections at a time; more are closed at once. Default 1000, 1 to 100 000.</summary>
    public int MaxConnections { get; set; } = 1000;

    /// <summary>The most calls at a time over one connection; more wait at the client. Default 100, 1 to 1000.</summary>
    public int MaxStreamsPerConnection { get; set; } = 100;

    /// <summary>The most bytes of all headers of a call together. Default 16 384, 10 240 (a token is up to 8 KiB) to 65 536.</summary>
    public int MaxHeaderBytes { get; set; } = 16 * 1024;

    /// <summary>How slowly a caller may send a request or take a response, in bytes per second, after 5 seconds. Default 240, 1 to 1 048 576.</summary>
    public int MinBytesPerSecond { get; set; } = 240;

    /// <summary>After how much silence a connection is asked whether it is still there. Default 30 seconds, 1 second to 1 hour.</summary>
    public TimeSpan PingAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the answer may take before the connection is closed. Default 20 seconds, 1 second to 1 minute.</summary>
    public TimeSpan PingWithin { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a connection without calls stays open. Default 5 minutes, 1 second to 1 day.</summary>
    public TimeSpan CloseIdleAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a call may take, whatever deadline the caller sets. Default 30 seconds, 1 second to 10 minutes.</summary>
    public TimeSpan CallWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The same for calls that stream. Default 10 minutes, as long as a token lives, so that who listens is looked at again; 1
    /// second to 1 hour.
    /// </summary>
    public TimeSpan StreamWithin { get; set; } = TimeSpan.FromMinutes(10);

    /// <exception cref="ConfigurationException">A value is out of its range.</exception>
    internal void Validate()
    {
        var (second, minute, hour) = (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        Check(nameof(MaxConnections), MaxConnections, 1, 100_000, "1 to 100000");
        Check(nameof(MaxStreamsPerConnection), MaxStreamsPerConnection, 1, 1000, "1 to 1000");
        Check(nameof(MaxHeaderBytes), MaxHeaderBytes, 10 * 1024, 64 * 1024, "10240 to 65536");
        Check(nameof(MinBytesPerSecond), MinBytesPerSecond, 1, 1024 * 1024, "1 to 1048576");
        Check(nameof(PingAfter), PingAfter, second, hour, "1 second to 1 hour, as in 00:00:30");
        Check(nameof(PingWithin), PingWithin, second, minute, "1 second to 1 minute, as in 00:00:20");
        Check(nameof(CloseIdleAfter), CloseIdleAfter, second, TimeSpan.FromDays(1), "1 second to 1 day, as in 00:05:00");
        Check(nameof(CallWithin), CallWithin, second, minute * 10, "1 second to 10 minutes, as in 00:00:30");
        Check(nameof(StreamWithin), StreamWithin, second, hour, "1 second to 1 hour, as in 00:10:00");
    }

    private static void Check<T>(string setting, T value, T least, T most, string range)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            throw new ConfigurationException($"Gateway:Limits:{setting} is {value}: write {range}.");
    }
}
