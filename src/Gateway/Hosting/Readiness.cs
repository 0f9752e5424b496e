using Exchange.Audit;
using Exchange.Commands;
using Exchange.Storage;
using Microsoft.Extensions.Hosting;

namespace Exchange.Gateway.Hosting;

/// <summary>
/// Whether this gateway can do its work: it is not stopping, the stores are there and commits on them durable, and every partnership's
/// log can be read. Whether a log can be written shows only by writing.
/// </summary>
internal sealed class Readiness(IStorage storage, Partnerships partnerships, IHostApplicationLifetime lifetime)
{
    public bool IsReady()
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return false;
        try
        {
            storage.ThrowIfNotReady();
            foreach (var partnership in partnerships.All)
                storage.Log.ReadHead(partnership);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
