namespace Exchange.Gateway.Identity;

/// <summary>
/// Looks again and again whether certificates, keys, CAs and revocation lists changed, and puts what changed into force: for
/// handshakes and calls from then on. No connection is closed and no call that runs is stopped.
/// </summary>
internal sealed partial class IdentityReload(
    IReadOnlyList<WatchedFiles> watched, CrlFolder lists, CurrentTrust trust, TimeSpan every, TimeProvider clock, ILogger<IdentityReload> logger)
    : BackgroundService
{
    private readonly Lock _one = new();
    private string _unusable = "";
    private string _withoutList = "";

    /// <summary>Looks once.</summary>
    public void Look()
    {
        using var alone = _one.EnterScope();
        foreach (var files in watched)
        {
            var (isNew, fault) = files.Look();
            if (isNew)
                LogInForce(files.Setting);
            if (fault is not null)
                LogRefused(files.Setting, fault.Message);
        }

        Tell(string.Join(' ', lists.Faults), ref _unusable, LogUnusable);

        // A list also stops to count by the clock alone.
        Tell(string.Join("; ", trust.Value.WithoutList()), ref _withoutList, LogWithoutList);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, clock);
        do
        {
            try
            {
                Look();
            }
            catch (Exception fault)
            {
                // Whatever it is, what was read before stays in force, and the next look may do better.
                LogFault(fault.GetType().FullName ?? "", fault.TargetSite?.Name ?? "");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static void Tell(string now, ref string before, Action<string> log)
    {
        if (now != before && now.Length > 0)
            log(now);
        before = now;
    }

    [LoggerMessage(EventId = 20, EventName = "IdentityInForce", Level = LogLevel.Information, Message = "{Setting} changed, and is in force.")]
    private partial void LogInForce(string setting);

    [LoggerMessage(EventId = 21, EventName = "IdentityRefused", Level = LogLevel.Error, Message = "{Setting} changed and cannot be used, so what it was before stays in force. {Why}")]
    private partial void LogRefused(string setting, string why);

    [LoggerMessage(EventId = 22, EventName = "WithoutRevocationList", Level = LogLevel.Error, Message = "No revocation list counts for these CAs, so all their certificates are refused: {Authorities}")]
    private partial void LogWithoutList(string authorities);

    [LoggerMessage(EventId = 24, EventName = "RevocationListUnusable", Level = LogLevel.Warning, Message = "Revocation lists: {Faults}")]
    private partial void LogUnusable(string faults);

    [LoggerMessage(EventId = 23, EventName = "IdentityFault", Level = LogLevel.Error, Message = "Looking for changed certificates broke: {Fault} in {Place}")]
    private partial void LogFault(string fault, string place);
}
