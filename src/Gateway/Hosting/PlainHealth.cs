namespace Exchange.Gateway.Hosting;

/// <summary>
/// <c>/healthz/live</c> and <c>/healthz/ready</c> on the plain-text listener, and nothing else there: everything but health needs
/// mutual TLS.
/// </summary>
internal static class PlainHealth
{
    public static void UsePlainHealth(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Request.IsHttps)
            return next(context);

        context.Response.StatusCode = context.Request.Path.Value switch
        {
            "/healthz/live" => StatusCodes.Status200OK,
            "/healthz/ready" => context.RequestServices.GetRequiredService<Readiness>().IsReady()
                ? StatusCodes.Status200OK
                : StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status404NotFound,
        };
        return Task.CompletedTask;
    });
}
