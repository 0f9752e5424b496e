using System.Security.Cryptography;
using Exchange.Commands;
using Exchange.Consent;

namespace Exchange.Gateway.Hosting;

/// <summary>Before the gateway listens, what was destroyed is destroyed again, every covenant that it decides by is on its partnership's log, and that log has a key that signs it.</summary>
internal sealed class CovenantActivation(Partnerships partnerships, ActivateCovenant activate, DestroyKey destroyed, LogSigning signing) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var partnership in partnerships.All)
        {
            destroyed.Replay(partnership); // a backup of the keys may be older than the log
            if (await activate.HandleAsync(partnership, partnerships.Find(partnership.Value)!, cancellationToken).ConfigureAwait(false) is not null)
                throw new ConfigurationException("The log cannot be written, so the gateway does not start.");
            Prepare(signing, partnership);
        }
    }

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
}
