using System.Security.Cryptography;
using Exchange.Audit;
using Exchange.Commands;
using Exchange.Consent;

namespace Exchange.Gateway.Hosting;

/// <summary>Before the gateway listens, what was destroyed is destroyed again, in every partnership a covenant decides that is on its log, and that log has a key that signs it.</summary>
internal sealed partial class CovenantActivation(
    Partnerships partnerships, BeginCovenant covenants, ILogStore log, DestroyKey destroyed, LogSigning signing, ILogger<CovenantActivation> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var partnership in partnerships.All)
        {
            destroyed.Replay(partnership); // a backup of the keys may be older than the log
            var decides = Deciding(partnership, await covenants.HandleAsync(partnership, cancellationToken).ConfigureAwait(false));

            // A second history under the same name would verify as well as the first.
            if (log.ReadHead(partnership).Size == 0)
                throw new ConfigurationException($"The log of {partnership.Value} is empty, and its records are not: put the log back from the copy that they are of.");
            if (!decides.Digest.Span.SequenceEqual(partnerships.Named(partnership).Covenant.Digest.Span))
                LogOtherFile(partnership.Value, decides.Id, decides.Version);
            Prepare(signing, partnership);
        }
    }

    /// <summary>The covenant that decides.</summary>
    /// <exception cref="ConfigurationException">None does.</exception>
    public static Covenant Deciding(PartnershipId partnership, Outcome<Covenant> outcome) => outcome.Value ?? throw new ConfigurationException(
        outcome.Refusal!.Reason == RefusalReason.CovenantUnavailable
            ? $"The covenant that was activated in {partnership.Value} does not verify: name its file if it was never signed, or the keys of everybody who signed it."
            : "The log cannot be written, so the gateway does not start.");

    /// <summary>Makes the key that signs a log, unless it is there.</summary>
    /// <exception cref="ConfigurationException">It can neither be read nor made.</exception>
    public static void Prepare(LogSigning signing, PartnershipId partnership)
    {
        try
        {
            signing.Prepare(partnership);
        }
        catch (Exception e) when (e is IOException or CryptographicException)
        {
            throw new ConfigurationException("The key that signs the log cannot be read or made: the keys or the key ring are missing or of another installation.");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventId = 12, EventName = "OtherCovenantFile", Level = LogLevel.Warning, Message = "{Partnership}: {Covenant} {Version} is in force; the file that the configuration names is another, and counts for nothing")]
    private partial void LogOtherFile(string partnership, string covenant, string version);
}
