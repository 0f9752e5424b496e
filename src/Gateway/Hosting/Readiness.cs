using Exchange.Audit;
using Exchange.Commands;
using Microsoft.Extensions.Hosting;

namespace Exchange.Gateway.Hosting;

/// <summary>
/// Whether this gateway can do its work: it is not stopping, and every partnership's log can be read. Whether a log can be
/// written shows only by writing.
/// </summary>
internal sealed class Readiness(ILogStore store, Partnerships partnerships, IHostApplicationLifetime lifetime)
{
    public bool IsReady()
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return false;
        try
        {
            foreach (var partnership in partnerships.All)
                store.ReadHead(partnership);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
