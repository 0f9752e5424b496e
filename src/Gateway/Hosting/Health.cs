using Exchange.Audit;
using Exchange.Commands;

namespace Exchange.Gateway.Hosting;

/// <summary>
/// <c>/healthz/live</c> and <c>/healthz/ready</c> on the plain-text loopback listener, and nothing else there: everything but
/// health needs mutual TLS.
/// </summary>
internal static class Health
{
    public static void UseHealth(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (context.Request.IsHttps)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = context.Request.Path.Value switch
        {
            "/healthz/live" => StatusCodes.Status200OK,
            "/healthz/ready" => IsReady(context.RequestServices) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status404NotFound,
        };
    });

    // Ready means: every partnership's log can be read. Whether it can be written shows only by writing.
    private static bool IsReady(IServiceProvider services)
    {
        try
        {
            var store = services.GetRequiredService<ILogStore>();
            foreach (var partnership in services.GetRequiredService<Partnerships>().All)
                store.ReadHead(partnership);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }
}
